import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { MemberLeaves } from './member-leaves.command';
import { MemberLeavesRequest } from './member-leaves.request';

@ApiTags('党员 members')
@Controller('v1/villages/:villageCode/members')
export class MemberLeavesController {
  constructor(private readonly bus: CommandBus) {}

  /** 党员离开 · Records that a member has left. */
  @Post(':memberId/departure')
  @Command('MemberLeaves')
  leave(
    @Param('villageCode') villageCode: string,
    @Param('memberId') memberId: string,
    @Body() asked: MemberLeavesRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new MemberLeaves(villageCode, memberId, asked, context)) as Promise<AnswerBody>;
  }
}
