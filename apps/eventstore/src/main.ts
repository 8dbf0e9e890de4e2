import { parseArgs } from 'node:util';
import { startNode } from './node';
import { nodeOptions } from './options';

/** The node as a process of its own: `node main.js --port P --data DIR`. Its parent, if it has one, hears when it is ready. */
async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '2113' },
      data: text,
      host: text,
      socket: text,
      'tls-cert': text,
      'tls-key': text,
      credentials: text,
    },
  });
  const { data, host, socket, credentials } = values;
  if (data === undefined) throw new Error('缺少 --data 目录。 --data DIR is missing.');
  const options = nodeOptions({
    data,
    port: Number(values.port),
    host,
    socket,
    tlsCert: values['tls-cert'],
    tlsKey: values['tls-key'],
    credentials,
  });
  const node = await startNode(options);
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= node.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  if (process.send) process.send({ type: 'ready', port: node.port });
  else console.log(`esdb://${host ?? '127.0.0.1'}:${node.port}?tls=${options.tls !== undefined}`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
