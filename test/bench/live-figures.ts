import type { HttpLines } from './http-lines';

interface FigureSeen {
  readonly position: string;
  readonly numerator: number | null;
}

/** Between two looks at the figure, in milliseconds: how exactly it is told when something became visible. */
const LOOK = 100;

/** Looks at one figure over and over, and tells when it stood at which position of the log. */
export class FigureWatch {
  private seen = 0n;
  private waiting: { readonly position: bigint; readonly settle: (at: number) => void }[] = [];
  private over = false;
  private readonly running: Promise<void>;

  constructor(
    private readonly http: HttpLines,
    private readonly path: string,
  ) {
    this.running = this.watch();
  }

  /** Resolves with the time (`performance.now()`) at which an answer held everything up to this position. */
  visible(position: bigint): Promise<number> {
    if (position <= this.seen) return Promise.resolve(performance.now());
    return new Promise((settle) => this.waiting.push({ position, settle }));
  }

  async end(): Promise<void> {
    this.over = true;
    await this.running;
  }

  private async watch(): Promise<void> {
    while (!this.over) {
      const next = performance.now() + LOOK;
      this.seen = BigInt((await figure(this.http, this.path)).position);
      const at = performance.now();
      const due = this.waiting.filter(({ position }) => position <= this.seen);
      if (due.length > 0) this.waiting = this.waiting.filter(({ position }) => position > this.seen);
      for (const { settle } of due) settle(at);
      await new Promise((resolve) => setTimeout(resolve, Math.max(1, next - at)));
    }
  }
}

/** Visits of a division, now. */
export const visitsOf = (division: string): string => `/v1/figures/V-1?division=${division}`;

export const figure = async (http: HttpLines, path: string): Promise<FigureSeen> => {
  const { status, body } = await http.ask('GET', path, '');
  if (status !== 200) throw new Error(`${path}: ${status} ${body}`);
  return JSON.parse(body) as FigureSeen;
};
