import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { randomId } from './event-id';
import { EventLog } from './event-log';
import { Writer } from './writer';

/** Two streams in turn; some appends are longer than a run of the index, and together they are more than it keeps in memory. */
const APPENDS = Array.from({ length: 2100 }, (_, n) => ({ stream: n % 3 === 0 ? 'a' : 'b', count: n % 100 === 0 ? 40 : 1 }));

describe('the log on disk', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'minqing-log-'))));
  afterEach(() => rmSync(folder, { recursive: true }));
  const file = () => join(folder, 'events.log');

  async function write(appends: readonly { stream: string; count: number }[]): Promise<void> {
    const log = EventLog.open(folder);
    const writer = new Writer(
      log,
      () => 1,
      () => undefined,
    );
    for (const { stream, count } of appends) {
      const events = Array.from({ length: count }, (_, n) => event(String(n)));
      expect(await writer.append({ stream, expected: 'any', events })).toMatchObject({ kind: 'appended' });
    }
    await writer.stop();
    await log.close();
  }

  const event = (text: string) => ({ id: randomId(), type: 'T', isJson: true, metadata: Buffer.alloc(0), data: Buffer.from(text) });

  /** Everything that can be read, by `$all` and by stream, both ways. */
  async function readBack() {
    const log = EventLog.open(folder);
    const all = [...log.records(log.start, 'forwards')].map(({ id, stream, revision }) => ({ id, stream, revision }));
    const back = [...log.records(log.end, 'backwards')].map(({ id, stream, revision }) => ({ id, stream, revision }));
    const streams = Object.fromEntries(
      ['a', 'b'].map((name) => {
        const number = log.entry(name)?.number ?? 0;
        const last = log.lastRevision(number);
        const forwards = last < 0 ? [] : [...log.streamRecords(number, 0, last)].map(({ id }) => id);
        const backwards = last < 1 ? forwards : [...log.streamRecords(number, last, 0)].map(({ id }) => id);
        expect(backwards).toEqual(forwards.toReversed());
        return [name, forwards];
      }),
    );
    await log.close();
    expect(back).toEqual(all.toReversed());
    return { all, streams };
  }

  function expectStreamsToMatch({ all, streams }: Awaited<ReturnType<typeof readBack>>): void {
    for (const name of ['a', 'b']) {
      const own = all.filter(({ stream }) => stream === name);
      expect(own.map(({ revision }) => revision)).toEqual(own.map((_, n) => n));
      expect(streams[name]).toEqual(own.map(({ id }) => id));
    }
  }

  test('streams find in the index what $all finds in the log, part of it on disk and part in memory', async () => {
    await write(APPENDS);
    const found = await readBack();
    expect(found.all).toHaveLength(APPENDS.reduce((sum, { count }) => sum + count, 0));
    expectStreamsToMatch(found);
  });

  test('any part of a stream is found, both ways', async () => {
    await write(APPENDS.slice(0, 400));
    const log = EventLog.open(folder);
    const number = log.entry('b')?.number ?? 0;
    const last = log.lastRevision(number);
    fc.assert(
      fc.property(fc.nat(last), fc.nat(last), (from, to) => {
        const revisions = [...log.streamRecords(number, from, to)].map(({ revision }) => revision);
        const step = from <= to ? 1 : -1;
        expect(revisions).toEqual(Array.from({ length: Math.abs(to - from) + 1 }, (_, n) => from + n * step));
      }),
    );
    await log.close();
  });

  test('an index that is lost, or of another log, is made again', async () => {
    await write(APPENDS);
    const before = await readBack();
    rmSync(join(folder, 'index.lmdb'));
    expect(await readBack()).toEqual(before);

    const stale = readFileSync(join(folder, 'index.lmdb'));
    rmSync(file());
    await write([{ stream: 'b', count: 3 }]);
    writeFileSync(join(folder, 'index.lmdb'), stale);
    const other = await readBack();
    expect(other.all).toHaveLength(3);
    expectStreamsToMatch(other);
  });

  test('an index that is ahead of its log is made again', async () => {
    await write([{ stream: 'a', count: 2 }]);
    const { size } = statSync(file());
    await write([{ stream: 'b', count: 2 }]);
    truncateSync(file(), size);
    const found = await readBack();
    expect([found.all.length, found.streams['b']]).toEqual([2, []]);
    expectStreamsToMatch(found);
  });

  test('wherever the last append is cut off or damaged, it is gone as a whole and the rest is there', async () => {
    await write([
      { stream: 'a', count: 2 },
      { stream: 'b', count: 1 },
    ]);
    const { size } = statSync(file());
    const before = await readBack();
    await write([{ stream: 'a', count: 3 }]);
    const whole = readFileSync(file());
    rmSync(join(folder, 'index.lmdb'));
    for (let cut = size; cut < whole.length; cut += 7) {
      writeFileSync(file(), whole.subarray(0, cut));
      expect(await readBack()).toEqual(before);
      expect(statSync(file()).size).toBe(size);
      const damaged = Buffer.from(whole);
      damaged[cut]! ^= 1;
      writeFileSync(file(), damaged);
      expect(await readBack()).toEqual(before);
    }
    await write([{ stream: 'a', count: 1 }]);
    expectStreamsToMatch(await readBack());
  });

  test('more damage than a crash can leave is not cut off', async () => {
    await write([{ stream: 'a', count: 1 }]);
    const { size } = statSync(file());
    appendFileSync(file(), 'x');
    truncateSync(file(), size + 65 * 1024 * 1024);
    expect(() => EventLog.open(folder)).toThrow(/damaged at/);
    expect(statSync(file()).size).toBe(size + 65 * 1024 * 1024);
  });

  test('a position between two records is none', async () => {
    await write([{ stream: 'a', count: 2 }]);
    const log = EventLog.open(folder);
    const [first, second] = [...log.records(log.start, 'forwards')];
    expect(log.at(second!.position)?.id).toBe(second!.id);
    for (let at = first!.position + 1; at < second!.position; at++) expect(log.at(at)).toBeUndefined();
    expect(log.at(log.end)).toBeUndefined();
    await log.close();
  });
});
