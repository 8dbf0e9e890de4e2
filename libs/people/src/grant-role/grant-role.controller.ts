import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { GrantRole } from './grant-role.command';
import { GrantRoleRequest } from './grant-role.request';

@ApiTags('人员 persons')
@Controller('v1/villages/:villageCode/persons')
export class GrantRoleController {
  constructor(private readonly bus: CommandBus) {}

  /** 任职 · Grants a person, member or not, a role. */
  @Post(':personId/roles')
  @Command('GrantRole')
  grant(
    @Param('villageCode') villageCode: string,
    @Param('personId') personId: string,
    @Body() asked: GrantRoleRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new GrantRole(villageCode, personId, asked, context)) as Promise<AnswerBody>;
  }
}
