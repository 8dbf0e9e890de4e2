import { Place } from './decide';
import { EventLog } from './event-log';
import { IdTable } from './id-table';
import { LogRecord } from './record';

/** Events that an append without an exact revision is compared with; a real server keeps about as many. */
const WINDOW = 100_000;
/** Records read in one turn while a restart is being made good. */
const SLICE = 1000;

type Known = Pick<LogRecord, 'id' | 'stream' | 'revision' | 'position'>;

/**
 * Where recent events stand, by id: what makes an append without an exact revision safe to send again. After a restart the newest
 * events of the log are read in the background, and at once when somebody asks for them: starting does not wait.
 */
export class RecentIds {
  private readonly underway = new Map<string, Known>();
  private readonly onDisk = new IdTable(WINDOW);
  private unread = WINDOW;
  private before: number;
  private reading: NodeJS.Immediate | undefined;

  constructor(private readonly log: EventLog) {
    this.before = log.end;
    this.readOn();
  }

  /** An event that is on its way to the disk. */
  remember(event: Known): void {
    this.underway.set(event.id, event);
  }

  /** It has arrived there. */
  arrived(id: string, position: number): void {
    this.onDisk.add(id, position);
    this.forget(id, position);
  }

  /** It will not arrive, or has. The same id may be on its way once more. */
  forget(id: string, position: number): void {
    if (this.underway.get(id)?.position === position) this.underway.delete(id);
  }

  find(id: string, stream: string): Place | undefined {
    const isIt = (event: Known | undefined) => event?.id === id && event.stream === stream;
    const underway = this.underway.get(id);
    if (isIt(underway)) return underway;
    if (this.unread > 0) this.read(this.unread);
    for (const position of this.onDisk.find(id)) {
      const record = this.log.at(position);
      if (record && isIt(record)) return { revision: record.revision, position };
    }
    return undefined;
  }

  /** Reads no further, so that the log can be closed. */
  stop(): void {
    clearImmediate(this.reading);
  }

  private readOn(): void {
    this.read(SLICE);
    if (this.unread > 0) this.reading = setImmediate(() => this.readOn());
  }

  private read(count: number): void {
    let read = 0;
    for (const { id, position } of this.log.records(this.before, 'backwards')) {
      this.onDisk.add(id, position);
      this.before = position;
      if (++read === count) break;
    }
    this.unread = read < count ? 0 : this.unread - read;
  }
}
