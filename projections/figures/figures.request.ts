import { IsDay, IsId, IsOneOf } from '@minqing/commanding';
import { programmes } from '@minqing/programmes';
import { AskRequest, LARGEST_PAGE } from '@projections/paging';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Exactly one of `division`, `grid`, `member`, `household`, `evaluation`, `target`. */
export class FigureRequest extends AskRequest {
  /** 区划：12 位代码或 LEVEL:代码 · a 12-digit code or LEVEL:code */
  @IsOptional()
  @Matches(/^([A-Z]+:)?\d{12}$/, { message: '$property: 区划代码须为 12 位数字 · a division code has 12 digits' })
  division?: string;

  /** 网格：村代码加三位 · the village's code and three digits */
  @IsOptional()
  @Matches(/^\d{15}$/, { message: '$property: 网格代码须为 15 位数字 · a grid code has 15 digits' })
  grid?: string;

  /** 党员编号 · id of a member */
  @IsOptional()
  @IsId()
  member?: string;

  /** 户编号 · id of a household */
  @IsOptional()
  @IsId()
  household?: string;

  /** 一次评议 · id of a session */
  @IsOptional()
  @IsId()
  evaluation?: string;

  /** 一次评议的一个对象：评议编号/类型/编号 · one target of a session: session/type/id */
  @IsOptional()
  @Matches(/^[\w.~-]{1,100}\/(MEMBER|MATTER|TEAM)\/[\w.~-]{1,100}$/, {
    message: '$property: 形如 评议编号/MEMBER/编号 · such as session/MEMBER/id',
  })
  target?: string;

  /** 项目，缺省 jiaxing-yilian · programme, by default jiaxing-yilian */
  @IsOptional()
  @IsOneOf(programmes)
  programme?: string;

  /** 期初（含）；缺省为期末所在月（评议指标为半年）的第一天 · first day of the window; by default that of the month (for evaluations: the half year) of its last day */
  @IsOptional()
  @IsDay()
  from?: string;

  /** 期末（含）；缺省为今天；存量指标按此日 · last day of the window, by default today; stocks are read on it */
  @IsOptional()
  @IsDay()
  to?: string;

  /** 按当日终了时所知；缺省为现在所知 · as known at the end of that day; by default as known now */
  @IsOptional()
  @IsDay()
  recordedBy?: string;
}

export class FactsRequest extends FigureRequest {
  /** 分子或分母，缺省分子 · which sum, by default the numerator */
  @IsOptional()
  @IsOneOf(['numerator', 'denominator'])
  of?: 'numerator' | 'denominator';

  /** 答复 kinds 中的一类 · one of the answer's kinds */
  @IsOptional()
  @Matches(/^\w{1,40}$/, { message: '$property: 答复中的类别 · a kind of the answer' })
  kind?: string;

  /** 上一页答复中的 next · `next` of the page before */
  @IsOptional()
  @IsString({ message: '$property: 须为文字 · must be text' })
  @MaxLength(200, { message: '$property: 过长 · too long' })
  cursor?: string;

  /** 每页条数，至多 200，默认 50 · items of a page, at most 200, 50 by default */
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '$property: 须为整数 · must be an integer' })
  @Min(1, { message: '$property: 至少 1 · at least 1' })
  @Max(LARGEST_PAGE, { message: `$property: 至多 ${LARGEST_PAGE} · at most ${LARGEST_PAGE}` })
  limit?: number;
}
