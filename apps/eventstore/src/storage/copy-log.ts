import { constants } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LOG_FILE } from './log-file';

/**
 * Copies the log of a data folder into a new file, while a node may be writing: the log only grows, and an append that was cut by
 * the end of the copy is cut off by the node that opens it. The index is made again from the log.
 */
export async function copyLog(folder: string, file: string): Promise<void> {
  await copyFile(join(folder, LOG_FILE), file, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
}
