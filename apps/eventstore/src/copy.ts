import { parseArgs } from 'node:util';
import { copyLog } from './storage/copy-log';

/** `--data DIR --to FILE`: copies a node's log, whether or not the node is running. Exit code 1 where it could not. */
const { values } = parseArgs({ options: { data: { type: 'string' }, to: { type: 'string' } } });
copyLog(values.data ?? '', values.to ?? '').then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  },
);
