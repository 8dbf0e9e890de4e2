import { type Caller, MayRead, WhoCalls } from '@minqing/commanding';
import { Refused, type Role } from '@minqing/kernel';
import { ofProgramme } from '@minqing/projecting';
import { PAGE, positionOf } from '@projections/paging';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FigureCard, ScopeName, Term } from './card';
import { catalogue } from './catalogue';
import { CardBody, FactsBody, FigureBody } from './figures.answer';
import { type FigureAsked, Figures } from './figures.query';
import { refuse } from './figures.refusals';
import { FactsRequest, FigureRequest } from './figures.request';
import type { Scope } from './scope';

const scopeNames: readonly ScopeName[] = ['division', 'grid', 'member', 'household', 'evaluation', 'target'];

/** Who reads a grid's or a household's figures, and opens figures to their facts (§10). */
const officials: readonly Role[] = ['SECRETARY', 'CLERK', 'STATION', 'TOWN', 'COUNTY', 'SUPERVISOR', 'AUDITOR'];
/** Who reads a person's figures beside that person (ASM-3). */
const superiors: readonly Role[] = ['SECRETARY', 'SUPERVISOR', 'AUDITOR'];

@ApiTags('指标 figures')
@Controller('v1/figures')
export class FiguresController {
  constructor(private readonly figures: Figures) {}

  /** 指标目录：每个指标的名称、公式、口径 · The catalogue: name, formula and scopes of every figure. */
  @Get()
  @MayRead('EVERYBODY')
  @ApiOkResponse({ type: [CardBody] })
  cards(): CardBody[] {
    return catalogue.map(cardBody);
  }

  /** 一个指标的值、分子、分母、区间及前一期 · A figure's value, numerator, denominator, interval, and the period before. */
  @Get(':id')
  @MayRead('EVERYBODY')
  @ApiBearerAuth()
  @ApiOkResponse({ type: FigureBody })
  async figure(@Param('id') id: string, @Query() request: FigureRequest, @WhoCalls() caller: Caller): Promise<FigureBody> {
    const asked = this.asked(request);
    await this.admit(asked.scope, caller);
    return this.figures.figure(id, asked, { supervises: caller.supervises });
  }

  /** 数字背后的事实，分页；各条之和等于该数 · The facts behind the number, paged; the items add up to it. */
  @Get(':id/facts')
  @MayRead(officials)
  @ApiBearerAuth()
  @ApiOkResponse({ type: FactsBody })
  async facts(@Param('id') id: string, @Query() request: FactsRequest, @WhoCalls() caller: Caller): Promise<FactsBody> {
    const asked = this.asked(request);
    await this.admit(asked.scope, caller);
    const { of = 'numerator', kind, cursor, limit = PAGE } = request;
    return this.figures.facts(id, { ...asked, of, kind, cursor, limit }, { supervises: caller.supervises });
  }

  private asked(request: FigureRequest): FigureAsked {
    const { programme, from, to, recordedBy, after } = request;
    return { scope: this.scopeOf(request), programme, from, to, recordedBy, after: positionOf(after) };
  }

  private scopeOf(request: FigureRequest): Scope {
    const given = scopeNames.filter((name) => request[name] !== undefined);
    const [name] = given;
    const value = name && request[name];
    if (given.length !== 1 || name === undefined || value === undefined) {
      return refuse('FIGURE_SCOPE_NEEDED', { field: given[1] ?? 'division', accepted: scopeNames.join(', ') });
    }
    if (name === 'target') {
      const slash = value.indexOf('/');
      return { name, evaluation: value.slice(0, slash), target: value.slice(slash + 1) };
    }
    if (name !== 'division') return { name, id: value };
    const division = this.figures.divisions.resolve(value);
    if (!division) throw new Refused({ code: 'DIVISION_UNKNOWN', field: 'division', given: value });
    return { name, division };
  }

  /** Divisions and published sessions are public; whoever is named, or known by few, is not. */
  private async admit(scope: Scope, caller: Caller): Promise<void> {
    if (scope.name === 'division' || scope.name === 'evaluation' || scope.name === 'target') return;
    if (scope.name !== 'grid' && caller.id === scope.id) return;
    const villages = scope.name === 'grid' ? [scope.id.slice(0, 12)] : await this.figures.villagesOf(scope.name, scope.id);
    const roles = scope.name === 'member' ? superiors : officials;
    const may = villages.every((village) => caller.grantFor(roles, village)) && caller.grantFor(roles) !== undefined;
    if (!may) refuse('FIGURE_OF_PERSON', { field: scope.name });
  }
}

const cardBody = ({ ledger: _, people: __, byKind, numerator, denominator, kinds, ...card }: FigureCard): CardBody => ({
  ...card,
  numerator: measureText(numerator),
  ...(denominator && { denominator: measureText(denominator) }),
  kinds: [...(kinds ?? []).map(({ kind }) => kind), ...(byKind ? ['*'] : [])],
  scopes: [...card.scopes],
  rules: [...card.rules],
});

/** `visit.signature@{programme} [SIGNED, FINGERPRINT] flow` */
const measureText = ({ measure, byProgramme, shape, kinds, except, weigh }: Term): string =>
  [
    byProgramme ? ofProgramme(measure, '{programme}') : measure,
    ...(kinds ? [`[${kinds.join(', ')}]`] : []),
    ...(except ? [`[not ${except.join(', ')}]`] : []),
    ...(weigh ? ['× kind'] : []),
    shape,
  ].join(' ');
