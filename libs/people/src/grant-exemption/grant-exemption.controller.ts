import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { GrantExemption } from './grant-exemption.command';
import { GrantExemptionRequest } from './grant-exemption.request';

@ApiTags('党员 members')
@Controller('v1/villages/:villageCode/members')
export class GrantExemptionController {
  constructor(private readonly bus: CommandBus) {}

  /** 准予免联户（老弱病残） · Exempts a member from linking. */
  @Post(':memberId/exemptions')
  @Command('GrantExemption')
  grant(
    @Param('villageCode') villageCode: string,
    @Param('memberId') memberId: string,
    @Body() asked: GrantExemptionRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new GrantExemption(villageCode, memberId, asked, context)) as Promise<AnswerBody>;
  }
}
