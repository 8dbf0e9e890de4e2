import { AnswerBody, Command, Context } from '@minqing/commanding';
import type { CommandContext } from '@minqing/event-log';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import { DefineGrid } from './define-grid.command';
import { DefineGridRequest } from './define-grid.request';

@ApiTags('网格 grids')
@Controller('v1/villages/:villageCode/grids')
export class DefineGridController {
  constructor(private readonly bus: CommandBus) {}

  /** 设立网格 · Defines a grid. */
  @Post()
  @Command('DefineGrid')
  define(
    @Param('villageCode') villageCode: string,
    @Body() asked: DefineGridRequest,
    @Context() context: CommandContext,
  ): Promise<AnswerBody> {
    return this.bus.execute(new DefineGrid(villageCode, asked, context)) as Promise<AnswerBody>;
  }
}
