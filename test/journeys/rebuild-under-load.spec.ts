import { setTimeout as pause } from 'node:timers/promises';
import { connectStore } from '@minqing/event-log';
import type { Child } from '../kit/child';
import { eventually, minqing } from '../kit/minqing';
import { type Stage, startStage } from '../kit/stage';
import { VillageAtWork } from '../kit/village-at-work';

jest.setTimeout(400_000);

const WRITERS = 4;
const READERS = 4;
const REBUILDS = 3;
/** Facts before the first rebuild, so that one takes a while. */
const LOADED = 4_000;
/** How long, in milliseconds, an acknowledged command may stay out of sight while rebuilds run: ever, and for half of the answers. */
const LAG = { most: 15_000, median: 1_000 };

/** One answer to a reader, with what it was asked for. */
interface Seen {
  readonly figure: string;
  readonly position: bigint;
  readonly value: number;
  /** Milliseconds since the oldest command was acknowledged that the answer does not hold yet; 0: it holds all. */
  readonly lag: number;
}

let stage: Stage;
let worker: Child;
beforeAll(async () => {
  stage = await startStage();
  const loaded = minqing(['load', '--province', '44', '--events', String(LOADED), '--seed', 'rebuild'], {
    data: stage.data,
    env: stage.env,
  });
  if ((await loaded.ended) !== 0) throw new Error(loaded.stderr());
  await stage.startApi();
  worker = await stage.startProjector();
});
afterAll(async () => {
  await worker.end();
  await stage.stop();
});

/** Which facts each figure of the village counts, one for each. */
const counts: Readonly<Record<string, string>> = { 'V-1': 'VisitRecorded', 'C-2': 'LinkEstablished' };

/** What each figure is at every position of the log, by counting facts. */
const truth = async (village: string): Promise<(figure: string, position: bigint) => number> => {
  const positions = new Map<string, bigint[]>(Object.values(counts).map((type) => [type, []]));
  const client = connectStore(stage.eventstoreUrl);
  for await (const { event } of client.readAll()) {
    if (event && (event.data as { readonly villageCode?: string }).villageCode === village) {
      positions.get(event.type)?.push(event.position.commit);
    }
  }
  await client.dispose();
  return (figure, position) => positions.get(counts[figure]!)!.filter((each) => each <= position).length;
};

test('rebuilds under live commands never show a mixed, an empty or an older answer, and do not hold the live projection up', async () => {
  const work = new VillageAtWork(stage, (actor, grant) => stage.token(actor, grant));
  const { village } = work;
  const token = await stage.token('auditor', { role: 'AUDITOR', unit: '*' });
  await work.found();
  await work.begin(WRITERS, 50);
  await eventually(
    () => stage.get(`/v1/figures/C-2?division=${village.code}`, { token }),
    ({ status }) => status === 200,
    60_000,
  );

  const over = new AbortController();
  /** Acknowledged commands in the order of their positions, with the time: what a reader may expect to see. */
  const acknowledgedAt: { readonly position: bigint; readonly at: number }[] = [];
  const noting = (async () => {
    for (let known = 0; !over.signal.aborted; await pause(5)) {
      const all = [...work.acknowledged.values()];
      for (const { position } of all.slice(known)) acknowledgedAt.push({ position: BigInt(position), at: Date.now() });
      known = all.length;
    }
  })();
  const read = async (reader: number): Promise<readonly Seen[]> => {
    const seen: Seen[] = [];
    for (let turn = reader; !over.signal.aborted; turn++) {
      const figure = Object.keys(counts)[turn % 2]!;
      const asked = Date.now();
      const { status, body } = await stage.get(`/v1/figures/${figure}?division=${village.code}`, { token });
      expect(status).toBe(200);
      const answer = body as { readonly position: string; readonly numerator: number; readonly value: number };
      const position = BigInt(answer.position);
      const missing = acknowledgedAt.find((each) => each.position > position);
      seen.push({ figure, position, value: answer.numerator, lag: missing ? Math.max(0, asked - missing.at) : 0 });
    }
    return seen;
  };
  const reading = Array.from({ length: READERS }, (_, reader) => read(reader));

  for (let n = 0; n < REBUILDS; n++) {
    const rebuild = minqing(['rebuild', '--all'], { data: stage.data, env: stage.env });
    expect({ code: await rebuild.ended, said: rebuild.stderr() }).toMatchObject({ code: 0 });
  }
  await work.more(20);
  over.abort();
  const answers = await Promise.all(reading);
  await Promise.all([noting, work.end()]);

  const valueAt = await truth(village.code);
  const all = answers.flat();
  // Every fact counts, at the very position that the answer states.
  expect(all.filter(({ figure, position, value }) => value !== valueAt(figure, position))).toEqual([]);
  for (const seen of answers) {
    expect(seen.length).toBeGreaterThan(10);
    // A reader's position never goes back, whichever figure it asks.
    expect(seen.findIndex(({ position }, n) => n > 0 && position < seen[n - 1]!.position)).toBe(-1);
  }
  const lags = all.map(({ lag }) => lag).sort((a, b) => a - b);
  expect(lags.at(-1)).toBeLessThan(LAG.most);
  expect(lags[Math.floor(lags.length / 2)]).toBeLessThan(LAG.median);
});
