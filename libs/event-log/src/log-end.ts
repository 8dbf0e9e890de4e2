/** Those who come within so many milliseconds ask together. */
const GATHERING = 10;

/** One asking for the end, and all who wait for its answer. */
class Question {
  readonly answer: Promise<bigint>;
  private settle!: (end: bigint | Promise<bigint>) => void;
  private readonly timer: NodeJS.Timeout;

  /** @param ask called in a moment, unless somebody answers before or puts it off */
  constructor(private readonly ask: () => Promise<bigint>) {
    this.answer = new Promise((resolve) => (this.settle = resolve));
    this.timer = setTimeout(() => this.putNow(), GATHERING);
  }

  putOff(): void {
    clearTimeout(this.timer);
  }

  putNow(): void {
    this.settle(this.ask());
  }

  answerWith(end: bigint): void {
    this.settle(end);
  }
}

/**
 * Where the log ends, for those who want to know it now. They ask together; and what this process begins to write after
 * they came stands behind all that was there when they came, so its position is as good an answer, and while much is
 * written hardly anybody has to ask.
 */
export class LogEnd {
  private next: Question | undefined;

  /** @param ask tells the position of the last event of the log */
  constructor(private readonly ask: () => Promise<bigint>) {}

  /** A position that everything has at most which is in the log by now, and nothing that is written once it is known. */
  known(): Promise<bigint> {
    if (this.next) return this.next.answer;
    const question = new Question(() => {
      if (this.next === question) this.next = undefined;
      return this.ask();
    });
    this.next = question;
    return question.answer;
  }

  /**
   * Writes, and tells those who wait by now where that stands.
   * @param write resolves with the position of what has been written just now; with `undefined` where nothing was
   */
  async learnFrom(write: () => Promise<bigint | undefined>): Promise<bigint | undefined> {
    const waiting = this.next;
    this.next = undefined;
    waiting?.putOff();
    let written: bigint | undefined;
    try {
      written = await write();
    } finally {
      if (written === undefined) waiting?.putNow();
      else waiting?.answerWith(written);
    }
    return written;
  }
}
