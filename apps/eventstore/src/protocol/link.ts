import { EventLog } from '../storage/event-log';
import { LogRecord } from '../storage/record';
import { Shown } from './recorded-event';

/** What a caller who wants links resolved is shown for a record; a link that is malformed is an event like any other. */
export function resolve(record: LogRecord, log: EventLog): Shown {
  if (record.type !== '$>') return { event: record, link: undefined };
  const [, revision, stream] = /^(\d+)@(.+)$/s.exec(record.data.toString()) ?? [];
  if (revision === undefined || stream === undefined) return { event: record, link: undefined };
  const entry = log.entry(stream);
  return { event: entry && log.inStream(entry.number, Number(revision)), link: record };
}
