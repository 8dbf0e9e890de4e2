import { LogRecord } from './record';
import { Place } from './decide';
import { TwoGenerations } from './two-generations';

const WINDOW = 100_000;

/** Where recent events stand, by id: what makes an append without an exact revision safe to send again. */
export class RecentIds {
  private readonly places = new TwoGenerations<string, Place & { readonly stream: string }>(WINDOW);

  /** Remembers what a restart forgot: the newest events, given newest first. */
  load(newestFirst: Iterable<LogRecord>): void {
    let count = 0;
    for (const record of newestFirst) {
      // Of two events of one id the newer is remembered, and it came first.
      if (this.places.get(record.id) === undefined) this.remember(record);
      if (++count === WINDOW) return;
    }
  }

  remember({ id, stream, revision, position }: Pick<LogRecord, 'id' | 'stream' | 'revision' | 'position'>): void {
    this.places.set(id, { stream, revision, position });
  }

  forget(id: string): void {
    this.places.delete(id);
  }

  find(id: string, stream: string): Place | undefined {
    const place = this.places.get(id);
    return place?.stream === stream ? { revision: place.revision, position: place.position } : undefined;
  }
}
