import { randomUUID } from 'node:crypto';
import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, Feed, Sealer } from '@minqing/event-log';
import { type Actor, Refused, type Sealed } from '@minqing/kernel';
import { DataSource } from 'typeorm';
import { commandContext } from '../../../../test/kit/command-context';
import { freshDatabase } from '../../../../test/kit/postgres';
import { type Store, startStore } from '../../../../test/kit/store';
import { PostgresKeyVault } from '../key-vault/postgres-key-vault';
import { SubjectKey } from '../key-vault/subject-key.entity';
import { PeopleLookups } from '../lookups/people-lookups';
import { RegisterHousehold } from '../register-household/register-household.command';
import { RegisterHouseholdHandler } from '../register-household/register-household.handler';
import { Forgetting } from './forgetting';

const villageCode = '330411101243';
const clock = { now: () => new Date('2012-07-15T09:00:00+08:00'), stepped: true };
const supervisor: Actor = { id: 'supervisor-1', role: 'SUPERVISOR', unitCode: '*' };

describe('forgetting a subject (scenario 15)', () => {
  let store: Store;
  let url: string;
  let client: ReturnType<typeof connectStore>;
  let database: DataSource;
  let vault: PostgresKeyVault;
  let sealer: Sealer;
  let log: EventLog;

  /** As another process would see it: nothing is remembered. */
  const freshVault = () => new PostgresKeyVault(database);
  const forgetting = () => new Forgetting(log, freshVault(), new Sealer(freshVault()));

  beforeAll(async () => {
    store = await startStore();
    url = await freshDatabase();
    client = connectStore(store.url);
    database = await new DataSource({ type: 'postgres', url, entities: [SubjectKey] }).initialize();
    await PostgresKeyVault.prepare(database);
    vault = freshVault();
    sealer = new Sealer(vault);
    log = new EventLog(client, new Codec(schemaRegistry), clock);
  });
  afterAll(async () => {
    await client.dispose();
    await database.destroy();
    await store.stop();
  });

  const context = () => commandContext(randomUUID());
  const registerHousehold = async (): Promise<string> => {
    const handler = new RegisterHouseholdHandler(log, sealer, new PeopleLookups(log));
    return (await handler.execute(new RegisterHousehold(villageCode, { head: '某户主', address: '东5组' }, context()))).id;
  };
  const textsOf = async (householdId: string): Promise<(string | undefined)[]> => {
    const [fact] = await log.read(`household-${householdId}`);
    const { head, address } = fact!.data as { head: Sealed; address: Sealed };
    return [await sealer.open(head), await sealer.open(address)];
  };
  const shreddings = (subject: string) => log.read(`subjectkey-${subject}`);

  it('makes its text unreadable, leaves every fact as it was, and says who did it', async () => {
    const [forgotten, other] = [await registerHousehold(), await registerHousehold()];
    const before = await log.read(`household-${forgotten}`);
    expect(await textsOf(forgotten)).toEqual(['某户主', '东5组']);

    expect(await forgetting().forget({ subject: forgotten, actor: supervisor, reason: '户主要求' })).toBe(true);

    expect(await textsOf(forgotten)).toEqual([undefined, undefined]);
    expect(await log.read(`household-${forgotten}`)).toEqual(before);
    expect(await textsOf(other)).toEqual(['某户主', '东5组']);
    const [shredded, ...more] = await shreddings(forgotten);
    expect(more).toEqual([]);
    expect(shredded).toMatchObject({
      type: 'SubjectKeyShredded',
      data: { subject: forgotten, villageCode },
      metadata: { actor: supervisor, channel: 'SYSTEM', occurredAt: '2012-07-15T09:00:00.000+08:00', dataSubjects: [supervisor.id] },
    });
    expect(await sealer.open((shredded!.data as { reason: Sealed }).reason)).toBe('户主要求');
  });

  it('keeps no further text for it', async () => {
    const subject = await registerHousehold();
    await forgetting().forget({ subject, actor: supervisor });
    await expect(new Sealer(freshVault()).of(subject)).rejects.toEqual(new Refused({ code: 'SUBJECT_FORGOTTEN', subject }));
  });

  it('holds also over a vault that is older than the log', async () => {
    const [subject, other] = [await registerHousehold(), await registerHousehold()];
    const older = await database.getRepository(SubjectKey).findOneByOrFail({ subject });
    await forgetting().forget({ subject, actor: supervisor });
    await database.getRepository(SubjectKey).save(older);
    expect(await textsOf(subject)).toEqual(['某户主', '东5组']);

    const feed = new Feed(client, new Codec(schemaRegistry));
    expect(await forgetting().uphold(feed)).toBeGreaterThan(0);
    expect(await textsOf(subject)).toEqual([undefined, undefined]);
    expect(await textsOf(other)).toEqual(['某户主', '东5组']);

    await database.getRepository(SubjectKey).delete({ subject });
    await forgetting().uphold(feed);
    await expect(freshVault().keyFor(subject)).rejects.toEqual(new Refused({ code: 'SUBJECT_FORGOTTEN', subject }));
    expect(await shreddings(subject)).toHaveLength(1);
  });

  it('is done once, however often it is asked for', async () => {
    const subject = await registerHousehold();
    const asked = await Promise.all([1, 2, 3].map(() => forgetting().forget({ subject, actor: supervisor })));
    expect(asked.filter(Boolean)).toHaveLength(1);
    expect(await forgetting().forget({ subject, actor: supervisor })).toBe(false);
    expect(await shreddings(subject)).toHaveLength(1);
  });

  it('refuses a subject that nothing was kept for, and a key of the system', async () => {
    const subject = randomUUID();
    await expect(forgetting().forget({ subject, actor: supervisor })).rejects.toMatchObject({ refusal: { code: 'SUBJECT_UNKNOWN' } });
    await vault.keyFor('system.command-mac');
    await expect(forgetting().forget({ subject: 'system.command-mac', actor: supervisor })).rejects.toMatchObject({
      refusal: { code: 'SUBJECT_OF_SYSTEM' },
    });
    expect(await shreddings(subject)).toEqual([]);
  });

  describe('ended between the key and the fact', () => {
    const order = () => ({ commandId: randomUUID(), actor: supervisor, at: '2012-07-14T18:00:00.000+08:00', villageCode });

    it('has destroyed the key, and the next run of any subject writes the fact, as of then', async () => {
      const [ended, next] = [await registerHousehold(), await registerHousehold()];
      await vault.destroy(ended, order());
      expect(await textsOf(ended)).toEqual([undefined, undefined]);
      expect(await shreddings(ended)).toEqual([]);

      await forgetting().forget({ subject: next, actor: supervisor });
      expect(await shreddings(ended)).toMatchObject([
        { data: { subject: ended, villageCode }, metadata: { actor: supervisor, occurredAt: '2012-07-14T18:00:00.000+08:00' } },
      ]);
      expect(await vault.unrecorded()).toEqual([]);
    });

    it('between the fact and the vault’s note of it writes no second one', async () => {
      const subject = await registerHousehold();
      const ordered = order();
      await vault.destroy(subject, ordered);
      await forgetting().recordAll();
      await database.getRepository(SubjectKey).update({ subject }, { unrecorded: ordered });

      await forgetting().recordAll();
      expect(await shreddings(subject)).toHaveLength(1);
      expect(await vault.unrecorded()).toEqual([]);
    });
  });
});
