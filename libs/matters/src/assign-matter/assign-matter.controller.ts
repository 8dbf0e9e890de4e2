import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { AssignMatter } from './assign-matter.command';
import { AssignMatterRequest } from './assign-matter.request';

@ApiTags('交办事项 matters')
@Controller('v1/villages/:villageCode/matters')
export class AssignMatterController {
  constructor(private readonly bus: CommandBus) {}

  /** 交办一项：责任人、分工、目标、措施、时限缺一不可 · Assigns a matter; none of the five fields may be missing (MTG-2). */
  @Post()
  @Command('AssignMatter')
  assign(
    @Param('villageCode') villageCode: string,
    @Body() asked: AssignMatterRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new AssignMatter(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
