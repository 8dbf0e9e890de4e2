import { IsString, MaxLength } from 'class-validator';
import { SessionRequest } from '../session.request';

export class AnnulEvaluationRequest extends SessionRequest {
  /** 作废的理由；公开，勿写个人隐私 · why; public, so nothing private */
  @IsString({ message: '$property: 须为文字 · must be text' })
  @MaxLength(200, { message: '$property: 至多 200 字 · at most 200 characters' })
  reason!: string;
}
