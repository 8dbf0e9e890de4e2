import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { PlaceMemberInGrid } from './place-member-in-grid.command';
import { PlaceMemberInGridRequest } from './place-member-in-grid.request';

@ApiTags('党员 members')
@Controller('v1/villages/:villageCode/members')
export class PlaceMemberInGridController {
  constructor(private readonly bus: CommandBus) {}

  /** 党员编入网格 · Places a member in his home grid. */
  @Post(':memberId/grid')
  @Command('PlaceMemberInGrid')
  place(
    @Param('villageCode') villageCode: string,
    @Param('memberId') memberId: string,
    @Body() asked: PlaceMemberInGridRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new PlaceMemberInGrid(villageCode, memberId, asked, context)) as Promise<AnswerBody>;
  }
}
