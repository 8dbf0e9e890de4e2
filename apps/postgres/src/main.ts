import { parseArgs } from 'node:util';
import { join } from 'node:path';
import { supervised } from '@minqing/runtime';
import { startPostgres } from './cluster';

/**
 * The embedded PostgreSQL as a part like any other: this small process keeps the server, tells its address, and takes
 * it along when the supervisor goes, be it by SIGKILL.
 *
 * `--port P` (0: any free one); the data lies in `postgres/` under the data folder.
 */
supervised('postgres', async ({ config, log, ending }) => {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
  const postgres = await startPostgres({ folder: join(config.dataDir, 'postgres'), port: Number(values.port), log, ending });
  let stopping = false;
  void postgres.ended.then(() => {
    if (stopping) return;
    log.fatal('the server ended by itself');
    process.exit(1);
  });
  return {
    announce: { url: postgres.url, port: postgres.port, pid: postgres.pid },
    stop: () => {
      stopping = true;
      return postgres.stop();
    },
  };
});
