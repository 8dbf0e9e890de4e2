import { type AllStreamRecordedEvent, type EventData, type RecordedEvent, jsonEvent } from '@eventstore/db-client';
import { type Fact, type Metadata, type Recorded, toInstant } from '@minqing/kernel';
import type { SchemaRegistry } from './schema';
import { subjectsIn } from './sealing';

/** What a writer says about its facts; the codec adds the schema version and the subjects. */
export type MetadataBeforeStoring = Omit<Metadata, 'schemaVersion' | 'dataSubjects'>;

/** The only place where facts become stored events and stored events facts again. */
export class Codec {
  constructor(readonly schemas: SchemaRegistry) {}

  encode(id: string, fact: Fact, metadata: MetadataBeforeStoring): EventData {
    const { version } = this.schemas.check(fact);
    const complete: Metadata = { schemaVersion: version, ...metadata, dataSubjects: [...subjectsIn(fact.data)] };
    return jsonEvent({ id, type: fact.type, data: fact.data as never, metadata: complete as never });
  }

  decode(event: RecordedEvent | AllStreamRecordedEvent): Recorded {
    return this.current(asStored(event));
  }

  /** A stored event as this version reads it. */
  current(stored: Recorded): Recorded {
    const data = this.schemas.upcast(stored.type, stored.metadata?.schemaVersion ?? 1, stored.data);
    return data === stored.data ? stored : { ...stored, data };
  }
}

/** What the client gives, in our shape; its data as they were written. */
export const asStored = (event: RecordedEvent | AllStreamRecordedEvent): Recorded => ({
  type: event.type,
  data: event.data as object,
  metadata: event.metadata as unknown as Metadata,
  id: event.id,
  stream: event.streamId,
  revision: Number(event.revision),
  position: event.position?.commit ?? 0n,
  created: toInstant(event.created),
});
