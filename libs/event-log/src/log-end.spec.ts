import { setTimeout as sleep } from 'node:timers/promises';
import { LogEnd } from './log-end';

/** A log that grows when it is told to, and counts who asks for its end. */
const logOf = (end: bigint) => {
  const log = { end, asked: 0 };
  const ends = new LogEnd(() => {
    log.asked++;
    return Promise.resolve(log.end);
  });
  /** An append under way, to be ended with a position or an error. */
  const append = () => {
    let finish!: (position: bigint | undefined) => void;
    let fail!: (error: Error) => void;
    const done = ends.learnFrom(
      () =>
        new Promise((resolve, reject) => {
          finish = resolve;
          fail = reject;
        }),
    );
    return { finish, fail, done };
  };
  return { log, ends, append };
};

test('those who come in one moment ask once', async () => {
  const { log, ends } = logOf(7n);
  expect(await Promise.all([ends.known(), ends.known()])).toEqual([7n, 7n]);
  expect(await ends.known()).toBe(7n);
  expect(log.asked).toBe(2);
});

test('what is begun to be written after somebody came tells him the end, and nobody asks', async () => {
  const { log, ends, append } = logOf(7n);
  const end = ends.known();
  const { finish, done } = append();
  await sleep(30);
  finish(9n);
  expect(await Promise.all([end, done])).toEqual([9n, 9n]);
  expect(log.asked).toBe(0);
});

test('what was under way when somebody came tells him nothing: he may stand behind it', async () => {
  const { log, ends, append } = logOf(7n);
  const { finish, done } = append();
  const end = ends.known();
  finish(6n);
  expect(await Promise.all([end, done])).toEqual([7n, 6n]);
  expect(log.asked).toBe(1);
});

test('where nothing was written after all those who waited ask', async () => {
  const { log, ends, append } = logOf(7n);
  const first = ends.known();
  const repeated = append();
  const second = ends.known();
  const away = append();
  repeated.finish(undefined);
  away.fail(new Error('away'));
  expect(await repeated.done).toBeUndefined();
  await expect(away.done).rejects.toThrow('away');
  expect(await Promise.all([first, second])).toEqual([7n, 7n]);
  expect(log.asked).toBe(2);
});

test('an end that can not be had fails those who asked for it, and no others', async () => {
  let away = true;
  const ends = new LogEnd(() => (away ? Promise.reject(new Error('away')) : Promise.resolve(7n)));
  await expect(ends.known()).rejects.toThrow('away');
  away = false;
  expect(await ends.known()).toBe(7n);
});
