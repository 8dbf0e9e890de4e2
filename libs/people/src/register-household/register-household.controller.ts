import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RegisterHousehold } from './register-household.command';
import { RegisterHouseholdRequest } from './register-household.request';

@ApiTags('户 households')
@Controller('v1/villages/:villageCode/households')
export class RegisterHouseholdController {
  constructor(private readonly bus: CommandBus) {}

  /** 登记一户 · Registers a household. */
  @Post()
  @Command('RegisterHousehold')
  register(
    @Param('villageCode') villageCode: string,
    @Body() asked: RegisterHouseholdRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new RegisterHousehold(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
