import { QueryRunnerAlreadyReleasedError } from 'typeorm/error/QueryRunnerAlreadyReleasedError';
import { isDatabaseAway } from './database-away';

it.each([
  ['a connection refused', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), true],
  [
    'a server that is shutting down',
    Object.assign(new Error('terminating'), { driverError: Object.assign(new Error(), { code: '57P01' }) }),
    true,
  ],
  ['a connection that broke under a query', new QueryRunnerAlreadyReleasedError(), true],
  ['a statement that is wrong', Object.assign(new Error('syntax error'), { code: '42601' }), false],
  ['anything else', 'away', false],
])('%s', (_, error, away) => expect(isDatabaseAway(error)).toBe(away));
