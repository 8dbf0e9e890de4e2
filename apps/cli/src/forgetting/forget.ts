import { createInterface } from 'node:readline/promises';
import { refusalTable } from '@minqing/contexts';
import type { Feed } from '@minqing/event-log';
import { type Actor, Refused, toInstant } from '@minqing/kernel';
import type { Forgetting } from '@minqing/people';
import { readConfig, SpokenError } from '@minqing/runtime';
import { say, withStores } from '../supervisor';
import { sealedFacts } from './sealed-facts';
import { withForgetting } from './with-forgetting';

export interface ForgetOptions {
  readonly subject: string;
  readonly reason?: string;
  readonly actor: string;
  readonly yes: boolean;
}

/**
 * Destroys the key of one subject, after saying what that makes unreadable and asking. Works on a running system, from
 * any process, and on one that does not run.
 * @throws SpokenError where the subject is unknown, or the answer was no
 */
export async function forget({ subject, reason, actor: id, yes }: ForgetOptions): Promise<void> {
  const actor: Actor = { id, role: 'SUPERVISOR', unitCode: '*' };
  const work = async (forgetting: Forgetting, feed: Feed) => {
    await forgetting.refuseUnfit(subject);
    if (!yes) {
      await tellWhatGoes(feed, subject);
      await confirm(subject);
    }
    say(
      (await forgetting.forget({ subject, actor, reason }))
        ? `已销毁 ${subject} 的密钥（${toInstant(new Date())}）；事实、计数与证明不变。\nThe key of ${subject} is destroyed; facts, figures and proofs stay as they are.`
        : `${subject} 的密钥此前已销毁。\nThe key of ${subject} had been destroyed before.`,
    );
  };
  try {
    await withStores(readConfig(), (stores) => withForgetting(stores, work));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const text = refusalTable[error.refusal.code];
    throw new SpokenError(...sentences(text?.zh, text?.en, subject));
  }
}

const sentences = (zh = '', en = '', subject: string): [string, string] => [
  zh.replaceAll('{subject}', subject),
  en.replaceAll('{subject}', subject),
];

const tellWhatGoes = async (feed: Feed, subject: string): Promise<void> => {
  const found = await sealedFacts(feed, subject);
  say(`将永远无法读出 ${subject} 在以下事实中的个人内容。This makes the personal text of ${subject} in these facts unreadable for ever:`);
  for (const [type, count] of found) say(`  ${type}  ${count}`);
  if (found.size === 0) say('  （无）(none)');
};

const confirm = async (subject: string): Promise<void> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  // An input that ends without an answer is a no.
  const silence = new Promise<string>((settle) => terminal.once('close', () => settle('')));
  try {
    const question = `不可恢复。要继续，请再输入一遍编号。It can not be undone; to go on, type the id again: `;
    const answer = await Promise.race([terminal.question(question), silence]);
    if (answer.trim() === subject) return;
  } finally {
    terminal.close();
  }
  throw new SpokenError('没有销毁任何密钥。', 'No key was destroyed.');
};
