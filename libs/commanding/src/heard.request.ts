import { IsOptional } from 'class-validator';
import { IsId, IsText } from './fields';

/** What somebody said: the three things a member must get clear (VIS-2), each sealed before it is stored. */
export class HeardRequest {
  /** 主题代码 · code of the topic */
  @IsOptional()
  @IsId()
  topicCode?: string;

  /** 事情（密封保存） · what happened, sealed */
  @IsOptional()
  @IsText()
  facts?: string;

  /** 原因（密封保存） · why, sealed */
  @IsOptional()
  @IsText()
  cause?: string;

  /** 要求（密封保存） · what is asked for, sealed */
  @IsOptional()
  @IsText()
  request?: string;
}
