import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SpokenError } from '@minqing/runtime';
import { z } from 'zod';

/** The files of a backup. The manifest is written last: a folder without one is not a backup. */
export const files = { log: 'events.log', vault: 'vault.copy', manifest: 'manifest.json' } as const;

const shape = z.object({
  format: z.literal(1),
  /** When the copy was begun, ISO. */
  made: z.string(),
  /** SHA-256 of each file, by its name. The log is missing where the store is not the embedded one. */
  sha256: z.record(z.string(), z.string()),
});

export type Manifest = z.infer<typeof shape>;

export async function writeManifest(folder: string, made: Date, names: readonly string[]): Promise<void> {
  const sums = await Promise.all(names.map(async (name) => [name, await sha256(join(folder, name))] as const));
  const manifest: Manifest = { format: 1, made: made.toISOString(), sha256: Object.fromEntries(sums) };
  await writeFile(join(folder, files.manifest), `${JSON.stringify(manifest, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
}

/** @throws SpokenError where the folder is no backup, or a file is not what it was */
export async function readManifest(folder: string): Promise<Manifest> {
  const manifest = shape.safeParse(await readJson(join(folder, files.manifest)));
  if (!manifest.success) throw new SpokenError(`${folder} 不是一份完整的备份。`, `${folder} is not a complete backup.`);
  for (const [name, expected] of Object.entries(manifest.data.sha256)) {
    const found = await sha256(join(folder, name)).catch(() => undefined);
    if (found !== expected) throw new SpokenError(`备份中的 ${name} 缺失或已损坏。`, `${name} of the backup is missing or damaged.`);
  }
  return manifest.data;
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
