import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EndRole } from './end-role.command';
import { EndRoleRequest } from './end-role.request';

@ApiTags('人员 persons')
@Controller('v1/villages/:villageCode/persons')
export class EndRoleController {
  constructor(private readonly bus: CommandBus) {}

  /** 卸任 · Ends a role. */
  @Post(':personId/roles/end')
  @Command('EndRole')
  end(
    @Param('villageCode') villageCode: string,
    @Param('personId') personId: string,
    @Body() asked: EndRoleRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new EndRole(villageCode, personId, asked, context)) as Promise<AnswerBody>;
  }
}
