import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { SpokenError } from '@minqing/runtime';

/** How a node is to be started. */
export interface NodeOptions {
  /** Folder of the data; made if it is not there. */
  readonly data: string;
  readonly listen: { readonly host: string; readonly port: number } | { readonly socket: string };
  /** PEM texts; with them only TLS is spoken. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Who may call; without it everybody who can reach the node. */
  readonly credentials?: { readonly username: string; readonly password: string };
}

/** The settings as they stand on a command line. */
export interface NodeSettings {
  readonly data: string;
  readonly port: number;
  readonly host?: string | undefined;
  readonly socket?: string | undefined;
  readonly tlsCert?: string | undefined;
  readonly tlsKey?: string | undefined;
  readonly credentials?: string | undefined;
}

/**
 * Reads the files that the settings name.
 * @throws SpokenError: whoever reaches the port can read and write everything, so that an address that others can reach needs
 * both TLS and credentials; and the client does not send credentials without TLS.
 */
export function nodeOptions(settings: NodeSettings): NodeOptions {
  const { data, socket, tlsCert, tlsKey } = settings;
  if ((tlsCert === undefined) !== (tlsKey === undefined)) {
    throw new SpokenError('--tls-cert 与 --tls-key 须同时给出。', '--tls-cert and --tls-key belong together.', 2);
  }
  const tls =
    tlsCert !== undefined && tlsKey !== undefined ? { cert: readFileSync(tlsCert, 'utf8'), key: readFileSync(tlsKey, 'utf8') } : undefined;
  const credentials = settings.credentials === undefined ? undefined : readCredentials(settings.credentials);
  if (credentials && !tls) {
    throw new SpokenError('没有 TLS 时客户端不会发送口令，请加 --tls-cert 与 --tls-key。', 'Clients send no credentials without TLS.', 2);
  }
  const host = settings.host ?? '127.0.0.1';
  if (socket === undefined && !isLoopback(host) && !(tls && credentials)) {
    throw new SpokenError(
      `监听 ${host} 须同时有 TLS 与口令（--tls-cert、--tls-key、--credentials），否则只能监听本机。`,
      'Listening beyond this machine needs TLS and credentials (--tls-cert, --tls-key, --credentials).',
      2,
    );
  }
  return {
    data,
    listen: socket === undefined ? { host, port: settings.port } : { socket },
    ...(tls ? { tls } : {}),
    ...(credentials ? { credentials } : {}),
  };
}

/** Literal addresses only: a name such as `localhost` is whatever the machine's tables say it is. */
function isLoopback(host: string): boolean {
  return host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** A file with one line `user:password`. */
function readCredentials(file: string): { username: string; password: string } {
  const [line = ''] = readFileSync(file, 'utf8').split('\n');
  const colon = line.indexOf(':');
  if (colon < 1 || colon === line.length - 1) {
    throw new SpokenError(`${file} 的第一行应为 用户名:口令。`, `The first line of ${file} must be user:password.`, 2);
  }
  return { username: line.slice(0, colon), password: line.slice(colon + 1) };
}
