import { AreIds } from '@minqing/commanding';
import { ArrayMaxSize, IsArray, IsIn, IsInt, Max, Min } from 'class-validator';
import { REPRESENTATIVE_LIMIT, SessionRequest } from '../session.request';

export class OpenBallotBoxRequest extends SessionRequest {
  /** 测评方式：纸质票 · method: on paper */
  @IsIn(['PAPER'])
  method!: 'PAPER';

  /** 发出票数，不多于到会人数 · slips handed out, at most those present */
  @IsInt()
  @Min(0)
  @Max(REPRESENTATIVE_LIMIT)
  slips!: number;

  /** 两名计票人，其中一人为您自己；被评议人不得计票 · the two tellers, you being one; nobody who is judged */
  @IsArray()
  @ArrayMaxSize(10)
  @AreIds()
  tellerIds!: string[];
}
