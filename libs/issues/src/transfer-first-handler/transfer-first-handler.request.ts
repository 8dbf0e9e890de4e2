import { IsId, IsText } from '@minqing/commanding';
import { IsBoolean, IsOptional, IsString } from 'class-validator';

export class TransferFirstHandlerRequest {
  /** 接手人 · who takes over */
  @IsId()
  toHandlerId!: string;

  /** 接手人已同意 · the one who takes over has agreed */
  @IsOptional()
  @IsBoolean()
  consented?: boolean;

  /** 移交理由，必写（密封保存） · why, required, sealed */
  @IsOptional()
  @IsText()
  reason?: string;

  /** 规则方案 · programme */
  @IsOptional()
  @IsString()
  programme?: string;
}
