import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RaiseIssue } from './raise-issue.command';
import { RaiseIssueRequest } from './raise-issue.request';

@ApiTags('诉求 issues')
@Controller('v1/villages/:villageCode/issues')
export class RaiseIssueController {
  constructor(private readonly bus: CommandBus) {}

  /** 登记一项诉求（走访记录的诉求自动形成） · Raises an issue heard elsewhere than on a visit; those of visits follow from their entries. */
  @Post()
  @Command('RaiseIssue')
  raise(
    @Param('villageCode') villageCode: string,
    @Body() asked: RaiseIssueRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new RaiseIssue(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
