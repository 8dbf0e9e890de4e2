import { arrows } from './arrows';
import { project, sourceOf } from './source';

/** For each rule, files that break it, each in one place. */
const breaches: Readonly<Record<keyof typeof arrows, readonly (readonly [path: string, text: string])[]>> = {
  'the kernel imports nothing': [
    ['libs/kernel/src/time.ts', `import { join } from 'node:path';`],
    ['libs/kernel/src/fact.ts', `import type { Link } from '../../linkage/src';`],
  ],
  'a domain imports itself and the kernel': [
    ['libs/visits/src/domain/visit.decider.ts', `import type { MemberFact } from '@minqing/people';`],
    ['libs/visits/src/domain/visit.decider.ts', `import { visitSchemas } from '../schema/visit.schema';`],
    ['libs/visits/src/domain/visit.decider.ts', `import { z } from 'zod';`],
    ['libs/visits/src/domain/visit.decider.ts', `export * from '../../../people/src/domain/member.events';`],
    ['libs/visits/src/domain/visit.decider.ts', `type M = import('@minqing/people').Member;`],
  ],
  'what is true knows nothing of what is shown or run': [
    ['libs/visits/src/visits.module.ts', `import { coverage } from '@projections/coverage/coverage.projection';`],
    ['libs/visits/src/visits.module.ts', `import { coverage } from '../../../projections/coverage/coverage.projection';`],
    ['libs/visits/src/visits.module.ts', `import { ApiModule } from '../../../apps/api/src/api.module';`],
    ['libs/visits/src/visits.module.ts', `const kit = require('../../../test/kit/store');`],
  ],
  'what is shown knows nothing of what is run': [
    ['projections/coverage/coverage.query.ts', `import { x } from '../../apps/api/src/main';`],
  ],
  'a library is entered by its index': [
    ['libs/visits/src/record-visit/record-visit.handler.ts', `import { member } from '../../../people/src/domain/member.decider';`],
    ['apps/api/src/main.ts', `import { member } from '../../../libs/people/src';`],
    ['projections/coverage/coverage.rows.ts', `import { member } from '@minqing/people/domain/member.decider';`],
  ],
  'an app is nobody else’s library': [['apps/cli/src/commands/start.ts', `const { boot } = await import('../../../api/src/boot');`]],
  'only the event log imports the store’s client': [
    ['libs/visits/src/visits.module.ts', `import { EventStoreDBClient } from '@eventstore/db-client';`],
    ['apps/api/src/main.ts', `import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';`],
    ['projections/coverage/coverage.rows.ts', `export type { EventType } from '@eventstore/db-client';`],
  ],
  'only projections, their runner and the key vault touch the database; apps only wire it': [
    ['libs/people/src/people.module.ts', `import { TypeOrmModule } from '@nestjs/typeorm';`],
    ['libs/event-log/src/event-log.ts', `import { Client } from 'pg';`],
    ['apps/api/src/divisions.controller.ts', `import { DataSource } from 'typeorm';`],
  ],
};

describe('the arrows of the house', () => {
  const sources = project();

  it.each(Object.entries(arrows))('%s', (_, rule) => expect(rule(sources)).toEqual([]));

  const cases = Object.entries(breaches).flatMap(([name, files]) => files.map(([path, text]) => [name, path, text] as const));
  it.each(cases)('“%s” would be noticed in %s: %s', (name, path, text) =>
    expect(arrows[name]!([sourceOf(path, text)])).toEqual([expect.stringContaining(path)]),
  );

  it.each(Object.keys(arrows))('“%s” lets a spec and innocent files be', (name) => {
    const innocent = [
      ['libs/visits/src/domain/visit.decider.ts', `import { accept } from '@minqing/kernel'; import { refuse } from './visits.refusals';`],
      ['libs/visits/src/visits.module.ts', `import { PeopleModule } from '@minqing/people'; import { x } from './domain/visit.decider';`],
      [
        'libs/visits/src/domain/visit.decider.spec.ts',
        `import { specification } from '@minqing/spec-kit'; import * as fc from 'fast-check';`,
      ],
      ['libs/event-log/src/store.ts', `import { EventStoreDBClient } from '@eventstore/db-client';`],
      ['projections/coverage/coverage.query.ts', `import { DataSource } from 'typeorm'; import { x } from './coverage.rows';`],
    ] as const;
    expect(arrows[name]!(innocent.map(([path, text]) => sourceOf(path, text)))).toEqual([]);
  });
});
