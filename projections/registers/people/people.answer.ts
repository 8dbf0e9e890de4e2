import type { Sealed } from '@minqing/kernel';
import { PageBody, PositionBody } from '@projections/paging';
import { FlagBody } from '../flags';

export class SpanBody {
  /** 首日 · first day */
  from!: string;
  /** 终止日（不含） · first day on which it no longer holds */
  until?: string;
}

export class OfficeBody {
  role!: string;
  unitCode!: string;
  /** 任期 · terms */
  terms!: SpanBody[];
}

export class PersonItem {
  personId!: string;
  village!: string;
  /** 是党员 · a member of the party here */
  member!: boolean;
  /** 任职 · roles held, past ones too */
  offices!: OfficeBody[];
}

export class PersonsPage extends PageBody {
  items!: PersonItem[];
}

export class MemberItem extends PersonItem {
  /** 网格 · home grid */
  grid!: string | null;
  /** 职务 · posts */
  posts!: string[];
  /** 登记首日 · first day on record */
  from!: string | null;
  /** 离开之日 · first day on which he is no longer counted */
  leftOn!: string | null;
  /** 今天的免联原因 · why he is exempt today; null: he is not */
  exemption!: string | null;
  /** 今天所联户数，按方案 · households linked today, by programme */
  households!: Record<string, number>;
  /** 提示 · advice */
  flags!: FlagBody[];
}

export class MembersPage extends PageBody {
  items!: MemberItem[];
}

export class ExemptionBody extends SpanBody {
  reason!: string;
  approverId!: string;
}

export class LinkBody extends SpanBody {
  householdId!: string;
  memberId!: string;
  programme!: string;
  role!: string;
}

export class PersonCard extends PositionBody {
  personId!: string;
  village!: string;
  member!: boolean;
  offices!: OfficeBody[];
  /** 姓名：密封，或经 reveal 开启 · name: sealed, or opened by `reveal` */
  name!: Sealed | string | null;
  /** 流的版本号 · revision, for If-Match */
  revision!: number;
  /** 密钥已销毁，内容不可复读 · the key was destroyed; the text is gone */
  forgotten?: boolean;
}

export class MemberCard extends MemberItem {
  /** 姓名：密封，或经 reveal 开启 · name: sealed, or opened by `reveal` */
  name!: Sealed | string | null;
  /** 免联记录 · exemptions, past ones too */
  exemptions!: ExemptionBody[];
  /** 联户记录 · links, past ones too */
  links!: LinkBody[];
  /** 流的版本号 · revision, for If-Match */
  revision!: number;
  /** 密钥已销毁，内容不可复读 · the key was destroyed; the text is gone */
  forgotten?: boolean;
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}

export class HouseholdItem {
  householdId!: string;
  village!: string;
  grid!: string | null;
  from!: string;
  /** 销户之日 · first day on which it is no longer counted */
  closedOn!: string | null;
  /** 今天联此户的党员 · members who hold it today */
  memberIds!: string[];
}

export class HouseholdsPage extends PageBody {
  items!: HouseholdItem[];
}

export class HouseholdCard extends HouseholdItem {
  closedFor!: string | null;
  /** 户主 · head of the household */
  head!: Sealed | string | null;
  /** 住址 · address */
  address!: Sealed | string | null;
  /** 电话 · phone */
  phone!: Sealed | string | null;
  links!: LinkBody[];
  flags!: FlagBody[];
  /** 流的版本号 · revision, for If-Match */
  revision!: number;
  /** 密钥已销毁，内容不可复读 · the key was destroyed; the text is gone */
  forgotten?: boolean;
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}

export class GridItem {
  gridCode!: string;
  village!: string;
  name!: string;
}

export class GridsPage extends PageBody {
  items!: GridItem[];
}
