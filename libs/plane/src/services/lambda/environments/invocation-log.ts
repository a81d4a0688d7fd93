/** The lines that Lambda itself writes around an invocation, and the tail of its log that a caller may ask for. */

/** Bytes of `LogResult` before base64. */
const TAIL_BYTES = 4096;

export const startLine = (id: string, version: string): string => `START RequestId: ${id} Version: ${version}\n`;

export const endLine = (id: string): string => `END RequestId: ${id}\n`;

export interface Report {
  readonly durationMs: number;
  readonly memoryMb: number;
  readonly memoryUsedMb: number;
  readonly initMs?: number;
  /** How it ended, unless the handler answered. */
  readonly status?: string;
}

const milliseconds = (value: number): string => `${value.toFixed(2)} ms`;

/** Initialization is billed too, since August 2025. */
export const reportLine = (id: string, { durationMs, memoryMb, memoryUsedMb, initMs, status }: Report): string =>
  [
    `REPORT RequestId: ${id}`,
    `Duration: ${milliseconds(durationMs)}`,
    `Billed Duration: ${Math.ceil(durationMs + (initMs ?? 0))} ms`,
    `Memory Size: ${memoryMb} MB`,
    `Max Memory Used: ${Math.min(memoryUsedMb, memoryMb)} MB`,
    ...(initMs === undefined ? [] : [`Init Duration: ${milliseconds(initMs)}`]),
    ...(status === undefined ? [] : [`Status: ${status}`]),
    '\n',
  ].join('\t');

export const initReportLine = (initMs: number, phase: 'init' | 'invoke', status: string): string =>
  `INIT_REPORT Init Duration: ${milliseconds(initMs)}\tPhase: ${phase}\tStatus: ${status}\n`;

export interface LogTail {
  readonly add: (lines: readonly string[]) => void;
  /** The last 4 KB, in base64. */
  readonly text: () => string;
}

/** Keeps the end of a log of any length. */
export const logTail = (): LogTail => {
  let kept: string[] = [];
  let characters = 0;
  return {
    add: (lines) => {
      const last = lines.slice(-TAIL_BYTES);
      for (const line of last) characters += line.length;
      kept.push(...last);
      let over = 0;
      // A character has at least one byte.
      for (; characters - kept[over]!.length >= TAIL_BYTES; over += 1) characters -= kept[over]!.length;
      kept = kept.slice(over);
    },
    text: () => {
      const bytes = Buffer.from(kept.join(''));
      return bytes.subarray(Math.max(0, bytes.length - TAIL_BYTES)).toString('base64');
    },
  };
};
