/**
 * An error whose two sentences are meant for the person at the terminal: printed without a stack.
 * `exitCode` 2 means "what you typed or set is not accepted", 1 "it was, but it could not be done".
 */
export class SpokenError extends Error {
  override readonly name = 'SpokenError';

  constructor(
    readonly zh: string,
    readonly en: string,
    readonly exitCode: 1 | 2 = 1,
  ) {
    super(`${zh}\n${en}`);
  }
}
