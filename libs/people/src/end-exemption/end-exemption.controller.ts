import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { EndExemption } from './end-exemption.command';
import { EndExemptionRequest } from './end-exemption.request';

@ApiTags('党员 members')
@Controller('v1/villages/:villageCode/members')
export class EndExemptionController {
  constructor(private readonly bus: CommandBus) {}

  /** 终止免联户 · Ends an exemption. */
  @Post(':memberId/exemptions/end')
  @Command('EndExemption')
  end(
    @Param('villageCode') villageCode: string,
    @Param('memberId') memberId: string,
    @Body() asked: EndExemptionRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new EndExemption(villageCode, memberId, asked, context)) as Promise<AnswerBody>;
  }
}
