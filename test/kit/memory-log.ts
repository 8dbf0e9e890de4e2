import type { Fact, Recorded } from '@minqing/kernel';
import type { Batch, Facts } from '@minqing/projecting';

/** A log that is a list: it can grow while it is read, and its readers get batches of whatever size they ask for. */
export class MemoryLog implements Facts {
  readonly facts: Recorded[] = [];
  private readonly wakers = new Set<() => void>();

  append(...facts: readonly Recorded[]): void {
    this.facts.push(...facts);
    for (const wake of this.wakers) wake();
  }

  async *batches(from: bigint | undefined, { max = 100, signal }: { max?: number; signal?: AbortSignal } = {}): AsyncGenerator<Batch> {
    let next = from === undefined ? 0 : this.facts.findIndex(({ position }) => position > from);
    if (next < 0) next = this.facts.length;
    let announced = false;
    while (!signal?.aborted) {
      const events = this.facts.slice(next, next + max);
      next += events.length;
      if (events.length > 0 || !announced) {
        announced = next === this.facts.length;
        yield { events, position: this.facts[next - 1]?.position ?? 0n, caughtUp: announced };
      } else {
        await this.growth(signal);
      }
    }
  }

  private async growth(signal: AbortSignal | undefined): Promise<void> {
    await new Promise<void>((resolve) => {
      const wake = () => {
        this.wakers.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.wakers.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }
}

/** A recorded fact at a place in the log; positions are sparse, as real ones are. */
export const recorded = <F extends Fact>(
  place: number,
  fact: F,
  recordedAt: string,
  more: { readonly occurredAt?: string; readonly programme?: string; readonly stream?: string } = {},
): Recorded<F> => ({
  ...fact,
  id: `fact-${place}`,
  stream: more.stream ?? 'stream',
  revision: place,
  position: BigInt(place) * 137n + 59n,
  created: recordedAt,
  metadata: {
    schemaVersion: 1,
    occurredAt: more.occurredAt ?? recordedAt,
    recordedAt,
    actor: { id: 'clerk', role: 'CLERK', unitCode: '330411101243' },
    commandId: `command-${place}`,
    causationId: `command-${place}`,
    correlationId: `command-${place}`,
    programme: more.programme ?? 'jiaxing-yilian',
    profileVersion: 1,
    channel: 'APP',
    commandMac: 'mac',
    dataSubjects: [],
  },
});
