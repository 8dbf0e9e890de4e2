import { fork } from 'node:child_process';
import { once } from 'node:events';
import { extname, join } from 'node:path';
import { SpokenError } from '@minqing/runtime';
import type { Command } from 'commander';

interface Options {
  readonly port: string;
  readonly data: string;
  readonly host?: string;
  readonly socket?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly credentials?: string;
}

export function register(program: Command): void {
  program
    .command('eventstore')
    .description('单独运行内置事件库节点，直到 Ctrl-C Run the embedded event-store node alone, until Ctrl-C')
    .requiredOption('--data <folder>', '数据目录 Folder of its data')
    .option('--port <port>', '端口，0 为任意空闲端口 Port; 0: any free one', '2113')
    .option('--host <address>', '监听地址，缺省为本机；其他地址须有 TLS 与口令 Address; beyond this machine only with TLS and credentials')
    .option('--socket <path>', '改用 unix 套接字 A unix socket instead')
    .option('--tls-cert <file>', 'TLS 证书（PEM）Certificate')
    .option('--tls-key <file>', 'TLS 私钥（PEM）Private key')
    .option('--credentials <file>', '口令文件，一行 用户名:口令 File with one line user:password')
    .action(run);
}

/** The node runs as a process of its own, as it does in the whole system, and ends with this one. */
async function run(options: Options): Promise<void> {
  const { data, port, host = '127.0.0.1', socket, tlsCert, tlsKey, credentials } = options;
  const given = { data, port, host, socket, 'tls-cert': tlsCert, 'tls-key': tlsKey, credentials };
  const args = Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [`--${name}`, value]));
  const program = join(__dirname, `../../../eventstore/src/main${extname(__filename)}`);
  const node = fork(program, args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  node.on('message', (message: { readonly port: number }) => {
    const address = socket === undefined ? `esdb://${host}:${message.port}?tls=${tlsCert !== undefined}` : `unix:${socket}`;
    process.stdout.write(`${address}\n`);
  });
  const pass = (signal: NodeJS.Signals) => node.kill(signal);
  process.on('SIGINT', pass).on('SIGTERM', pass);
  const [code] = await once(node, 'exit');
  if (code !== 0) throw new SpokenError('节点没有正常结束，原因见上。', 'The node did not end well; see above.');
}
