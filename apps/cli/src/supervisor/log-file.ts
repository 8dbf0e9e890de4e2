import { closeSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const largest = 16 * 1024 * 1024;

export const logFileOf = (dataDir: string, part: string): string => join(dataDir, 'logs', `${part}.log`);

/** Opens the log of a part to append to; one of more than 16 MiB is first put aside as `.old`, replacing that. */
export function openLogFile(dataDir: string, part: string): { readonly fd: number; close(): void } {
  mkdirSync(join(dataDir, 'logs'), { recursive: true });
  const file = logFileOf(dataDir, part);
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largest) renameSync(file, `${file}.old`);
  const fd = openSync(file, 'a', 0o600);
  return { fd, close: () => closeSync(fd) };
}

const entry = z.object({
  msg: z.string().optional(),
  reason: z.string().optional(),
  server: z.string().optional(),
  err: z.object({ stack: z.string() }).optional(),
});

/** An entry of a log as a person reads it; a line that is none, as it stands. */
function readable(line: string): string {
  try {
    const { msg, reason, server, err } = entry.parse(JSON.parse(line));
    return [msg, reason, server, err?.stack].filter((text) => text !== undefined).join(': ');
  } catch {
    return line;
  }
}

/** The last entries a part wrote, for whoever must understand why it did not start. */
export const lastWords = (dataDir: string, part: string, count = 8): string =>
  readFileSync(logFileOf(dataDir, part), 'utf8').trimEnd().split('\n').slice(-count).map(readable).join('\n');
