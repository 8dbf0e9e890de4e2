import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';

/** Items of a page where nobody says how many. */
export const PAGE = 50;
export const LARGEST_PAGE = 200;

/** What any question to a read model may ask for. */
export class AskRequest {
  /** 等到读模型达到此日志位置再答（至多 5 秒） · wait until the read model has reached this log position, 5 s at most */
  @IsOptional()
  @Matches(/^\d{1,18}$/, { message: '$property: 日志位置为十进制整数 · a log position is a decimal integer' })
  after?: string;
}

/** What any list may be asked for. */
export class PageRequest extends AskRequest {
  /** 上一页答复中的 next · `next` of the page before */
  @IsOptional()
  @IsString({ message: '$property: 须为文字 · must be text' })
  @MaxLength(500, { message: '$property: 过长 · too long' })
  cursor?: string;

  /** 每页条数，至多 200，默认 50 · items of a page, at most 200, 50 by default */
  @IsOptional()
  @Type(() => Number)
  @IsInt({ message: '$property: 须为整数 · must be an integer' })
  @Min(1, { message: '$property: 至少 1 · at least 1' })
  @Max(LARGEST_PAGE, { message: `$property: 至多 ${LARGEST_PAGE} · at most ${LARGEST_PAGE}` })
  limit?: number;
}

export const positionOf = (after: string | undefined): bigint | undefined => (after === undefined ? undefined : BigInt(after));
