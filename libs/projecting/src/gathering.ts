interface Asked<Q, A> {
  readonly question: Q;
  readonly answer: (answer: A) => void;
  readonly fail: (error: unknown) => void;
}

/**
 * Does in few goes what many ask at once. What is asked within one turn of the event loop is shared out among the goes that
 * are free; while as many are under way as may be, what is asked meanwhile is gathered for the next. So nobody waits who is
 * alone, and the busier it is, the less of what every go costs falls on each.
 */
export class Gathering<Q, A> {
  private asked: Asked<Q, A>[] = [];
  private underWay = 0;
  private comingUp = false;

  /**
   * @param go answers questions, in their order; where it fails, all of them fail
   * @param most goes under way at once, and questions in one of them
   */
  constructor(
    private readonly go: (questions: readonly Q[]) => Promise<readonly A[]>,
    private readonly most: { readonly goes: number; readonly questions: number },
  ) {}

  /** @param first whether it goes before those that wait already */
  ask(question: Q, first = false): Promise<A> {
    return new Promise((answer, fail) => {
      this.asked[first ? 'unshift' : 'push']({ question, answer, fail });
      this.soon();
    });
  }

  private soon(): void {
    if (this.comingUp) return;
    this.comingUp = true;
    setImmediate(() => {
      this.comingUp = false;
      while (this.underWay < this.most.goes && this.asked.length > 0) void this.next();
    });
  }

  private async next(): Promise<void> {
    // All to one of several would leave the others nothing to do, and its askers, answered together, would ask together again.
    const share = Math.ceil(this.asked.length / (this.most.goes - this.underWay));
    const now = this.asked.splice(0, Math.min(share, this.most.questions));
    this.underWay++;
    try {
      const answers = await this.go(now.map(({ question }) => question));
      for (const [n, { answer }] of now.entries()) answer(answers[n]!);
    } catch (error) {
      for (const { fail } of now) fail(error);
    } finally {
      this.underWay--;
      if (this.asked.length > 0) this.soon();
    }
  }
}
