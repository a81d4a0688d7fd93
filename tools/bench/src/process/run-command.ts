/** Runs a command to its end and measures it. */
import { spawn } from 'node:child_process';

export interface CommandResult {
  readonly seconds: number;
  readonly stdout: string;
}

/** @throws Error with the command's last lines when it fails */
export const runCommand = (
  command: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const seconds = (performance.now() - startedAt) / 1000;
      if (code === 0) resolve({ seconds, stdout });
      else
        reject(
          new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}\n${(stdout + stderr).slice(-2000)}`),
        );
    });
  });
