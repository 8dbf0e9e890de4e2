import { parseArgs } from 'node:util';
import { SpokenError, supervised } from '@minqing/runtime';
import { startNode } from './node';
import { nodeOptions } from './options';

const text = { type: 'string' } as const;

/** The node as a process of its own: `--port P --data DIR`. Its parent hears the port when calls are accepted. */
supervised('eventstore', async () => {
  const { values } = parseArgs({
    options: { port: text, data: text, host: text, socket: text, 'tls-cert': text, 'tls-key': text, credentials: text },
  });
  const { data, port = '2113', host, socket, credentials } = values;
  if (data === undefined) throw new SpokenError('缺少 --data 目录。', '--data DIR is missing.', 2);
  const tlsCert = values['tls-cert'];
  const tlsKey = values['tls-key'];
  const node = await startNode(nodeOptions({ data, port: Number(port), host, socket, tlsCert, tlsKey, credentials }));
  return { announce: { port: node.port }, stop: () => node.stop() };
});
