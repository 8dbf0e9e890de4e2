import { Codec, connectStore, EventLog, SchemaRegistry, uuidv5 } from '@minqing/event-log';
import { type Clock, type Recorded, toInstant } from '@minqing/kernel';
import { type Store, startStore } from '../../../../test/kit/store';
import { issueSchemas } from '../schema/issue.schema';
import { raiseIssuesOfVisit } from './raise-issues-of-visit.reaction';

const village = '330411101243';
const recordedAt = '2012-07-03T10:00:00.000+08:00';
const facts = { sealed: 'A256GCM.1', subject: 'household-1', box: 'AAAA' } as const;
const recordedId = 'a7f0f3b6-3d53-4c0e-9b67-0b9f3a3f8d11';

const recorded = (id: string, entries: readonly object[]): Recorded => ({
  type: 'VisitRecorded',
  data: {
    visitId: 'visit-1',
    villageCode: village,
    householdId: 'household-1',
    leadVisitorId: 'member-1',
    occurredAt: '2012-07-02T09:30:00.000+08:00',
    entries,
  },
  id,
  stream: 'visit-visit-1',
  revision: 0,
  position: 77n,
  created: recordedAt,
  metadata: {
    schemaVersion: 1,
    occurredAt: '2012-07-02T09:30:00.000+08:00',
    recordedAt,
    actor: { id: 'member-1', role: 'LINKED_MEMBER', unitCode: village },
    commandId: 'c',
    causationId: 'c',
    correlationId: '0c9f3a3f-8d11-4c0e-9b67-a7f0f3b63d53',
    programme: 'jiaxing-yilian',
    profileVersion: 1,
    channel: 'APP',
    commandMac: 'm',
    dataSubjects: [],
  },
});

describe('the issues of a visit', () => {
  let store: Store;
  let log: EventLog;
  let client: ReturnType<typeof connectStore>;
  const clock: Clock = { now: () => new Date('2012-07-03T10:00:01+08:00'), stepped: true };

  beforeAll(async () => {
    store = await startStore();
    client = connectStore(store.url);
    log = new EventLog(client, new Codec(new SchemaRegistry(issueSchemas)), clock);
  });
  afterAll(async () => {
    await client.dispose();
    await store.stop();
  });

  const react = (fact: Recorded) => raiseIssuesOfVisit(log).on[fact.type]!(fact);
  const issueBehind = (entryNo: number, id = recordedId) => log.read(`issue-${uuidv5(`issue/${entryNo}`, id)}`);

  it('ISS-1: follow from the entries of the four kinds, texts and all, caused by the visit', async () => {
    await react(
      recorded(recordedId, [
        { entryNo: 1, kind: 'DIFFICULTY', facts, topicCode: 'DRAINAGE', urgency: 'URGENT' },
        { entryNo: 2, kind: 'DISPUTE', sensitive: true },
        { entryNo: 3, kind: 'SUGGESTION', informationOnly: true },
        { entryNo: 4, kind: 'OTHER', facts },
      ]),
    );
    const [first] = await issueBehind(1);
    expect(first).toMatchObject({
      id: uuidv5('0', uuidv5('raise-issue/1', recordedId)),
      type: 'IssueRaised',
      data: {
        issueId: uuidv5('issue/1', recordedId),
        villageCode: village,
        sourceVisitId: 'visit-1',
        source: 'VISIT',
        householdIds: ['household-1'],
        kind: 'DIFFICULTY',
        topicCode: 'DRAINAGE',
        facts,
        urgency: 'URGENT',
        scope: 'SINGLE',
        levelGuess: 'VILLAGE',
        firstHandlerId: 'member-1',
        receivedAt: '2012-07-02T09:30:00.000+08:00',
        sensitive: false,
      },
      metadata: {
        occurredAt: '2012-07-02T09:30:00.000+08:00',
        recordedAt: toInstant(clock.now()),
        actor: { id: 'minqing', role: 'SYSTEM', unitCode: village },
        channel: 'SYSTEM',
        causationId: recordedId,
        correlationId: '0c9f3a3f-8d11-4c0e-9b67-a7f0f3b63d53',
        readAt: '77',
        dataSubjects: ['household-1'],
      },
    });
    expect(await issueBehind(2)).toMatchObject([{ data: { kind: 'DISPUTE', sensitive: true, urgency: 'NORMAL' } }]);
    expect([await issueBehind(3), await issueBehind(4)]).toEqual([[], []]);
  });

  it('are none where nothing was raised', async () => {
    const id = 'b7f0f3b6-3d53-4c0e-9b67-0b9f3a3f8d11';
    await react(recorded(id, [{ entryNo: 1, kind: 'NONE_RAISED' }]));
    expect(await issueBehind(1, id)).toEqual([]);
  });

  it('stand once, however often the fact is answered', async () => {
    const id = 'c7f0f3b6-3d53-4c0e-9b67-0b9f3a3f8d11';
    const fact = recorded(id, [{ entryNo: 1, kind: 'DISASTER' }]);
    await react(fact);
    const once = await issueBehind(1, id);
    await react(fact);
    await Promise.all([react(fact), react(fact)]);
    expect(once).toHaveLength(1);
    expect(await issueBehind(1, id)).toEqual(once);
  });
});
