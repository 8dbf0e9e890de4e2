import { MayRead } from '@minqing/commanding';
import { type Division, DivisionTree, type Level } from '@minqing/divisions';
import { Refused } from '@minqing/kernel';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';

class DivisionBody implements Division {
  level!: Level;
  code!: string;
  name!: string;
}

class DivisionCard {
  division!: DivisionBody;
  /** 上级至本级 · from the province down to the division itself */
  path!: DivisionBody[];
  /** 下一级 · the divisions right below */
  children!: DivisionBody[];
}

@ApiTags('区划 divisions')
@Controller('v1/divisions')
export class DivisionsController {
  constructor(private readonly divisions: DivisionTree) {}

  /** 一个区划及其上下级；code 为 12 位代码或 LEVEL:代码 · One division with those above and below; a 12-digit code or LEVEL:code. */
  @Get(':code')
  @MayRead('EVERYBODY')
  @ApiOkResponse({ type: DivisionCard })
  card(@Param('code') code: string): DivisionCard {
    const division = this.divisions.resolve(code);
    if (!division) throw new Refused({ code: 'DIVISION_UNKNOWN', field: 'code', given: code });
    return { division, path: this.divisions.path(division), children: this.divisions.children(division) };
  }
}
