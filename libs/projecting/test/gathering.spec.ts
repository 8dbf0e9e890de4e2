import { Gathering } from '../src/gathering';

/** A gathering whose goes end when they are told to. */
const gathering = (most = { goes: 2, questions: 3 }) => {
  const goes: { readonly asked: readonly number[]; readonly end: (error?: Error) => void }[] = [];
  const all = new Gathering<number, string>(
    (asked) =>
      new Promise((resolve, reject) => {
        goes.push({ asked, end: (error) => (error ? reject(error) : resolve(asked.map((n) => `answer ${n}`))) });
      }),
    most,
  );
  return { ask: (...questions: number[]) => Promise.allSettled(questions.map((n) => all.ask(n))), goes };
};
const turn = () => new Promise((resolve) => setImmediate(resolve));
const asked = (goes: readonly { readonly asked: readonly number[] }[]) => goes.map((go) => go.asked);

test('what is asked in one turn goes together, and each asker gets his own answer', async () => {
  const { ask, goes } = gathering({ goes: 1, questions: 3 });
  const answers = ask(1, 2);
  await turn();
  expect(asked(goes)).toEqual([[1, 2]]);
  goes[0]!.end();
  expect(await answers).toEqual([
    { status: 'fulfilled', value: 'answer 1' },
    { status: 'fulfilled', value: 'answer 2' },
  ]);
});

test('what is asked in one turn is shared out among the goes that are free', async () => {
  const { ask, goes } = gathering({ goes: 3, questions: 3 });
  const first = ask(1, 2, 3, 4);
  await turn();
  expect(asked(goes)).toEqual([[1, 2], [3], [4]]);
  goes[1]!.end();
  await turn();
  const later = ask(5, 6);
  await turn();
  expect(asked(goes.slice(3))).toEqual([[5, 6]]);
  for (const go of goes) go.end();
  expect((await first).concat(await later).every(({ status }) => status === 'fulfilled')).toBe(true);
});

test('no more goes than may are under way, and none answers more than it may; the rest is gathered meanwhile', async () => {
  const { ask, goes } = gathering();
  const first = ask(1, 2, 3, 4, 5, 6, 7);
  await turn();
  expect(asked(goes)).toEqual([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const later = ask(8);
  await turn();
  expect(goes).toHaveLength(2);
  goes[1]!.end();
  await turn();
  await turn();
  expect(asked(goes.slice(2))).toEqual([[7, 8]]);
  for (const go of goes) go.end();
  expect((await first).concat(await later).every(({ status }) => status === 'fulfilled')).toBe(true);
});

test('who goes on goes before those that wait already', async () => {
  const goes: number[] = [];
  const all = new Gathering<number, number>(
    async (asked) => {
      goes.push(...asked);
      await turn();
      return asked;
    },
    { goes: 1, questions: 1 },
  );
  const first = [all.ask(1), all.ask(2), all.ask(3)];
  await turn();
  expect(await Promise.all([...first, all.ask(4, true)])).toEqual([1, 2, 3, 4]);
  expect(goes).toEqual([1, 4, 2, 3]);
});

test('a go that fails fails those in it, and nobody else', async () => {
  const { ask, goes } = gathering({ goes: 1, questions: 2 });
  const all = ask(1, 2, 3);
  await turn();
  goes[0]!.end(new Error('away'));
  await turn();
  await turn();
  goes[1]!.end();
  expect((await all).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});
