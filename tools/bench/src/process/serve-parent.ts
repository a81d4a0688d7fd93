/** The program's side: tells the parent that it is ready, answers its questions one by one, ends when the parent is gone. */

export interface ServeOptions<Question, Ready> {
  readonly ready: Ready;
  readonly answer?: (question: Question) => Promise<unknown>;
  readonly close?: () => Promise<void>;
}

export const optionsOf = <Options>(): Options => JSON.parse(process.argv[2]!) as Options;

export const serveParent = <Question, Ready>({ ready, answer, close }: ServeOptions<Question, Ready>): void => {
  process.on('message', (question: Question) => {
    Promise.resolve(answer?.(question)).then(
      (result) => process.send!({ answer: result }),
      (error: unknown) => process.send!({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  // An interrupted terminal signals the whole group; the parent decides when this process ends.
  process.on('SIGINT', () => undefined);
  process.on('disconnect', () => {
    void Promise.resolve(close?.()).finally(() => process.exit(0));
  });
  process.send!({ answer: ready });
};
