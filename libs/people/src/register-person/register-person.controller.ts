import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { RegisterPerson } from './register-person.command';
import { RegisterPersonRequest } from './register-person.request';

@ApiTags('人员 persons')
@Controller('v1/villages/:villageCode/persons')
export class RegisterPersonController {
  constructor(private readonly bus: CommandBus) {}

  /** 登记一人（代表、计票人等） · Registers a person: a representative, a teller. */
  @Post()
  @Command('RegisterPerson')
  register(
    @Param('villageCode') villageCode: string,
    @Body() asked: RegisterPersonRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new RegisterPerson(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
