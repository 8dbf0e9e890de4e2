import { schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog } from '@minqing/event-log';
import type { Recorded } from '@minqing/kernel';
import { openDatabase, prepareRegistry, ReadSide } from '@minqing/projecting';
import { auditTrail, AuditTrail } from '@projections/audit-trail';
import { commandContext } from '../../../../test/kit/command-context';
import { written } from '../../../../test/kit/log';
import { freshDatabase } from '../../../../test/kit/postgres';
import { fillReadModels, historyOf, type ReadModels } from '../../../../test/kit/read-models';
import { type Store, startStore } from '../../../../test/kit/store';
import { CommandIds } from './command-ids';

const asSent = (commandId: string, commandMac: string) => commandContext(commandId, { commandMac });

describe('command ids, by an api that remembers none', () => {
  let store: Store;
  let client: ReturnType<typeof connectStore>;
  let log: EventLog;
  let models: ReadModels;
  let ids: CommandIds;

  beforeAll(async () => {
    store = await startStore();
    client = connectStore(store.url);
    log = new EventLog(client, new Codec(schemaRegistry), { now: () => new Date(), stepped: false });
    const told = ['one', 'two'].map((name) => ({ stream: `comet-${name}`, type: 'Seen', data: {}, metadata: { commandId: name } }));
    const facts: readonly Recorded[] = await written(client, historyOf(told));
    models = await fillReadModels([auditTrail], facts);
    ids = new CommandIds(new AuditTrail(models.readSide, log));
  });
  afterAll(async () => {
    await models.close();
    await client.dispose();
    await store.stop();
  });

  it('lets in a new one, and the same command again', async () => {
    await expect(ids.admit(asSent('three', 'mac of three'))).resolves.toBeUndefined();
    await expect(ids.admit(asSent('two', 'mac of two'))).resolves.toBeUndefined();
  });

  it('refuses another command of the same id, whichever stream it would write', async () => {
    const refused = { refusal: { code: 'COMMAND_ID_REUSED', field: 'Idempotency-Key', commandId: 'two' } };
    await expect(ids.admit(asSent('two', 'mac of another'))).rejects.toMatchObject(refused);
  });

  it('refuses it also before the audit trail knows of the first', async () => {
    ids.carriedOut(asSent('four', 'mac of four'));
    await expect(ids.admit(asSent('four', 'mac of four'))).resolves.toBeUndefined();
    await expect(ids.admit(asSent('four', 'mac of another'))).rejects.toMatchObject({ refusal: { code: 'COMMAND_ID_REUSED' } });
  });

  it('keeps no command waiting for an audit trail that is filled for the first time', async () => {
    const db = await openDatabase(await freshDatabase(), 2, () => undefined);
    await prepareRegistry(db);
    const early = new CommandIds(new AuditTrail(new ReadSide(db), log));
    await expect(early.admit(asSent('two', 'mac of another'))).resolves.toBeUndefined();
    await db.destroy();
  });
});
