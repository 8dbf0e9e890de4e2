import { type Caller, MayRead, WhoCalls } from '@minqing/commanding';
import { DivisionTree, prefixOf, unitPrefix } from '@minqing/divisions';
import { Refused, type Role } from '@minqing/kernel';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { AuditPage } from './audit-trail.answer';
import { AuditTrail } from './audit-trail.query';
import { AuditRequest } from './audit-trail.request';

const readers: readonly Role[] = ['AUDITOR', 'SUPERVISOR', 'SECRETARY', 'CLERK'];

@ApiTags('审计 audit')
@ApiBearerAuth()
@Controller('v1/audit')
export class AuditTrailController {
  constructor(
    private readonly trail: AuditTrail,
    private readonly divisions: DivisionTree,
  ) {}

  /** 每一条事实：何人、何角色、何单位、何时发生、何时记录、所涉实体、由何引起 · Every fact: who, in what role, from which unit, when it happened, when it was recorded, what, on which entity, caused by what. */
  @Get()
  @MayRead(readers)
  @ApiOkResponse({ type: AuditPage })
  page(@Query() asked: AuditRequest, @WhoCalls() caller: Caller): Promise<AuditPage> {
    return this.trail.page(asked, this.prefixes(asked.division, caller));
  }

  /** What the question reaches: the division asked for, whose cover the guard has checked, else all that the caller's units cover. */
  private prefixes(asked: string | undefined, { grants }: Caller): readonly string[] {
    if (asked === undefined) return grants.flatMap(({ role, unit }) => (readers.includes(role) ? [unitPrefix(unit)] : []));
    const division = this.divisions.resolve(asked);
    if (!division) throw new Refused({ code: 'DIVISION_UNKNOWN', field: 'division', given: asked });
    return [prefixOf(division)];
  }
}
