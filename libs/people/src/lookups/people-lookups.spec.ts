import { randomUUID } from 'node:crypto';
import { Codec, connectStore, EventLog, SchemaRegistry } from '@minqing/event-log';
import { commandContext } from '../../../../test/kit/command-context';
import { startStore, type Store } from '../../../../test/kit/store';
import { household, peopleSchemas, PeopleLookups } from '..';

const NANHUI = '330411101243';
const NOW = '2012-07-15T09:30:00.000+08:00';

const context = () => commandContext(randomUUID());

describe('what is remembered of look-ups', () => {
  let store: Store;
  let client: ReturnType<typeof connectStore>;
  let log: EventLog;

  beforeAll(async () => {
    store = await startStore();
    client = connectStore(store.url);
    log = new EventLog(client, new Codec(new SchemaRegistry(peopleSchemas)), { now: () => new Date(NOW), stepped: false });
  });
  afterAll(async () => {
    await client.dispose();
    await store.stop();
  });

  it('is that a household is on record and where, never that it is not', async () => {
    const people = new PeopleLookups(log);
    expect(await people.household('h1')).toMatchObject({ villageCode: undefined });

    // Some other process writes it.
    const register = {
      type: 'RegisterHousehold',
      householdId: 'h1',
      villageCode: NANHUI,
      gridDefined: false,
      from: '2012-07-01',
      now: NOW,
    } as const;
    const { position } = await log.run(household, 'household-h1', register, context(), { id: 'h1' });
    const known = { householdId: 'h1', villageCode: NANHUI, gridCode: undefined, readAt: BigInt(position) };
    expect(await people.household('h1')).toEqual(known);

    const close = { type: 'CloseHousehold', householdId: 'h1', villageCode: NANHUI, on: '2012-07-10', now: NOW } as const;
    await log.run(household, 'household-h1', close, context(), { id: 'h1' });
    // Not read again: it would tell of a later position.
    expect(await people.household('h1')).toEqual(known);
  });
});
