import { resolve } from 'node:path';
import { logLevels, type LogLevel } from './log';
import { SpokenError } from './spoken-error';

/** Every listener of ours is on this address; whoever serves a network puts a TLS proxy in front. */
export const loopback = '127.0.0.1';

/** Whose tokens the api accepts where a real identity provider stands behind it. */
export interface OidcIssuer {
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
}

export interface Config {
  /** Absolute path of the folder that holds everything this machine remembers. */
  readonly dataDir: string;
  readonly port: number;
  /** False where nobody set MINQING_PORT: then another free port may be taken instead. */
  readonly portIsSet: boolean;
  /** esdb connection string of a real cluster; undefined: the embedded node. */
  readonly eventstoreUrl?: string;
  /** postgres connection string; undefined: the embedded PostgreSQL. */
  readonly databaseUrl?: string;
  /** Undefined: tokens are those of the key pair under the data folder. */
  readonly oidc?: OidcIssuer;
  readonly logLevel: LogLevel;
  /** Into how many partitions projections are split, by name; those not named are not. */
  readonly partitions?: Readonly<Record<string, number>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const refuse = (name: string, value: string, zh: string, en: string): never => {
  throw new SpokenError(
    `环境变量 ${name}=${JSON.stringify(value)} 无效：应为${zh}。`,
    `Environment variable ${name}=${JSON.stringify(value)} is not accepted: wanted ${en}.`,
    2,
  );
};

/** An empty variable counts as not set. */
const text = (env: Environment, name: string): string | undefined => env[name]?.trim() || undefined;

/** Reads a TCP port, 1 to 65535. */
export function portOf(env: Environment, name: string): number | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : 0;
  return port >= 1 && port <= 65535 ? port : refuse(name, value, '1 到 65535 的端口号', 'a port from 1 to 65535');
}

function url(env: Environment, name: string, schemes: readonly string[]): string | undefined {
  const value = text(env, name);
  if (value === undefined) return undefined;
  // esdb strings may name several hosts, which URL cannot parse: the scheme and a host are what can be told here.
  if (schemes.some((scheme) => value.startsWith(`${scheme}://`) && value.length > scheme.length + 3)) return value;
  const wanted = schemes.map((scheme) => `${scheme}://…`).join(' / ');
  // The value may hold a password: it is not repeated.
  return refuse(name, `${value.slice(0, value.indexOf(':') + 1)}…`, ` ${wanted} 形式的连接地址`, `an address of the form ${wanted}`);
}

function oneOf<T extends string>(env: Environment, name: string, accepted: readonly T[], otherwise: T): T {
  const value = text(env, name);
  if (value === undefined) return otherwise;
  const found = accepted.find((each) => each === value);
  return found ?? refuse(name, value, ` ${accepted.join('、')} 之一`, `one of ${accepted.join(', ')}`);
}

/** `coverage=4,satisfaction=2`: 1 to 64 partitions each. */
function partitionsOf(env: Environment, name = 'MINQING_PARTITIONS'): Config['partitions'] {
  const value = text(env, name);
  if (value === undefined) return undefined;
  const pairs = value.split(',').map((pair) => /^\s*([a-z-]+)=(\d{1,2})\s*$/.exec(pair));
  const numbers = pairs.map((pair) => [pair?.[1] ?? '', Number(pair?.[2])] as const);
  if (numbers.every(([projection, n]) => projection !== '' && n >= 1 && n <= 64)) return Object.fromEntries(numbers);
  return refuse(name, value, ' coverage=4 形式的列表，逗号分隔，每项 1 到 64', 'a list like coverage=4,satisfaction=2 of 1 to 64 each');
}

function oidc(env: Environment): OidcIssuer | undefined {
  const issuer = url(env, 'MINQING_OIDC_ISSUER', ['https', 'http']);
  const jwksUrl = url(env, 'MINQING_OIDC_JWKS_URL', ['https', 'http']);
  const audience = text(env, 'MINQING_OIDC_AUDIENCE');
  if (issuer === undefined && jwksUrl === undefined && audience === undefined) return undefined;
  if (issuer !== undefined && jwksUrl !== undefined && audience !== undefined) return { issuer, jwksUrl, audience };
  throw new SpokenError(
    'MINQING_OIDC_ISSUER、MINQING_OIDC_JWKS_URL、MINQING_OIDC_AUDIENCE 须同时设置，或都不设置。',
    'MINQING_OIDC_ISSUER, MINQING_OIDC_JWKS_URL and MINQING_OIDC_AUDIENCE are set together or not at all.',
    2,
  );
}

/**
 * Reads what the environment says; the only place where it is read.
 * @throws SpokenError (exit 2) naming the variable and what it accepts.
 */
export function readConfig(env: Environment = process.env): Config {
  oneOf(env, 'MINQING_HOST', [loopback], loopback);
  const port = portOf(env, 'MINQING_PORT');
  const eventstoreUrl = url(env, 'EVENTSTORE_URL', ['esdb', 'esdb+discover', 'kurrentdb', 'kurrentdb+discover']);
  const databaseUrl = url(env, 'DATABASE_URL', ['postgres', 'postgresql']);
  const issuer = oidc(env);
  const partitions = partitionsOf(env);
  return {
    dataDir: resolve(text(env, 'MINQING_DATA') ?? 'data'),
    port: port ?? 3300,
    portIsSet: port !== undefined,
    ...(eventstoreUrl !== undefined && { eventstoreUrl }),
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(issuer !== undefined && { oidc: issuer }),
    logLevel: oneOf(env, 'MINQING_LOG', logLevels, 'info'),
    ...(partitions && { partitions }),
  };
}
