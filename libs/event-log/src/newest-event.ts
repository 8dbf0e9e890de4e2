import { type AllStreamRecordedEvent, BACKWARDS, END, type EventStoreDBClient, type Position } from '@eventstore/db-client';
import { asTold } from './store';
import { whole } from './whole';

/** Events looked at in one read; the store's own rarely come last. */
const PAGE = 16;

/** The newest event of the log that is ours; undefined where there is none. The store's own events are none of ours. */
export const newestEvent = async (client: EventStoreDBClient): Promise<AllStreamRecordedEvent | undefined> => {
  try {
    let fromPosition: typeof END | Position = END;
    for (;;) {
      // Each page is read to its end: a stream that is left early keeps its call open in the client.
      const page: AllStreamRecordedEvent[] = [];
      const events = client.readAll({ direction: BACKWARDS, fromPosition, maxCount: PAGE });
      for await (const { event } of events) if (event) page.push(event);
      const newest = page.find(({ type }) => !type.startsWith('$'));
      const oldest = page.at(-1);
      if (newest || !oldest) return newest;
      fromPosition = oldest.position;
    }
  } catch (error) {
    throw asTold(error);
  }
};

/** Position of the last event of the log, whosever it is; −1 where there is none. */
export const endOf = async (client: EventStoreDBClient): Promise<bigint> => {
  try {
    const [last] = await whole(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
    return last?.event?.position.commit ?? -1n;
  } catch (error) {
    throw asTold(error);
  }
};
