import { createInterface } from 'node:readline/promises';
import { refusalTable, schemaRegistry } from '@minqing/contexts';
import { Codec, connectStore, EventLog, Feed, Sealer } from '@minqing/event-log';
import { type Actor, Refused, toInstant } from '@minqing/kernel';
import { Forgetting, PostgresKeyVault, SubjectKey } from '@minqing/people';
import { readConfig, SpokenError } from '@minqing/runtime';
import { DataSource } from 'typeorm';
import { say, withStores } from '../supervisor';
import { sealedFacts } from './sealed-facts';

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
  await withStores(readConfig(), async ({ eventstoreUrl, databaseUrl }) => {
    const database = await new DataSource({ type: 'postgres', url: databaseUrl, entities: [SubjectKey], poolSize: 2 }).initialize();
    const client = connectStore(eventstoreUrl);
    try {
      await PostgresKeyVault.prepare(database);
      const vault = new PostgresKeyVault(database);
      const codec = new Codec(schemaRegistry);
      const log = new EventLog(client, codec, { now: () => new Date(), stepped: false });
      const forgetting = new Forgetting(log, vault, new Sealer(vault));
      await forgetting.refuseUnfit(subject);
      if (!yes) {
        await tellWhatGoes(new Feed(client, codec), subject);
        await confirm(subject);
      }
      say(
        (await forgetting.forget({ subject, actor, reason }))
          ? `已销毁 ${subject} 的密钥（${toInstant(new Date())}）；事实、计数与证明不变。\nThe key of ${subject} is destroyed; facts, figures and proofs stay as they are.`
          : `${subject} 的密钥此前已销毁。\nThe key of ${subject} had been destroyed before.`,
      );
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const text = refusalTable[error.refusal.code];
      throw new SpokenError(...sentences(text?.zh, text?.en, subject));
    } finally {
      await client.dispose();
      await database.destroy();
    }
  });
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
