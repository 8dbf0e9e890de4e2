import { IsId, IsInstant } from '@minqing/commanding';
import { IsIn, IsOptional } from 'class-validator';
import { type Target, targetTypes } from './domain/evaluation.events';

/** What every step of a session may say. */
export class SessionRequest {
  /** 发生时间（默认现在） · when it happened; default: now */
  @IsOptional()
  @IsInstant()
  occurredAt?: string;
}

export class TargetRequest implements Target {
  /** 对象类别：MEMBER“两委”成员，MATTER 交办事项，TEAM 党员联系服务群众情况 · kind of target */
  @IsIn(targetTypes)
  type!: Target['type'];

  /** 编号；TEAM 为村代码 · its id; for TEAM the village code */
  @IsId()
  id!: string;
}

/** Most representatives of one session; about a hundred is usual. */
export const REPRESENTATIVE_LIMIT = 5_000;

/** Most targets of one session; a village has some seven members and twenty matters in half a year. */
export const TARGET_LIMIT = 500;
