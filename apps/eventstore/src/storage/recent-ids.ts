import { Place } from './decide';
import { EventLog } from './event-log';
import { LogRecord } from './record';
import { TwoGenerations } from './two-generations';

/** Events that an append without an exact revision is compared with; a real server keeps about as many. */
const WINDOW = 100_000;
/** Records read in one turn while a restart is being made good. */
const SLICE = 1000;

/**
 * Where recent events stand, by id: what makes an append without an exact revision safe to send again. After a restart the newest
 * events of the log are read in the background, and at once when somebody asks for them: starting does not wait.
 */
export class RecentIds {
  /** Of an event that was read from the log, only the position: few are ever asked for. */
  private readonly places = new TwoGenerations<string, (Place & { readonly stream: string }) | number>(WINDOW);
  private unread = WINDOW;
  private before: number;
  private reading: NodeJS.Immediate | undefined;

  constructor(private readonly log: EventLog) {
    this.before = log.end;
    this.readOn();
  }

  remember({ id, stream, revision, position }: Pick<LogRecord, 'id' | 'stream' | 'revision' | 'position'>): void {
    this.places.set(id, { stream, revision, position });
  }

  forget(id: string): void {
    this.places.delete(id);
  }

  find(id: string, stream: string): Place | undefined {
    if (this.unread > 0 && !this.places.has(id)) this.read(this.unread);
    const known = this.places.get(id);
    const place = typeof known === 'number' ? this.log.at(known) : known;
    return place?.stream === stream ? { revision: place.revision, position: place.position } : undefined;
  }

  /** Reads no further, so that the log can be closed. */
  stop(): void {
    clearImmediate(this.reading);
  }

  private readOn(): void {
    this.read(SLICE);
    if (this.unread > 0) this.reading = setImmediate(() => this.readOn());
  }

  /** Newest first, so that of two events of one id the newer is the one remembered. */
  private read(count: number): void {
    let read = 0;
    for (const record of this.log.records(this.before, 'backwards')) {
      const { id, position } = record;
      if (!this.places.has(id)) this.places.set(id, position);
      this.before = position;
      if (++read === count) break;
    }
    this.unread = read < count ? 0 : this.unread - read;
  }
}
