import { randomUUID } from 'node:crypto';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, StoreUnavailable } from '@minqing/event-log';
import { type Recorded, Refused, toInstant } from '@minqing/kernel';
import { written } from '../../test/kit/log';
import { fillReadModels, historyOf, type ReadModels, type Told } from '../../test/kit/read-models';
import { startStore, type Store } from '../../test/kit/store';
import type { AuditRequest } from './audit-trail.request';
import { auditTrail, AuditTrail, rowOf } from './index';

const nanhui = '330411101243';
const guojing = '330411103201';
const sealed = { sealed: 'A256GCM.1', subject: 'household-1', box: 'AAAA' };

const visitRecorded = randomUUID();
const said: readonly Told[] = [
  {
    stream: 'household-household-1',
    type: 'HouseholdRegistered',
    data: { householdId: 'household-1', villageCode: nanhui, gridCode: `${nanhui}001`, head: sealed },
    at: '2026-03-01T08:00:00.000+08:00',
  },
  {
    stream: 'household-household-1',
    type: 'LinkEstablished',
    data: { householdId: 'household-1', memberId: 'member-1', villageCode: nanhui, programme: 'jiaxing-yilian', from: '2026-01-15' },
    at: '2026-03-01T08:01:00.000+08:00',
  },
  {
    id: visitRecorded,
    stream: 'visit-visit-1',
    type: 'VisitRecorded',
    data: {
      visitId: 'visit-1',
      householdId: 'household-1',
      visitorIds: ['member-1', 'member-2'],
      villageCode: nanhui,
      entries: [{ entryNo: 1, kind: 'DIFFICULTY', facts: sealed }],
      offline: { deviceId: 'phone-7' },
    },
    at: '2026-03-02T09:00:00.000+08:00',
    metadata: {
      clock: undefined,
      actor: { id: 'member-1', role: 'LINKED_MEMBER', unitCode: nanhui },
      commandId: 'c-visit',
      occurredAt: '2026-02-28T10:00:00.000+08:00',
    },
  },
  {
    stream: 'issue-issue-1',
    type: 'IssueRaised',
    data: { issueId: 'issue-1', sourceVisitId: 'visit-1', villageCode: nanhui, householdIds: ['household-1'] },
    at: '2026-03-02T09:00:01.000+08:00',
    metadata: { actor: { id: 'minqing', role: 'SYSTEM', unitCode: nanhui }, causationId: visitRecorded, channel: 'SYSTEM' },
  },
  {
    stream: 'comet-9',
    type: 'SomethingNobodyKnows',
    data: { villageCode: guojing, deep: [{ target: { type: 'MATTER', id: 'matter-1' } }], heldOn: '2026-03-20' },
    at: '2026-03-03T09:00:00.000+08:00',
    metadata: { onBehalfOf: 'secretary-1', readAt: '59' },
  },
  {
    stream: 'evaluation-e1',
    type: 'TellerCounted',
    data: {
      evaluationId: 'e1',
      villageCode: guojing,
      tellerId: 'teller-1',
      lines: [{ target: { type: 'TEAM', id: guojing }, counts: { SATISFIED: 1 } }],
    },
    at: '2026-03-04T09:00:00.000+08:00',
  },
  {
    stream: 'subjectkey-household-1',
    type: 'SubjectKeyShredded',
    data: { subject: 'household-1' },
    at: toInstant(Date.now()),
    metadata: { clock: undefined },
  },
];
/** On a stepped clock, as in the demonstration, where a fact does not say otherwise. */
const told = said.map(({ metadata, ...one }): Told => ({ ...one, metadata: { clock: 'STEPPED', ...metadata } }));

let store: Store;
let client: ReturnType<typeof connectStore>;
let history: readonly Recorded[];
let models: ReadModels;
let trail: AuditTrail;

const logOf = (on: ReturnType<typeof connectStore>) =>
  new EventLog(on, new Codec(schemaRegistry), { now: () => new Date(), stepped: false });

beforeAll(async () => {
  store = await startStore();
  client = connectStore(store.url);
  history = await written(client, historyOf(told));
  models = await fillReadModels([auditTrail], history, [3, 1]);
  trail = new AuditTrail(models.readSide, logOf(client));
});
afterAll(async () => {
  await models.close();
  await client.dispose();
  await store.stop();
});

/** What an audit trail of these facts, which stand in the log, answers. */
const filledWith = async (facts: readonly Recorded[], work: (trail: AuditTrail) => Promise<void>, log = logOf(client)): Promise<void> => {
  const filled = await fillReadModels([auditTrail], facts);
  try {
    await work(new AuditTrail(filled.readSide, log));
  } finally {
    await filled.close();
  }
};

const everywhere = [''];
const typesOf = async (asked: Partial<AuditRequest>, prefixes: readonly string[] = everywhere) =>
  (await trail.page(Object.assign(asked, { order: 'oldest' as const }), prefixes)).items.map(({ type }) => type);
const all = told.map(({ type }) => type);
const stepped = ['STEPPED_CLOCK', 'STEPPED'];

describe('the audit trail', () => {
  it('holds every fact, also of types nobody knows, newest first', async () => {
    const { items, position, next } = await trail.page({}, everywhere);
    expect(items.map(({ type }) => type)).toEqual(all.toReversed());
    expect([position, next]).toEqual([history.at(-1)!.position.toString(), undefined]);
  });

  it('says who, in what role, from which unit, when it happened, when it was recorded, on what, caused by what', async () => {
    const { items } = await trail.page({ type: 'IssueRaised' }, everywhere);
    const [, , cause, fact] = history;
    expect(items).toEqual([
      {
        position: String(fact!.position),
        stream: 'issue-issue-1',
        revision: 0,
        id: fact!.id,
        type: 'IssueRaised',
        entities: ['household-1', 'issue-1', 'visit-1'],
        village: nanhui,
        actor: { id: 'minqing', role: 'SYSTEM', unitCode: nanhui },
        occurredAt: '2026-03-02T09:00:01.000+08:00',
        occurredOn: '2026-03-02',
        recordedAt: '2026-03-02T09:00:01.000+08:00',
        recordedOn: '2026-03-02',
        created: fact!.created,
        skewed: { seconds: expect.any(Number) as number, why: 'STEPPED_CLOCK' },
        clock: 'STEPPED',
        commandId: 'command-3',
        causedBy: { factId: visitRecorded, position: String(cause!.position), stream: 'visit-visit-1', type: 'VisitRecorded' },
        correlationId: 'command-3',
        programme: 'jiaxing-yilian',
        profileVersion: 1,
        channel: 'SYSTEM',
        data: told[3]!.data,
      },
    ]);
  });

  it('leaves personal text sealed', async () => {
    const { items } = await trail.page({ type: 'HouseholdRegistered' }, everywhere);
    expect(items[0]!.data).toMatchObject({ head: sealed });
  });

  it.each([
    ['a household', 'household-1', ['HouseholdRegistered', 'LinkEstablished', 'VisitRecorded', 'IssueRaised', 'SubjectKeyShredded']],
    ['a member', 'member-1', ['LinkEstablished', 'VisitRecorded']],
    ['one of several visitors', 'member-2', ['VisitRecorded']],
    ['a grid', `${nanhui}001`, ['HouseholdRegistered']],
    ['a device', 'phone-7', ['VisitRecorded']],
    ['something deep in an unknown type', 'matter-1', ['SomethingNobodyKnows']],
    ['the entity of an unknown stream', '9', ['SomethingNobodyKnows']],
    ['nobody', 'household-2', []],
  ])('finds the facts of %s', async (_, entity, types) => expect(await typesOf({ entity })).toEqual(types));

  it('finds by actor, type and day, on both axes', async () => {
    expect(await typesOf({ actor: 'member-1' })).toEqual(['VisitRecorded']);
    expect(await typesOf({ type: 'LinkEstablished' })).toEqual(['LinkEstablished']);
    expect(await typesOf({ from: '2026-01-01', to: '2026-02-28' })).toEqual(['LinkEstablished', 'VisitRecorded']);
    expect(await typesOf({ from: '2026-03-20', to: '2026-03-31' })).toEqual(['SomethingNobodyKnows']);
    expect(await typesOf({ recordedFrom: '2026-03-02', recordedBy: '2026-03-02' })).toEqual(['VisitRecorded', 'IssueRaised']);
  });

  it('shows no more than the units reach', async () => {
    expect(await typesOf({}, [nanhui])).toEqual(all.slice(0, 4));
    expect(await typesOf({}, ['330411103'])).toEqual(['SomethingNobodyKnows', 'TellerCounted']);
    expect(await typesOf({}, [nanhui, '330411103'])).toEqual(all.slice(0, 6));
    expect(await typesOf({}, [])).toEqual([]);
  });

  it('marks where the recorder and the store disagree about the time, and says why', async () => {
    const { items } = await trail.page({ order: 'oldest' }, everywhere);
    expect(items.map(({ skewed, clock }) => [skewed?.why, clock])).toEqual(
      all.map((type) =>
        type === 'SubjectKeyShredded' ? [undefined, undefined] : type === 'VisitRecorded' ? ['CLOCKS_DIFFER', undefined] : stepped,
      ),
    );
    const { recordedAt, created, skewed } = items[0]!;
    expect(skewed!.seconds).toBe(Math.round((Date.parse(recordedAt) - Date.parse(created)) / 1000));
    expect(await typesOf({ skewed: 'CLOCKS_DIFFER' })).toEqual(['VisitRecorded']);
    expect(await typesOf({ skewed: 'STEPPED_CLOCK' })).toEqual(all.filter((type) => !/VisitRecorded|Shredded/.test(type)));
  });

  it.each([
    ['2026-03-01T08:00:00.000+08:00', '2026-03-01T08:00:59.999+08:00', null],
    ['2026-03-01T08:00:30.000+08:00', '2026-03-01T08:01:30.000+08:00', null],
    ['2026-03-01T08:01:30.001+08:00', '2026-03-01T08:00:30.000+08:00', 'CLOCKS_DIFFER'],
    ['2026-03-01T23:59:30.000+08:00', '2026-03-02T00:00:30.000+08:00', null],
    ['2026-03-02T00:00:30.001+08:00', '2026-03-01T23:59:30.000+08:00', 'CLOCKS_DIFFER'],
    ['2026-03-01T12:00:00.000+08:00', '2026-03-02T12:00:00.000+08:00', 'CLOCKS_DIFFER'],
    ['2026-03-01T23:00:00Z', '2026-03-02T07:00:59.000+08:00', null],
    ['2026-03-01T23:00:00Z', '2026-03-01T23:00:00.000+08:00', 'CLOCKS_DIFFER'],
  ])('holds %s against the store’s %s: %p', (at, created, skew) => {
    const [fact] = historyOf([{ ...told[0]!, at, created, metadata: {} }]);
    expect(rowOf(fact!, '2026-03-01').skew).toBe(skew);
  });

  it('pages by position without gap or repetition', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await trail.page({ limit: 2, order: 'oldest', ...(cursor !== undefined && { cursor }) }, everywhere);
      seen.push(...page.items.map(({ type }) => type));
      cursor = page.next;
    } while (cursor !== undefined);
    expect(seen).toEqual(all);
  });

  it.each(['', 'x', Buffer.from('["1; DROP"]').toString('base64url'), Buffer.from('["1","2"]').toString('base64url')])(
    'refuses the cursor %p',
    async (cursor) => {
      const refused: unknown = await trail.page({ cursor }, everywhere).catch((error: unknown) => error);
      expect(refused).toBeInstanceOf(Refused);
      expect((refused as Refused).refusal.code).toBe('CURSOR_MALFORMED');
    },
  );

  it('keeps a count from the other teller until the session is scored', async () => {
    const [counted] = (await trail.page({ type: 'TellerCounted' }, everywhere)).items;
    expect([counted!.withheld, counted!.data]).toEqual(['UNTIL_SCORED', undefined]);

    const scored: Told = { stream: 'evaluation-e1', type: 'EvaluationScored', data: { evaluationId: 'e1', villageCode: guojing } };
    await filledWith(await written(client, historyOf([scored])), async (later) => {
      const [open] = (await later.page({ type: 'TellerCounted' }, everywhere)).items;
      expect([open!.withheld, open!.data]).toEqual([undefined, told[5]!.data]);
    });
  });

  it('finds the stream and the mac of a command by its id', async () => {
    expect(await Promise.all(['c-none', 'c-visit'].map((id) => trail.findCommand(id)))).toEqual([
      undefined,
      { stream: 'visit-visit-1', commandMac: 'mac of c-visit' },
    ]);
  });

  it.each([[[1]], [[1000]], [[2, 5, 1]]])('gives the same rows in batches of %p', async (sizes) => {
    const again = await fillReadModels([auditTrail], history, sizes);
    try {
      expect(await again.rows()).toEqual(await models.rows());
      expect((await again.rows())['audit']).toHaveLength(history.length);
    } finally {
      await again.close();
    }
  });

  it('reads facts of many streams, and many of one, as they follow each other in a page or do not', async () => {
    const far = '330411105201';
    const data = (n: number) => ({ villageCode: far, n });
    const many = Array.from({ length: 60 }, (_, n): Told => ({
      stream: n % 3 === 0 ? 'comet-one' : `comet-many-${n}`,
      type: n % 6 === 0 ? 'Seen' : 'Gone',
      data: data(n),
    }));
    const numbers = (page: { readonly items: readonly { readonly data?: object }[] }) =>
      page.items.map((item) => (item.data as { readonly n: number }).n);
    const upTo60 = many.map((_, n) => n);
    await filledWith(await written(client, historyOf(many)), async (filled) => {
      const inFar = (asked: Partial<AuditRequest>) => filled.page({ limit: 200, ...asked }, [far]);
      const whole = await inFar({});
      expect(numbers(whole)).toEqual(upTo60.toReversed());
      expect(whole.items.map(({ data }) => data)).toEqual(many.map(({ data }) => data).toReversed());
      expect(numbers(await inFar({ entity: 'one', order: 'oldest' }))).toEqual(upTo60.filter((n) => n % 3 === 0));
      expect(numbers(await inFar({ entity: 'one', type: 'Seen' }))).toEqual(upTo60.filter((n) => n % 6 === 0).toReversed());
    });
  });

  it('says so loudly where the log does not have what the read model points at', async () => {
    for (const elsewhere of [{ id: randomUUID() }, { position: history[0]!.position + 1n }]) {
      await filledWith([{ ...history[0]!, ...elsewhere }], async (lost) => {
        await expect(lost.page({}, everywhere)).rejects.toThrow(/the log has no fact|No event begins at/);
      });
    }
  });

  it('says that the store is away, and finds what is not there without it', async () => {
    const own = await startStore();
    const other = connectStore(own.url);
    const seen = { stream: 'comet-1', type: 'Seen', data: {}, metadata: { commandId: 'c-seen' } };
    const facts = await written(other, historyOf([seen]));
    const far = async (lonely: AuditTrail) => {
      expect((await lonely.page({}, everywhere)).items).toHaveLength(1);
      await own.kill('SIGKILL');
      await expect(lonely.page({}, everywhere)).rejects.toThrow(StoreUnavailable);
      await expect(lonely.findCommand('c-seen')).rejects.toThrow(StoreUnavailable);
      expect(await lonely.findCommand('c-none')).toBeUndefined();
      expect((await lonely.page({ type: 'Gone' }, everywhere)).items).toEqual([]);
    };
    await filledWith(facts, far, logOf(other));
    await other.dispose();
    await own.stop();
  });
});
