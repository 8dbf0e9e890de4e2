import { type Caller, MayRead, WhoCalls } from '@minqing/commanding';
import { PageRequest } from '@projections/paging';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiTags } from '@nestjs/swagger';
import { CardRequest } from '../register.request';
import { Cards, notOnRecord, sightOf, villageReaders } from '../sight';
import { GridsPage, HouseholdCard, HouseholdsPage, MemberCard, MembersPage, PersonCard, PersonsPage } from './people.answer';
import { PeopleRegister } from './people.query';
import { HouseholdsRequest, MembersRequest } from './people.request';

@ApiTags('册 registers')
@ApiBearerAuth()
@Controller('v1/villages/:villageCode')
export class PeopleRegisterController {
  constructor(
    private readonly register: PeopleRegister,
    private readonly cards: Cards,
  ) {}

  /** 党员册；联户党员只见本人 · Members; a linked member sees himself. */
  @Get('members')
  @MayRead([...villageReaders, 'LINKED_MEMBER'])
  @ApiOkResponse({ type: MembersPage })
  members(@Param('villageCode') village: string, @Query() asked: MembersRequest, @WhoCalls() caller: Caller): Promise<MembersPage> {
    return this.register.members(village, asked, sightOf(caller, village));
  }

  /** 一名党员 · One member. */
  @Get('members/:id')
  @MayRead([...villageReaders, 'LINKED_MEMBER'])
  @ApiOkResponse({ type: MemberCard })
  async member(
    @Param('villageCode') village: string,
    @Param('id') id: string,
    @Query() asked: CardRequest,
    @WhoCalls() caller: Caller,
  ): Promise<MemberCard> {
    if ((sightOf(caller, village) ?? id) !== id) throw notOnRecord(id);
    return this.cards.show(await this.register.member(village, id, asked.after), asked, caller, { village, card: { kind: 'PERSON', id } });
  }

  /** 人员册 · Persons on record. */
  @Get('persons')
  @MayRead(villageReaders)
  @ApiOkResponse({ type: PersonsPage })
  persons(@Param('villageCode') village: string, @Query() asked: PageRequest): Promise<PersonsPage> {
    return this.register.persons(village, asked);
  }

  /** 一个人 · One person. */
  @Get('persons/:id')
  @MayRead(villageReaders)
  @ApiOkResponse({ type: PersonCard })
  async person(
    @Param('villageCode') village: string,
    @Param('id') id: string,
    @Query() asked: CardRequest,
    @WhoCalls() caller: Caller,
  ): Promise<PersonCard> {
    return this.cards.show(await this.register.person(village, id, asked.after), asked, caller, { village, card: { kind: 'PERSON', id } });
  }

  /** 户册；联户党员只见所联之户 · Households; a linked member sees those he holds today. */
  @Get('households')
  @MayRead([...villageReaders, 'LINKED_MEMBER'])
  @ApiOkResponse({ type: HouseholdsPage })
  households(
    @Param('villageCode') village: string,
    @Query() asked: HouseholdsRequest,
    @WhoCalls() caller: Caller,
  ): Promise<HouseholdsPage> {
    return this.register.households(village, asked, sightOf(caller, village));
  }

  /** 一户；联户党员查阅所联之户不另记录 · One household; a linked member's reading of his own leaves no record. */
  @Get('households/:id')
  @MayRead([...villageReaders, 'LINKED_MEMBER'])
  @ApiOkResponse({ type: HouseholdCard })
  async household(
    @Param('villageCode') village: string,
    @Param('id') id: string,
    @Query() asked: CardRequest,
    @WhoCalls() caller: Caller,
  ): Promise<HouseholdCard> {
    const card = await this.register.household(village, id, asked.after);
    const holder = sightOf(caller, village);
    const own = holder !== undefined && card.memberIds.includes(holder);
    if (holder !== undefined && !own) throw notOnRecord(id);
    return this.cards.show(card, asked, caller, { village, card: { kind: 'HOUSEHOLD', id }, own });
  }

  /** 网格 · Grids. */
  @Get('grids')
  @MayRead([...villageReaders, 'LINKED_MEMBER'])
  @ApiOkResponse({ type: GridsPage })
  grids(@Param('villageCode') village: string, @Query() asked: PageRequest): Promise<GridsPage> {
    return this.register.grids(village, asked);
  }
}
