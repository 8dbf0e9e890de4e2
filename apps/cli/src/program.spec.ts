import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { embeddedKeys } from '@minqing/runtime';
import type { Command } from 'commander';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { createProgram, run } from './program';

let data: string;
let said: { stdout: string; stderr: string };
const before = process.env['MINQING_DATA'];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'minqing-cli-'));
  process.env['MINQING_DATA'] = data;
  said = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      said[name] += String(text);
      return true;
    });
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  if (before === undefined) delete process.env['MINQING_DATA'];
  else process.env['MINQING_DATA'] = before;
  rmSync(data, { recursive: true, force: true });
});

const everyCommand = (command: Command): string[][] =>
  command.commands.flatMap((each) => [[each.name()], ...everyCommand(each).map((deeper) => [each.name(), ...deeper])]);

it('helps on every level, in Chinese first', async () => {
  const levels = [[], ...everyCommand(createProgram())];
  expect(levels.length).toBeGreaterThan(2);
  for (const level of levels) {
    said.stdout = '';
    expect(await run([...level, '--help'])).toBe(0);
    expect(said.stdout).toContain('用法 Usage:');
    // A description in both languages.
    expect(said.stdout).toMatch(/\p{Script=Han}{2}[\s\S]*[A-Za-z]{3}/u);
  }
});

it.each([
  [['nonsense'], '没有这个命令'],
  [['start', '--nonsense'], '没有这个选项'],
  [['start', 'nonsense'], '参数太多'],
  [['token'], '缺少必需的选项'],
  [['token', '--actor'], '选项缺少取值'],
  [['token', '--actor', '张三', '--role', 'TELLER'], '取值无效'],
  [['token', '--actor', 'a'], '--role'],
  [['token', '--actor', 'a', '--role', 'KING'], 'TELLER'],
  [['token', '--actor', 'a', '--role', 'SYSTEM'], '取值无效'],
  [['token', '--actor', 'a', '--role', 'TELLER', '--unit', '3304111032011'], '区划代码'],
  [['token', '--actor', 'a', '--unit', '330411', '--role', 'TELLER'], '--unit 须跟在'],
  [['token', '--actor', 'a', '--role', 'TELLER', '--ttl', '12'], '12h'],
])('refuses %j with exit code 2 and a sentence', async (argv, sentence) => {
  expect(await run(argv)).toBe(2);
  expect(said.stderr).toContain(sentence);
  expect(said.stdout).toBe('');
});

it('shows the help where no command is given, and exits 2', async () => {
  expect(await run([])).toBe(2);
  expect(said.stderr).toContain('用法 Usage:');
});

it('issues a token for several roles', async () => {
  const argv = ['token', '--actor', 'zhang-3', '--role', 'TELLER', '--unit', '330411103201', '--role', 'AUDITOR'];
  expect(await run([...argv, '--grant', 'COUNTY@330411', '--ttl', '90s'])).toBe(0);
  const { publicKeys } = await embeddedKeys(data);
  const { payload } = await jwtVerify(said.stdout.trim(), createLocalJWKSet(publicKeys));
  expect(payload).toMatchObject({
    sub: 'zhang-3',
    grants: [
      { role: 'TELLER', unit: '330411103201' },
      { role: 'AUDITOR', unit: '*' },
      { role: 'COUNTY', unit: '330411000000' },
    ],
  });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(90);
});
