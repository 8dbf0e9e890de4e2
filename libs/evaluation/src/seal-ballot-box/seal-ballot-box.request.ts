import { IsInt, Max, Min } from 'class-validator';
import { REPRESENTATIVE_LIMIT, SessionRequest } from '../session.request';

export class SealBallotBoxRequest extends SessionRequest {
  /** 收回票数，不多于发出票数 · slips that came back, at most those handed out */
  @IsInt()
  @Min(0)
  @Max(REPRESENTATIVE_LIMIT)
  ballots!: number;
}
