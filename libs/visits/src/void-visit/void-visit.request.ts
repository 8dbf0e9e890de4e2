import { IsId, IsText } from '@minqing/commanding';
import { IsOptional, IsString } from 'class-validator';

export class VoidVisitRequest {
  /** 作废理由，必写（密封保存） · why, required, sealed */
  @IsOptional()
  @IsText()
  reason?: string;

  /** 批准人，不写为本人；不得是记录人 · who approves it, default: the caller; never the record's author */
  @IsOptional()
  @IsId()
  approverId?: string;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
