import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from './error-code';
import { isAlive } from './process-identity';

const shape = z.object({
  supervisor: z.object({ pid: z.number(), started: z.string() }),
  /** When the supervisor started, ISO. */
  since: z.string(),
  apiUrl: z.string().optional(),
  projectorUrl: z.string().optional(),
  eventstoreUrl: z.string(),
  /** Holds the password: the file is readable by its owner alone. */
  databaseUrl: z.string(),
  parts: z.array(z.object({ name: z.string(), pid: z.number(), port: z.number() })),
});

/** What a running system says of itself in `run.json` under its data folder, so that other commands find it. */
export type RunFile = z.infer<typeof shape>;

const fileIn = (dataDir: string): string => join(dataDir, 'run.json');

/** Replaces the file as a whole: a reader never sees half of it. */
export function writeRunFile(dataDir: string, run: RunFile): void {
  mkdirSync(dataDir, { recursive: true });
  const next = `${fileIn(dataDir)}.${process.pid}`;
  writeFileSync(next, `${JSON.stringify(run, null, 2)}\n`, { mode: 0o600 });
  renameSync(next, fileIn(dataDir));
}

export const removeRunFile = (dataDir: string): void => rmSync(fileIn(dataDir), { force: true });

/** The system that runs on this data folder now; undefined where none does, whatever a killed one left written. */
export function runningSystem(dataDir: string): RunFile | undefined {
  let text: string;
  try {
    text = readFileSync(fileIn(dataDir), 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  const run = shape.parse(JSON.parse(text));
  return isAlive(run.supervisor) ? run : undefined;
}
