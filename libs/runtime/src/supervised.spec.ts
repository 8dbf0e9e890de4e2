import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'minqing-supervised-'))));
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

interface Part {
  readonly child: ChildProcess;
  readonly messages: unknown[];
  readonly ended: Promise<unknown[]>;
  readonly log: () => string;
}

/** A part whose `start` is the given TypeScript, run as the supervisor runs parts. */
function part(start: string, { args = [], env = {} }: { args?: string[]; env?: NodeJS.ProcessEnv } = {}): Part {
  const file = join(folder, 'main.ts');
  writeFileSync(file, `import { supervised } from '@minqing/runtime';\nsupervised('part', ${start});\n`);
  const child = fork(file, args, {
    execArgv: ['-r', join(root, 'test/kit/from-source.js')],
    env: { ...process.env, MINQING_LOG: 'info', ...env },
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  children.push(child);
  const messages: unknown[] = [];
  child.on('message', (message) => messages.push(message));
  let log = '';
  const read = new Promise((end) =>
    child.stderr
      ?.setEncoding('utf8')
      .on('data', (text: string) => (log += text))
      .once('end', end),
  );
  // Not 'close', which never comes to a parent that has disconnected itself.
  const ended = once(child, 'exit').then(async (how) => {
    await read;
    return how;
  });
  return { child, messages, ended, log: () => log };
}

const serving = `async ({ log }) => {
  const busy = setInterval(() => {}, 1000);
  return { announce: { port: 7 }, stop: async () => { log.info('stop called'); clearInterval(busy); } };
}`;

it.each(['SIGTERM', 'SIGINT', 'disconnect'] as const)('says that it is ready, and ends once on %s', async (how) => {
  const { child, ended, messages, log } = part(serving);
  await once(child, 'message');
  expect(messages).toEqual([{ type: 'ready', port: 7 }]);
  if (how === 'disconnect') child.disconnect();
  else for (let again = 0; again < 3; again++) child.kill(how);
  expect(await ended).toEqual([0, null]);
  expect(log().match(/stop called/g)).toHaveLength(1);
});

it('tells a start that is under way to give up', async () => {
  const { child, ended, messages } = part(`({ ending, log }) => new Promise((_, fail) => {
    setInterval(() => {}, 1000);
    ending.addEventListener('abort', () => fail(new Error('given up')));
    process.send?.('starting');
  })`);
  await once(child, 'message');
  child.kill('SIGTERM');
  expect(await ended).toEqual([0, null]);
  expect(messages).toEqual(['starting']);
});

it('cuts off what does not end', async () => {
  const { child, ended, log } = part(`async () => ({ stop: () => new Promise(() => setInterval(() => {}, 1000)) })`);
  await once(child, 'message');
  child.kill('SIGTERM');
  expect(await ended).toEqual([1, null]);
  expect(log()).toContain('cut off');
});

it('ends with 1 where it cannot start, with 2 where it is configured wrongly, and never says that it is ready', async () => {
  const broken = part(`async () => { throw new Error('no disk'); }`);
  expect(await broken.ended).toEqual([1, null]);
  expect(broken.log()).toContain('no disk');
  const wrong = part(serving, { env: { MINQING_PORT: 'x' } });
  expect(await wrong.ended).toEqual([2, null]);
  expect(wrong.log()).toContain('MINQING_PORT');
  expect([...broken.messages, ...wrong.messages]).toEqual([]);
});

describe('its clock', () => {
  const telling = `async ({ clock }) => {
    process.on('message', (message) => {
      if (message === 'time?') setTimeout(() => process.send?.({ now: clock.now().toISOString(), stepped: clock.stepped }), 20);
    });
    return { stop: async () => {} };
  }`;
  const ask = async (child: ChildProcess): Promise<{ now: string; stepped: boolean }> => {
    child.send('time?');
    const [answer] = (await once(child, 'message')) as [{ now: string; stepped: boolean }];
    return answer;
  };
  const then = '2024-03-01T00:00:00.000Z';

  it('is stepped by its parent alone, where it was started so', async () => {
    const { child } = part(telling, { args: ['--stepped-clock'] });
    await once(child, 'message');
    expect((await ask(child)).stepped).toBe(false);
    child.send({ type: 'clock', now: then });
    expect(await once(child, 'message')).toEqual([{ type: 'clock-set', now: then }, undefined]);
    expect(await ask(child)).toEqual({ now: then, stepped: true });
    child.send({ type: 'clock', now: null });
    expect(await once(child, 'message')).toEqual([{ type: 'clock-set', now: null }, undefined]);
    const { now, stepped } = await ask(child);
    expect(stepped).toBe(false);
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(10_000);
  });

  it('takes no time from anybody otherwise', async () => {
    const { child } = part(telling);
    await once(child, 'message');
    child.send({ type: 'clock', now: then });
    const { now, stepped } = await ask(child);
    expect(stepped).toBe(false);
    expect(Math.abs(Date.parse(now) - Date.now())).toBeLessThan(10_000);
  });
});
