import { contextModules } from '@minqing/contexts';
import { readModules } from '@projections/all';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type { Logger } from 'pino';
import { AccessGuard } from './access/access.guard';
import { CommandIds } from './access/command-ids';
import { TokenVerifier } from './access/token-verifier';
import { DivisionsController } from './divisions.controller';
import { HealthController } from './health/health.controller';
import { Metrics } from './health/metrics';
import { LedgerModule, type LedgerParts } from './ledger.module';
import { DocumentedBody } from './problems/documented-body.pipe';
import { InvalidFields } from './problems/invalid-fields';
import { StorableBody } from './problems/storable-body.pipe';
import { ProblemFilter } from './problems/problem.filter';

export interface ApiParts extends LedgerParts {
  readonly tokens: TokenVerifier;
  readonly log: Logger;
}

/** HTTP: commands in, queries out. Holds no rule and no SQL of its own. */
@Module({})
export class ApiModule {
  static of({ tokens, log, ...ledger }: ApiParts): DynamicModule {
    return {
      module: ApiModule,
      imports: [CqrsModule.forRoot(), LedgerModule.of(ledger), ...contextModules, ...readModules],
      controllers: [DivisionsController, HealthController],
      providers: [
        Metrics,
        CommandIds,
        { provide: TokenVerifier, useValue: tokens },
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: APP_FILTER, useValue: new ProblemFilter(log) },
        { provide: APP_PIPE, useClass: StorableBody },
        {
          provide: APP_PIPE,
          useValue: new DocumentedBody({
            transform: true,
            whitelist: true,
            forbidNonWhitelisted: true,
            exceptionFactory: (errors) => InvalidFields.of(errors),
          }),
        },
      ],
    };
  }
}
