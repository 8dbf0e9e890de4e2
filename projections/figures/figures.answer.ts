import { PageBody } from '@projections/paging';
import { ApiProperty } from '@nestjs/swagger';

export class WordsBody {
  zh!: string;
  en!: string;
}

export class CardBody {
  id!: string;
  name!: WordsBody;
  /** 计算公式 · formula in words */
  formula!: WordsBody;
  /** RATIO 比率 0–1，MEAN 均值，COUNT 计数 */
  @ApiProperty({ enum: ['RATIO', 'MEAN', 'COUNT'] })
  unit!: string;
  /** 分子、分母所用账目 · measures above and below the line */
  numerator!: string;
  denominator?: string;
  /** 另列的类别 · kinds given beside the main value */
  kinds!: string[];
  /** 可用口径 · what it can be asked by */
  scopes!: string[];
  /** 缺省期间：月或半年 · default window: month or half year of its last day */
  period!: string;
  /** 所依规则 · rules it rests on */
  rules!: string[];
}

export class ValueBody {
  /** 比率 0–1 取六位小数；分母为 0 或因人数过少隐去时为 null · ratios 0–1 to six decimals; null where the denominator is 0 or too few people stand behind it */
  @ApiProperty({ type: Number, nullable: true })
  value!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  numerator!: number | null;

  @ApiProperty({ type: Number, nullable: true })
  denominator!: number | null;

  /** Wilson 95 % 区间，仅一次会议的一个对象 · Wilson 95 %, only for one target in one session */
  @ApiProperty({ type: [Number], required: false })
  interval?: readonly [number, number];

  /** 应到者全部投票，区间仅供参照 · all on the roll voted; the interval is one as if they were a sample */
  @ApiProperty({ type: Boolean, required: false })
  census?: true;

  /** 人数过少，隐去 · too few people to be shown */
  @ApiProperty({ type: Boolean, required: false })
  suppressed?: true;
}

export class KindBody extends ValueBody {
  kind!: string;
}

export class PreviousBody extends ValueBody {
  from!: string;
  to!: string;
}

export class DistributionBody {
  @ApiProperty({ type: Number, nullable: true })
  min!: number | null;
  @ApiProperty({ type: Number, nullable: true })
  max!: number | null;
  /** 在规定范围内的占比 · share within the profile's range */
  @ApiProperty({ type: Number, nullable: true })
  shareInRange!: number | null;
  @ApiProperty({ type: [Number] })
  range!: readonly [number, number];
  /** 户数 → 党员数 · number of members by number of households */
  @ApiProperty({ type: Object })
  members!: Readonly<Record<string, number>>;
}

export class FigureBody extends ValueBody {
  id!: string;
  scope!: string;
  programme!: string;
  /** 期末生效的规则版本 · version of the rule profile in force on the last day */
  @ApiProperty({ type: Number, nullable: true })
  profileVersion!: number | null;
  from!: string;
  to!: string;
  @ApiProperty({ type: String, nullable: true })
  recordedBy!: string | null;
  @ApiProperty({ type: [KindBody], required: false })
  kinds?: readonly KindBody[];
  @ApiProperty({ type: DistributionBody, required: false })
  distribution?: DistributionBody;
  /** 前一等长期间 · the window of equal length before */
  @ApiProperty({ type: PreviousBody, required: false })
  previous?: PreviousBody;
  /** 计算时的日志位置 · log position the answer was computed at */
  position!: string;
}

export class ContributingAmountBody {
  kind!: string;
  occurredOn!: string;
  @ApiProperty({ type: String, nullable: true })
  since!: string | null;
  n!: number;
  /** 所依事实的日志位置 · log positions of the facts behind it */
  @ApiProperty({ type: [String] })
  positions!: readonly string[];
}

export class ContributionBody {
  entity!: string;
  /** 对该数的贡献；各条之和等于该数 · what it adds; the items add up to the number */
  n!: number;
  @ApiProperty({ type: [ContributingAmountBody] })
  amounts!: readonly ContributingAmountBody[];
}

export class FactsBody extends PageBody {
  @ApiProperty({ type: [ContributionBody] })
  items!: readonly ContributionBody[];
}
