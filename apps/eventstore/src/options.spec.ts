import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SpokenError } from '@minqing/runtime';
import { nodeOptions, NodeSettings } from './options';

const folder = mkdtempSync(join(tmpdir(), 'minqing-options-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const base: NodeSettings = { data: folder, port: 2113 };
const tls = { tlsCert: file('cert', 'a certificate'), tlsKey: file('key', 'a key') };
const credentials = file('credentials', 'admin:changeit\n');

test('this machine only, unless told otherwise', () => {
  expect(nodeOptions(base)).toEqual({ data: folder, listen: { host: '127.0.0.1', port: 2113 } });
});

test.each(['127.0.0.1', '127.8.9.1', '::1'])('%s is this machine', (host) => {
  expect(nodeOptions({ ...base, host })).toMatchObject({ listen: { host } });
});

test.each(['0.0.0.0', '::', '192.168.1.2', 'localhost', 'example.org', '127.0.0.1.example.org', ''])(
  '%p may be reached by others',
  (host) => {
    expect(() => nodeOptions({ ...base, host })).toThrow(/beyond this machine needs TLS and credentials/);
    expect(() => nodeOptions({ ...base, host, ...tls })).toThrow(SpokenError);
    expect(nodeOptions({ ...base, host, ...tls, credentials })).toEqual({
      data: folder,
      listen: { host, port: 2113 },
      tls: { cert: 'a certificate', key: 'a key' },
      credentials: { username: 'admin', password: 'changeit' },
    });
  },
);

test('credentials without TLS would never arrive', () => {
  expect(() => nodeOptions({ ...base, credentials })).toThrow(/no credentials without TLS/);
});

test('half a certificate is none', () => {
  expect(() => nodeOptions({ ...base, tlsCert: tls.tlsCert })).toThrow(/belong together/);
});

test.each(['', 'admin', ':secret', 'admin:'])('a credentials file of %p is refused', (text) => {
  expect(() => nodeOptions({ ...base, ...tls, credentials: file('bad', text) })).toThrow(/must be user:password/);
});

test('a unix socket needs neither', () => {
  expect(nodeOptions({ ...base, socket: '/tmp/node.sock' })).toEqual({ data: folder, listen: { socket: '/tmp/node.sock' } });
});
