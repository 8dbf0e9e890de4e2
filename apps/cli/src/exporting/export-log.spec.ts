import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { minqing } from '../../../../test/kit/minqing';
import { type ServedApi, startApi } from '../../../../test/kit/api';

const village = '330411101243';

interface Line {
  readonly position: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  readonly created: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

describe('minqing export-log', () => {
  let api: ServedApi;
  let folder: string;
  beforeAll(async () => {
    api = await startApi('2026-03-01T08:00:00+08:00');
    folder = mkdtempSync(join(tmpdir(), 'minqing-export-'));
    const clerk = await api.as('clerk-1', { role: 'CLERK', unit: village });
    for (const head of ['甲户主', '乙户主', '丙户主']) {
      await clerk.post(`/v1/villages/${village}/households`, { head, from: '2026-02-01' }, { 'idempotency-key': randomUUID() });
    }
  });
  afterAll(async () => {
    await api.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (...args: readonly string[]) => {
    const options = api.database.options as { readonly url: string };
    const command = minqing(['export-log', ...args], {
      data: folder,
      env: { EVENTSTORE_URL: api.eventstoreUrl, DATABASE_URL: options.url },
    });
    const code = await command.ended;
    return { code, stdout: command.stdout(), stderr: command.stderr() };
  };
  const linesOf = (text: string): Line[] =>
    text
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Line);

  it('writes every fact whole, in order, personal text still sealed, and nothing half-written beside it', async () => {
    const out = join(folder, 'log.ndjson');
    expect(await run('--out', out)).toMatchObject({ code: 0, stdout: '' });
    const text = readFileSync(out, 'utf8');
    const lines = linesOf(text);
    expect(lines).toHaveLength(3);
    expect(Object.keys(lines[0]!)).toEqual(['position', 'stream', 'revision', 'id', 'type', 'created', 'data', 'metadata']);
    expect(lines.map(({ type, revision }) => [type, revision])).toEqual(Array.from({ length: 3 }, () => ['HouseholdRegistered', 0]));
    expect(lines.map(({ position }) => BigInt(position))).toEqual(
      lines.map(({ position }) => BigInt(position)).sort((a, b) => (a < b ? -1 : 1)),
    );
    expect(lines[0]!.data['head']).toMatchObject({ sealed: 'A256GCM.1', subject: lines[0]!.data['householdId'] });
    expect(lines[0]!.metadata).toMatchObject({ actor: { id: 'clerk-1', role: 'CLERK', unitCode: village }, schemaVersion: 1 });
    expect(text).not.toContain('户主');
    expect(readdirSync(folder).filter((name) => name.includes('log.ndjson'))).toEqual(['log.ndjson']);
  });

  it('goes on behind a position, on stdout', async () => {
    const all = linesOf((await run('--out', '-')).stdout);
    const rest = linesOf((await run('--out', '-', '--from-position', all[0]!.position)).stdout);
    expect(rest).toEqual(all.slice(1));
    expect((await run('--out', '-', '--from-position', all[2]!.position)).stdout).toBe('');
  });

  it('says what is wrong with the file or the position', async () => {
    const nowhere = join(folder, 'none', 'log.ndjson');
    const refused = await run('--out', nowhere);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(`无法写入 ${nowhere}`);
    expect(existsSync(nowhere)).toBe(false);
    expect((await run('--out', '-', '--from-position', 'x')).code).toBe(2);
  });
});
