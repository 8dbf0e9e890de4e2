import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { connectStore } from '@minqing/event-log';
import { dayOf, toInstant } from '@minqing/kernel';
import { Calendar } from '../../apps/cli/src/demo/plan/calendar';
import { Diary } from '../../apps/cli/src/demo/plan/diary';
import { found } from '../../apps/cli/src/demo/plan/foundation';
import { commandIdOf } from '../../apps/cli/src/demo/plan/names';
import { layOut } from '../../apps/cli/src/demo/plan/village';
import { eventually, minqing } from '../kit/minqing';
import { startSystem, type System } from '../kit/system';

jest.setTimeout(240_000);

const village = layOut({ key: 'chaos', code: '330411101243', grids: ['东片'], loads: [5, 5, 5, 5], committee: 2 });
const WRITERS = 8;
/** Commands acknowledged between one kill and the next. */
const BETWEEN = 40;

interface Acknowledged {
  readonly id: string;
  readonly facts: readonly { readonly id: string }[];
}

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.stop());

/** What each command that was ever acknowledged was told, by its id. */
const acknowledged = new Map<string, Acknowledged>();

/** The first refusal ends everything: nothing that is sent here deserves one. */
const failed = new AbortController();

/** Sends one command until it is acknowledged, whatever happens to whoever should answer. */
const insist = async (token: string, path: string, body: object, key: string = randomUUID()): Promise<Acknowledged> => {
  for (;;) {
    failed.signal.throwIfAborted();
    try {
      const reply = await system.post(path, body, { token, key, signal: AbortSignal.timeout(10_000) });
      if (reply.status === 201) {
        const answer = reply.body as unknown as Acknowledged;
        acknowledged.set(key, answer);
        return answer;
      }
      if (reply.status !== 503) failed.abort(new Error(`${path}: ${reply.status} ${JSON.stringify(reply.body)}`));
    } catch {
      // A connection that broke, or nothing running yet: what this test is about.
    }
    await pause(50);
  }
};

/** A clerk who registers a household, links it and writes a visit down, over and over. */
const write = async (token: string, over: AbortSignal, memberId: string): Promise<void> => {
  const { path, gridCodes } = village;
  while (!over.aborted) {
    const { id } = await insist(token, `${path}/households`, { gridCode: gridCodes[0], head: '某' });
    await insist(token, `${path}/households/${id}/links`, { memberId });
    const entries = [{ kind: 'DIFFICULTY', facts: '事情', cause: '原因', request: '要求' }];
    const visit = { householdId: id, visitorIds: [memberId], leadVisitorId: memberId, mode: 'HOUSEHOLD', entries };
    await insist(token, `${path}/visits`, visit);
  }
};

const more = (count: number) => {
  const wanted = acknowledged.size + count;
  return eventually(
    () => {
      failed.signal.throwIfAborted();
      return acknowledged.size;
    },
    (size) => size >= wanted,
    60_000,
  );
};

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
  const token = await system.token(village.clerk.id, { role: 'CLERK', unit: village.code });
  const secretary = await system.token(village.secretary.id, { role: 'SECRETARY', unit: village.code });
  const diary = new Diary(new Calendar(dayOf(toInstant(new Date()))));
  found(diary, village);
  for (const { waves } of diary.days) {
    for (const wave of waves) await Promise.all(wave.map(({ path, body, name }) => insist(secretary, path, body, commandIdOf(name))));
  }

  const over = new AbortController();
  const writers = Array.from({ length: WRITERS }, (_, n) => write(token, over.signal, village.members[n % 4]!.id));
  for (const part of ['eventstore', 'postgres', 'projector', 'api'] as const) {
    await more(BETWEEN);
    const killed = system.pid(part);
    process.kill(killed, 'SIGKILL');
    await eventually(
      () => system.pid(part),
      (pid) => pid !== killed,
    );
  }
  await more(BETWEEN);
  await system.startAgain();
  await more(BETWEEN);
  over.abort();
  await Promise.all(writers);

  const { facts, ofCommand } = await inLog();
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
