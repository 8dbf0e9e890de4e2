import { type Answer, EventLog } from '@minqing/event-log';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { grid } from '../domain/grid.decider';
import { DefineGrid } from './define-grid.command';

@CommandHandler(DefineGrid)
export class DefineGridHandler implements ICommandHandler<DefineGrid> {
  constructor(private readonly log: EventLog) {}

  execute({ villageCode, asked: { gridCode, name }, context }: DefineGrid): Promise<Answer> {
    return this.log.run(grid, `grid-${gridCode}`, { type: 'DefineGrid', gridCode, villageCode, name }, context, {
      id: gridCode,
    });
  }
}
