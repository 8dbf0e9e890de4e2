import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectStore } from '@minqing/event-log';
import { factsIn, told } from '../kit/log';
import { eventually, minqing, processesOn } from '../kit/minqing';
import { startStore } from '../kit/store';

jest.setTimeout(180_000);

let folders: string[] = [];

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'minqing-loading-'));
  folders.push(made);
  return made;
};

const nothingLeft = (data: string) =>
  eventually(
    () => processesOn(data),
    (left) => left.length === 0,
  );

afterEach(() => {
  for (const each of folders) rmSync(each, { recursive: true, force: true });
  folders = [];
});

const load = (data: string) => minqing(['load', '--city', '3304', '--villages', '2', '--events', '4000', '--seed', 'k'], { data });

const logOn = async (data: string): Promise<string[]> => {
  const store = await startStore({ data: join(data, 'eventstore') });
  const client = connectStore(store.url);
  const facts = await factsIn(client);
  await client.dispose();
  await store.stop();
  return told(facts);
};

it('that is killed and started again, however often, gives the log of one that never was', async () => {
  const whole = folder();
  expect(await load(whole).ended).toBe(0);

  const broken = folder();
  for (const share of [/载入 [1-9]0%/, /载入 [6-9]0%/]) {
    const run = load(broken);
    await eventually(
      () => run.stderr(),
      (said) => share.test(said),
      90_000,
    );
    run.process.kill('SIGKILL');
    expect(await run.ended).toBe('SIGKILL');
    await nothingLeft(broken);
  }
  const last = load(broken);
  expect(await last.ended).toBe(0);
  const again = Number(/本次写入 (\d+) 条/.exec(last.stderr())?.[1]);
  expect(again).toBeGreaterThan(0);
  expect(again).toBeLessThan(4000 / 2);

  const [expected, found] = [await logOn(whole), await logOn(broken)];
  expect(found).toHaveLength(expected.length);
  expect(found.find((line, n) => line !== expected[n])).toBeUndefined();
});
