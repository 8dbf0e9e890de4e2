import { constants } from 'node:fs';
import { copyFile, mkdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { restoreVault } from '@minqing/people';
import { readConfig, runningSystem, SpokenError } from '@minqing/runtime';
import { withForgetting } from '../forgetting/with-forgetting';
import { say, withStores } from '../supervisor';
import { files, readManifest } from './manifest';

/**
 * Brings a backup back into a data folder and a database that hold nothing yet; read models are built from the log afterwards.
 * A vault that is older than the log forgets again whom the log says it forgot.
 * @throws SpokenError where the backup is damaged, or where there is something that it would replace
 */
export async function restore(from: string): Promise<void> {
  const config = readConfig();
  const folder = resolve(from);
  const { made, sha256 } = await readManifest(folder);
  if (runningSystem(config.dataDir)) throw new SpokenError('系统正在运行，请先停止。', 'The system is running: stop it first.');
  const placed = sha256[files.log] === undefined || config.eventstoreUrl !== undefined ? undefined : await placeLog(folder, config.dataDir);
  let isVaultBack = false;
  try {
    await withStores(config, async (stores) => {
      isVaultBack = await restoreVault(stores.databaseUrl, join(folder, files.vault));
      if (!isVaultBack) throw new SpokenError('密钥库不是空的，没有恢复任何内容。', 'The key vault is not empty; nothing was restored.');
      const told = await withForgetting(stores, (forgetting, feed) => forgetting.uphold(feed));
      if (told > 0) say(`日志记有 ${told} 次销毁密钥，均已照办。\nThe log tells of ${told} destroyed keys: none of them is back.`);
    });
  } catch (error) {
    if (placed !== undefined && !isVaultBack) await rm(placed, { recursive: true });
    throw error;
  }
  say(`已恢复 ${made} 的备份。备份之后若有销毁密钥的决定，请再次执行 minqing forget。`);
  say(`The backup of ${made} is back. Keys destroyed after it are back too: run minqing forget for them again.`);
}

/** Puts the log in place as a whole. @returns the folder it stands in */
async function placeLog(folder: string, dataDir: string): Promise<string> {
  const store = join(dataDir, 'eventstore');
  if (await isThere(join(store, files.log))) {
    throw new SpokenError(`${store} 已有事件库，没有恢复任何内容。`, `${store} already holds an event store; nothing was restored.`);
  }
  await mkdir(store, { recursive: true });
  const draft = join(store, `${files.log}.partial`);
  await copyFile(join(folder, files.log), draft, constants.COPYFILE_FICLONE);
  await rename(draft, join(store, files.log));
  return store;
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
