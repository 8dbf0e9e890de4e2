import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { extname, join, resolve } from 'node:path';
import { copyVault } from '@minqing/people';
import { errorCode, readConfig, SpokenError } from '@minqing/runtime';
import { say, withStores } from '../supervisor';
import { files, writeManifest } from './manifest';

/**
 * Copies the event store and the key vault into a new folder, of a running system or of one that does not run. The log is copied
 * first: a key is made before the first fact that is sealed under it, so that no fact in the copy lacks its key.
 * @throws SpokenError where the folder is there already, or a copy could not be made
 */
export async function backup(out: string): Promise<void> {
  const config = readConfig();
  const folder = resolve(out);
  const draft = `${folder}.partial`;
  await makeDraft(draft, folder);
  try {
    await withStores(config, async ({ databaseUrl }) => {
      const made = new Date();
      const isEmbedded = config.eventstoreUrl === undefined;
      if (isEmbedded) await copyLog(join(config.dataDir, 'eventstore'), join(draft, files.log));
      await copyVault(databaseUrl, join(draft, files.vault));
      await writeManifest(draft, made, isEmbedded ? [files.log, files.vault] : [files.vault]);
      if (!isEmbedded) {
        say('事件库不是内置节点：只备份了密钥库。请先用该服务器自己的办法备份事件。');
        say(
          'The event store is not the embedded one: only the key vault was copied. Back the events up with the server’s own means, first.',
        );
      }
    });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  say(`已备份到 ${folder}。其中有个人内容的密钥，请妥善保管。\nBacked up to ${folder}. It holds the keys of personal text: keep it safe.`);
}

/** What is in the folder already is never touched; a draft that a killed backup left is. */
async function makeDraft(draft: string, folder: string): Promise<void> {
  if (await isFilled(folder)) throw new SpokenError(`${folder} 已存在且不是空目录。`, `${folder} is there already and is not empty.`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
}

async function isFilled(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length > 0;
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false;
    throw error;
  }
}

/** The node's own program copies its log: nobody else knows its form. */
async function copyLog(data: string, to: string): Promise<void> {
  const program = join(__dirname, `../../../eventstore/src/copy${extname(__filename)}`);
  const [code] = await once(fork(program, ['--data', data, '--to', to], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }), 'exit');
  if (code !== 0) throw new SpokenError('事件库没有复制成功。', 'The event store could not be copied.');
}
