import { connectStore } from '@minqing/event-log';
import { eventually, minqing } from '../kit/minqing';
import { startSystem, type System } from '../kit/system';
import { VillageAtWork } from '../kit/village-at-work';

jest.setTimeout(240_000);

const WRITERS = 8;
/** Commands acknowledged between one kill and the next. */
const BETWEEN = 40;

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

/** How often each fact, and each command, stands in the log. */
const inLog = async (): Promise<{ readonly facts: Map<string, number>; readonly ofCommand: Map<string, number> }> => {
  const client = connectStore(system.running().eventstoreUrl);
  const facts = new Map<string, number>();
  const ofCommand = new Map<string, number>();
  const count = (map: Map<string, number>, key: string) => map.set(key, (map.get(key) ?? 0) + 1);
  for await (const { event } of client.readAll()) {
    if (!event || event.type.startsWith('$')) continue;
    count(facts, event.id);
    count(ofCommand, String((event.metadata as { commandId?: unknown }).commandId));
  }
  await client.dispose();
  return { facts, ofCommand };
};

it('loses no acknowledged command and writes none twice, whichever process is killed while it is written', async () => {
  const work = new VillageAtWork(system, (actor, grant) => system.token(actor, grant));
  await work.found();
  await work.begin(WRITERS);
  for (const part of ['eventstore', 'postgres', 'projector', 'api'] as const) {
    await work.more(BETWEEN);
    const killed = system.pid(part);
    process.kill(killed, 'SIGKILL');
    await eventually(
      () => system.pid(part),
      (pid) => pid !== killed,
    );
  }
  await work.more(BETWEEN);
  await system.startAgain();
  await work.more(BETWEEN);
  await work.end();

  const { facts, ofCommand } = await inLog();
  const { acknowledged, village } = work;
  const wrong = [...acknowledged].filter(
    ([command, answer]) => ofCommand.get(command) !== answer.facts.length || answer.facts.some(({ id }) => facts.get(id) !== 1),
  );
  expect(wrong).toEqual([]);
  expect(acknowledged.size).toBeGreaterThan(6 * BETWEEN);

  const auditor = await system.token('auditor', { role: 'AUDITOR', unit: '*' });
  const { body } = await system.get('/health/ready');
  const after = (body['store'] as { position: string }).position;
  await eventually(
    () => system.get(`/v1/figures/C-2?division=${village.code}&after=${after}`, { token: auditor }),
    ({ status }) => status === 200,
  );
  const replay = minqing(['replay', '--from', 'store'], { data: system.data });
  expect({ code: await replay.ended, said: replay.stderr() }).toMatchObject({ code: 0 });
});
