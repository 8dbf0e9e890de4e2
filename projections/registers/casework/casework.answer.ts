import { PageBody } from '@projections/paging';
import { FlagBody } from '../flags';

export class VisitItem {
  visitId!: string;
  village!: string;
  grid!: string | null;
  householdId!: string;
  leadVisitorId!: string;
  visitorIds!: string[];
  /** 走访时刻 · when it was */
  occurredAt!: string;
  /** 记录时刻 · when it was recorded */
  recordedAt!: string;
  mode!: string;
  /** 所记各项类别 · kinds of its entries */
  kinds!: string[];
  /** 签字情况 · signature status */
  signature!: string;
  /** 更正次数 · times corrected */
  corrections!: number;
  /** 已作废，不计入任何数字 · voided: counts in no figure */
  voided!: boolean;
  programme!: string;
  /** 提示 · advice */
  flags!: FlagBody[];
}

export class VisitsPage extends PageBody {
  items!: VisitItem[];
}

export class VisitCard extends VisitItem {
  /** 现行全部内容；个人文字密封，或经 reveal 开启 · all that is said of it now; texts sealed, or opened by `reveal` */
  account!: object;
  /** 流的版本号 · revision, for If-Match */
  revision!: number;
  /** 密钥已销毁，内容不可复读 · the key was destroyed; the text is gone */
  forgotten?: boolean;
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}

export class IssueItem {
  issueId!: string;
  village!: string;
  state!: string;
  kind!: string;
  source!: string;
  householdIds!: string[];
  /** 首办责任人 · first handler */
  firstHandlerId!: string;
  /** 收到时刻 · when it was received */
  receivedAt!: string;
  /** 所属交办事项 · matters it is part of */
  matterIds!: string[];
  programme!: string;
}

export class IssuesPage extends PageBody {
  items!: IssueItem[];
}

export class IssueCard extends IssueItem {
  /** 全部内容；个人文字密封，或经 reveal 开启 · all that is said of it; texts sealed, or opened by `reveal` */
  account!: object;
  /** 流的版本号 · revision, for If-Match */
  revision!: number;
  /** 密钥已销毁，内容不可复读 · the key was destroyed; the text is gone */
  forgotten?: boolean;
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}

export class MatterItem {
  matterId!: string;
  village!: string;
  state!: string;
  /** 责任人 · person responsible */
  responsiblePersonId!: string;
  /** 办结期限 · deadline */
  deadline!: string;
  assignedAt!: string;
  claimedOn!: string | null;
  closedOn!: string | null;
  issueIds!: string[];
  /** 已由有效评议会评议 · scored by an evaluation that was neither annulled nor invalid */
  scored!: boolean;
  programme!: string;
  /** 提示 · advice */
  flags!: FlagBody[];
}

export class MattersPage extends PageBody {
  items!: MatterItem[];
}

export class MatterCard extends MatterItem {
  /** 全部内容；文字密封，或经 reveal 开启 · all that is said of it; texts sealed, or opened by `reveal` */
  account!: object;
  /** 流的版本号 · revision, for If-Match */
  revision!: number;
  /** 密钥已销毁，内容不可复读 · the key was destroyed; the text is gone */
  forgotten?: boolean;
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}
