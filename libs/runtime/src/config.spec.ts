import { join } from 'node:path';
import { readConfig } from './config';

it('needs nothing to be set', () => {
  expect(readConfig({})).toEqual({ dataDir: join(process.cwd(), 'data'), port: 3300, portIsSet: false, logLevel: 'info' });
});

it('takes what is set, and an empty variable as not set', () => {
  expect(
    readConfig({
      MINQING_DATA: '/srv/minqing',
      MINQING_PORT: '8080',
      MINQING_HOST: '',
      EVENTSTORE_URL: 'esdb://a:2113,b:2113,c:2113?tls=true',
      DATABASE_URL: 'postgres://u:p@db/minqing',
      MINQING_OIDC_ISSUER: 'https://id.example',
      MINQING_OIDC_JWKS_URL: 'https://id.example/jwks',
      MINQING_OIDC_AUDIENCE: 'minqing',
      MINQING_LOG: 'warn',
      MINQING_PARTITIONS: 'coverage=4, satisfaction=2',
    }),
  ).toEqual({
    dataDir: '/srv/minqing',
    port: 8080,
    portIsSet: true,
    eventstoreUrl: 'esdb://a:2113,b:2113,c:2113?tls=true',
    databaseUrl: 'postgres://u:p@db/minqing',
    oidc: { issuer: 'https://id.example', jwksUrl: 'https://id.example/jwks', audience: 'minqing' },
    logLevel: 'warn',
    partitions: { coverage: 4, satisfaction: 2 },
  });
});

it.each([
  ['MINQING_PORT', '0'],
  ['MINQING_PORT', '65536'],
  ['MINQING_PORT', '3300x'],
  ['MINQING_HOST', '0.0.0.0'],
  ['EVENTSTORE_URL', 'http://localhost:2113'],
  ['DATABASE_URL', 'postgres://'],
  ['MINQING_LOG', 'loud'],
  ['MINQING_PARTITIONS', 'coverage'],
  ['MINQING_PARTITIONS', 'coverage=0'],
])('refuses %s=%s, naming it in two languages', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(
    expect.objectContaining({ exitCode: 2, zh: expect.stringContaining(name), en: expect.stringContaining(name) }),
  );
});

it('does not repeat a password', () => {
  expect(() => readConfig({ DATABASE_URL: 'mysql://root:secret@db/x' })).toThrow(expect.not.stringContaining('secret'));
  expect(() => readConfig({ DATABASE_URL: 'mysql://root:secret@db/x' })).toThrow('DATABASE_URL');
});

it('refuses half an identity provider', () => {
  expect(() => readConfig({ MINQING_OIDC_ISSUER: 'https://id.example' })).toThrow('MINQING_OIDC_AUDIENCE');
});
