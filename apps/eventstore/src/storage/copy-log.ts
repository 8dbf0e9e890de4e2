import { join } from 'node:path';
import { open } from 'lmdb';

/** The one file that holds everything a node remembers. */
export const LOG_FILE = 'events.lmdb';

/**
 * Copies the log of a data folder into a new file, as it stood at one moment, while a node may be writing: a reader of the map
 * keeps its moment, and the node does not wait for it. Free pages are left out.
 */
export async function copyLog(folder: string, file: string): Promise<void> {
  const log = open({ path: join(folder, LOG_FILE), noSubdir: true, readOnly: true });
  try {
    await log.backup(file, true);
  } finally {
    await log.close();
  }
}
