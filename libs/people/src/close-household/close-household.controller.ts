import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { CloseHousehold } from './close-household.command';
import { CloseHouseholdRequest } from './close-household.request';

@ApiTags('户 households')
@Controller('v1/villages/:villageCode/households')
export class CloseHouseholdController {
  constructor(private readonly bus: CommandBus) {}

  /** 销户 · Closes a household. */
  @Post(':householdId/closure')
  @Command('CloseHousehold')
  close(
    @Param('villageCode') villageCode: string,
    @Param('householdId') householdId: string,
    @Body() asked: CloseHouseholdRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new CloseHousehold(villageCode, householdId, asked, context)) as Promise<AnswerBody>;
  }
}
