import { isDeepStrictEqual } from 'node:util';
import type { Recorded } from '@minqing/kernel';
import { SpokenError } from '@minqing/runtime';
import { lineOf } from './log-file';

/**
 * The facts of a file, each held against the one that the log has at its place: no read model holds all that a fact says,
 * and what none holds could be altered in a file and change no row. What is missing on either side the read models tell.
 * @throws SpokenError naming the first that says something else
 */
export async function* heldAgainstLog(facts: AsyncIterable<Recorded>, log: AsyncGenerator<Recorded, void>): AsyncGenerator<Recorded> {
  try {
    let stored = await nextOf(log);
    for await (const fact of facts) {
      while (stored && stored.position < fact.position) stored = await nextOf(log);
      if (stored?.position === fact.position && !isDeepStrictEqual(stored, fact)) throw differing(fact, stored);
      yield fact;
    }
  } finally {
    await log.return(undefined);
  }
}

const nextOf = async (log: AsyncGenerator<Recorded, void>): Promise<Recorded | undefined> => {
  const next = await log.next();
  return next.done ? undefined : next.value;
};

const differing = (fact: Recorded, stored: Recorded): SpokenError => {
  const [a, b] = [lineOf(stored), lineOf(fact)];
  return new SpokenError(
    `不符：日志位置 ${fact.position}：文件与日志所载不同。\n  日志：${a}\n  文件：${b}`,
    `Different: log position ${fact.position}: the file does not say what the log says.\n  log: ${a}\n  file: ${b}`,
  );
};
