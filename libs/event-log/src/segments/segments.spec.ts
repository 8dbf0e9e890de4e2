import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Fact, Recorded } from '@minqing/kernel';
import { recorded } from '../../../../test/kit/memory-log';
import { lineOf } from './segment-file';
import { Segments } from './segments';

type Said = Fact<'Said', { n: number; text: string }>;
const said = (place: number): Recorded =>
  recorded<Said>(place, { type: 'Said', data: { n: place, text: '“引号”\n\t\\' } }, '2026-03-01T08:00:00.000+08:00');

/** Positions differ by some 140: a segment of 2^10 holds seven or eight events. */
const SPAN_BITS = 10;
const log = Array.from({ length: 60 }, (_, place) => said(place + 1));
const idAt = (position: bigint) => Promise.resolve(log.find((event) => event.position === position)?.id);

let folder: string;
let segments: Segments;

const keep = async (events: readonly Recorded[], from?: bigint, some = 3) => {
  const keeper = segments.keeper(from);
  for (let start = 0; start < events.length; start += some) await keeper.take(events.slice(start, start + some), lineOf);
  keeper.stop();
};
const readAll = async (from?: bigint, ids = idAt): Promise<readonly Recorded[]> => {
  const found: Recorded[] = [];
  for await (const events of segments.read(from, 4, ids)) found.push(...events);
  return found;
};
/** What is read is the log without a gap from there on, and all of it but what no segment was closed for. */
const expectKept = (found: readonly Recorded[], first = 0) => {
  expect(found).toEqual(log.slice(first, first + found.length));
  expect(first + found.length).toBeGreaterThan(log.length - 9);
};
const files = async () =>
  (await readdir(folder))
    .filter((name) => name.endsWith('.segment'))
    .sort()
    .map((name) => join(folder, name));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'minqing-segments-'));
  segments = new Segments(folder, SPAN_BITS);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was kept is read again, from the beginning and from any position', async () => {
  await keep(log);
  expectKept(await readAll());
  for (const first of [1, 7, 20, 45]) expectKept(await readAll(log[first - 1]!.position), first);
  expect(await readAll(log.at(-1)!.position)).toEqual([]);
});

test('it does not matter in which batches it came, nor how many keep it', async () => {
  await keep(log, undefined, 60);
  const once = await Promise.all((await files()).map((file) => readFile(file, 'utf8')));
  const [one, other] = [segments.keeper(undefined), new Segments(folder, SPAN_BITS).keeper(undefined)];
  for (const event of log) await Promise.all([one.take([event], lineOf), other.take([event], lineOf)]);
  expect(await Promise.all((await files()).map((file) => readFile(file, 'utf8')))).toEqual(once);
});

test('whoever begins in the middle of a segment keeps the ones behind it, and a later reader closes the gap', async () => {
  await keep(log.slice(0, 20));
  const kept = await readAll();
  await keep(log.slice(30), log[29]!.position);
  expect(await readAll()).toEqual(kept);
  await keep(log.slice(kept.length), kept.at(-1)!.position);
  expectKept(await readAll());
});

test('a file that is not what was written is read up to it, and written anew by the next reader', async () => {
  await keep(log);
  const damaged = (await files())[3]!;
  const bytes = await readFile(damaged);
  bytes[bytes.length - 20]! ^= 1;
  await writeFile(damaged, bytes);
  const before = await readAll();
  expect(before).toEqual(log.slice(0, before.length));
  expect(before.length).toBeLessThan(40);
  await keep(log.slice(before.length), before.at(-1)!.position);
  expectKept(await readAll());
});

test('files of another log are not used, and go', async () => {
  await keep(log);
  expect(await readAll(undefined, () => Promise.resolve('another'))).toEqual([]);
  expect(await files()).toEqual([]);
});

test('a folder that can not be written to keeps nothing and stops nobody', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  segments = new Segments(file, SPAN_BITS);
  await keep(log);
  expect(await readAll()).toEqual([]);
  expect(await segments.lead(undefined)).toBeUndefined();
});

test('what another one of this process keeps a keeper does not', async () => {
  const [one, other] = [segments.keeper(undefined), segments.keeper(undefined)];
  await one.take(log.slice(0, 3), lineOf);
  await other.take(log.slice(0, 30), lineOf);
  expect([one.isBroken, other.isBroken]).toEqual([false, true]);
  one.stop();
  other.stop();
});

test('one reads ahead for all, and the others wait for what he keeps', async () => {
  const others = new Segments(folder, SPAN_BITS);
  expect(await others.isComing(undefined)).toBe(false);
  const lead = await segments.lead(undefined);
  expect([lead === undefined, await others.lead(undefined)]).toEqual([false, undefined]);

  const coming = others.isComing(undefined);
  const ahead = segments.keeper(undefined, { leads: true });
  await ahead.take(log.slice(0, 20), lineOf);
  expect(await coming).toBe(true);
  const found = await readAll();
  expect(found.length).toBeGreaterThan(6);
  // He has not reached this yet: whoever has needs nothing that he keeps.
  expect(await others.isReadAhead(log.at(-1)!.position)).toBe(false);
  expect(await others.isReadAhead(found.at(-1)!.position)).toBe(true);

  const more = others.isComing(found.at(-1)!.position);
  ahead.stop();
  await lead?.giveUp();
  expect(await more).toBe(true);
  expect(await others.isComing(found.at(-1)!.position)).toBe(false);
  expect(await others.lead(undefined)).toBeDefined();
});

test('who reads ahead and makes no progress is waited for no longer, and another takes his place', async () => {
  expect(await segments.lead(undefined)).toBeDefined();
  const coming = segments.isComing(undefined);
  const longAgo = new Date(Date.now() - 10_000);
  await utimes(join(folder, 'reader'), longAgo, longAgo);
  expect(await coming).toBe(true);
  expect(await segments.isReadAhead(undefined)).toBe(false);
  expect(await segments.lead(undefined)).toBeDefined();
});

test('nobody waits who has been told to stop', async () => {
  await segments.lead(undefined);
  expect(await segments.isComing(undefined, AbortSignal.timeout(100))).toBe(false);
});

test('reading ahead pays where more lies behind than is read meanwhile', () => {
  const [first, last] = [log[0]!.position, log.at(-1)!.position];
  expect([segments.isFar(undefined, last), segments.isFar(first, last), segments.isFar(last, last)]).toEqual([true, true, false]);
  expect([segments.areTogether(first, first), segments.areTogether(first, last)]).toEqual([true, false]);
});
