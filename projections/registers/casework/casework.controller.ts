import { type Caller, MayRead, WhoCalls } from '@minqing/commanding';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { PeopleRegister } from '../people/people.query';
import { CardRequest } from '../register.request';
import { Cards, notOnRecord, sightOf, villageReaders } from '../sight';
import { IssueCard, IssuesPage, MatterCard, MattersPage, VisitCard, VisitsPage } from './casework.answer';
import { CaseworkRegister } from './casework.query';
import { IssuesRequest, MattersRequest, VisitsRequest } from './casework.request';

@ApiTags('册 registers')
@ApiBearerAuth()
@Controller('v1/villages/:villageCode')
export class CaseworkRegisterController {
  constructor(
    private readonly register: CaseworkRegister,
    private readonly people: PeopleRegister,
    private readonly cards: Cards,
  ) {}

  /** 走访册；联户党员只见本人参加的 · Visits; a linked member sees those he took part in. */
  @Get('visits')
  @MayRead([...villageReaders, 'LINKED_MEMBER'])
  @ApiOkResponse({ type: VisitsPage })
  visits(@Param('villageCode') village: string, @Query() asked: VisitsRequest, @WhoCalls() caller: Caller): Promise<VisitsPage> {
    return this.register.visits(village, asked, sightOf(caller, village));
  }

  /** 一次走访；联户党员查阅现联之户的走访不另记录 · One visit; a linked member's reading about a household he holds leaves no record. */
  @Get('visits/:id')
  @MayRead([...villageReaders, 'LINKED_MEMBER'])
  @ApiOkResponse({ type: VisitCard })
  async visit(
    @Param('villageCode') village: string,
    @Param('id') id: string,
    @Query() asked: CardRequest,
    @WhoCalls() caller: Caller,
  ): Promise<VisitCard> {
    const card = await this.register.visit(village, id, asked.after);
    const visitor = sightOf(caller, village);
    if (visitor !== undefined && !card.visitorIds.includes(visitor)) throw notOnRecord(id);
    const own = visitor !== undefined && asked.reveal !== undefined && (await this.holds(visitor, village, card.householdId));
    return this.cards.show(card, asked, caller, { village, card: { kind: 'VISIT', id }, own });
  }

  /** 诉求册 · Issues. */
  @Get('issues')
  @MayRead(villageReaders)
  @ApiOkResponse({ type: IssuesPage })
  issues(@Param('villageCode') village: string, @Query() asked: IssuesRequest): Promise<IssuesPage> {
    return this.register.issues(village, asked);
  }

  /** 一项诉求 · One issue. */
  @Get('issues/:id')
  @MayRead(villageReaders)
  @ApiOkResponse({ type: IssueCard })
  async issue(
    @Param('villageCode') village: string,
    @Param('id') id: string,
    @Query() asked: CardRequest,
    @WhoCalls() caller: Caller,
  ): Promise<IssueCard> {
    return this.cards.show(await this.register.issue(village, id, asked.after), asked, caller, { village, card: { kind: 'ISSUE', id } });
  }

  /** 交办事项册；"两委"成员只见本人负责的 · Matters; a committee member sees those he is responsible for. */
  @Get('matters')
  @MayRead([...villageReaders, 'COMMITTEE_MEMBER'])
  @ApiOkResponse({ type: MattersPage })
  matters(@Param('villageCode') village: string, @Query() asked: MattersRequest, @WhoCalls() caller: Caller): Promise<MattersPage> {
    return this.register.matters(village, asked, sightOf(caller, village));
  }

  /** 一个交办事项 · One matter. */
  @Get('matters/:id')
  @MayRead([...villageReaders, 'COMMITTEE_MEMBER'])
  @ApiOkResponse({ type: MatterCard })
  async matter(
    @Param('villageCode') village: string,
    @Param('id') id: string,
    @Query() asked: CardRequest,
    @WhoCalls() caller: Caller,
  ): Promise<MatterCard> {
    const card = await this.register.matter(village, id, asked.after);
    if ((sightOf(caller, village) ?? card.responsiblePersonId) !== card.responsiblePersonId) throw notOnRecord(id);
    return this.cards.show(card, asked, caller, { village, card: { kind: 'MATTER', id } });
  }

  private async holds(memberId: string, village: string, householdId: string): Promise<boolean> {
    return (await this.people.household(village, householdId, undefined)).memberIds.includes(memberId);
  }
}
