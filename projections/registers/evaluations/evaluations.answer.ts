import { PageBody } from '@projections/paging';
import { ApiProperty } from '@nestjs/swagger';

export class TargetBody {
  type!: string;
  id!: string;
}

export class OmissionBody extends TargetBody {
  reason!: string;
}

export class RateBody {
  /** 满意票数 · satisfied */
  n!: number;
  /** 有效票数：收回减废票 · valid ballots: returned minus spoiled */
  of!: number;
  /** 比率，六位小数；无有效票则为 null · ratio to six decimals; null without valid ballots */
  value!: number | null;
  /** 威尔逊 95 % 区间 · Wilson 95 % interval */
  @ApiProperty({ type: [Number], nullable: true })
  interval!: readonly [number, number] | null;
}

export class ResultBody extends TargetBody {
  /** 各档票数 · ballots by grade */
  counts!: Record<string, number>;
  spoiled!: number;
  ballots!: number;
  /** 满意与基本满意 · satisfied and basically satisfied */
  headline!: RateBody;
  /** 满意 · satisfied alone */
  strict!: RateBody;
  /** 全体应到代表均已投票：区间仅作参照 · all eligible voted; the interval is as if sampled */
  census!: boolean;
}

export class EvaluationItem {
  evaluationId!: string;
  village!: string;
  heldOn!: string;
  /** 阶段 · stage */
  stage!: string;
  /** 应到 · eligible */
  eligible!: number | null;
  /** 实到 · present */
  present!: number | null;
  /** 发票 · slips handed out */
  slips!: number | null;
  /** 收回 · ballots returned */
  ballots!: number | null;
  /** 到会过法定比例 · quorum met; null until published */
  valid!: boolean | null;
  /** 不有效或作废的原因 · why it is not valid, or was annulled */
  reason!: string | null;
  publishedAt!: string | null;
}

export class EvaluationsPage extends PageBody {
  items!: EvaluationItem[];
}

export class EvaluationCard extends EvaluationItem {
  programme!: string;
  periodFrom!: string;
  periodTo!: string;
  targets!: TargetBody[];
  /** 不评的对象及理由 · targets left out, with reasons */
  omitted!: OmissionBody[];
  grades!: { code: string; rank: string }[];
  quorum!: { numerator: number; denominator: number };
  reportRef!: string | null;
  /** 到会率，六位小数 · present of eligible, six decimals */
  turnout!: number | null;
  /** 回收率 · ballots of present */
  returned!: number | null;
  /** 结果；计票一致评分之前为空 · results; none before both tellers agree and the session is scored */
  results!: ResultBody[];
  /** 代表名册；只给村内及上级 · the roll; only for the village and those above it */
  rollIds?: string[];
  /** 到会代表 · who was present */
  presentIds?: string[];
  tellerIds?: string[];
  /** 已报计票者；所计之数不在此 · who has counted; never what */
  countedBy?: string[];
  /** 流的版本号 · revision, for If-Match */
  revision!: number;
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}
