import { parseArgs } from 'node:util';
import { startNode } from './node';

/** The node as a process of its own: `node main.js --port P --data DIR`. Its parent, if it has one, hears when it is ready. */
async function main(): Promise<void> {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '2113' }, data: { type: 'string' } } });
  if (values.data === undefined) throw new Error('缺少 --data 目录。 --data DIR is missing.');
  const node = await startNode({ data: values.data, port: Number(values.port) });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= node.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  if (process.send) process.send({ type: 'ready', port: node.port });
  else console.log(`esdb://127.0.0.1:${node.port}?tls=false`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
