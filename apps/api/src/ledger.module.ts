import { schemaRegistry } from '@minqing/contexts';
import { DivisionTree } from '@minqing/divisions';
import { Codec, connectStore, EventLog, KeyVault, Sealer } from '@minqing/event-log';
import { Clock } from '@minqing/kernel';
import { PostgresKeyVault } from '@minqing/people';
import { ReadSide } from '@minqing/projecting';
import { type DynamicModule, Global, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Where the ledger's parts are. */
export interface LedgerParts {
  readonly eventstoreUrl: string;
  readonly database: DataSource;
  readonly clock: Clock;
}

/** What handlers and queries ask for: the log, the read side, the seals, the clock and the tree of divisions. */
@Global()
@Module({})
export class LedgerModule {
  static of({ eventstoreUrl, database, clock }: LedgerParts): DynamicModule {
    const vault = new PostgresKeyVault(database);
    const log = new EventLog(connectStore(eventstoreUrl), new Codec(schemaRegistry), clock);
    const providers = [
      { provide: EventLog, useValue: log },
      { provide: KeyVault, useValue: vault },
      { provide: Sealer, useValue: new Sealer(vault) },
      { provide: Clock, useValue: clock },
      { provide: DataSource, useValue: database },
      { provide: ReadSide, useValue: new ReadSide(database) },
      { provide: DivisionTree, useValue: new DivisionTree() },
    ];
    return { module: LedgerModule, providers, exports: providers.map(({ provide }) => provide) };
  }
}
