import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RegisterMember } from './register-member.command';
import { RegisterMemberRequest } from './register-member.request';

@ApiTags('党员 members')
@Controller('v1/villages/:villageCode/members')
export class RegisterMemberController {
  constructor(private readonly bus: CommandBus) {}

  /** 登记一名党员 · Registers a member. */
  @Post()
  @Command('RegisterMember')
  register(
    @Param('villageCode') villageCode: string,
    @Body() asked: RegisterMemberRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new RegisterMember(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
