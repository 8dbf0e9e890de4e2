import { IsDay, IsId } from '@minqing/commanding';
import { PageRequest } from '@projections/paging';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional, Matches } from 'class-validator';
import { type Skew, skews } from './audit-trail.rows';

export const auditOrders = ['newest', 'oldest'] as const;

export class AuditRequest extends PageRequest {
  /** 涉及的实体编号：户、人、走访、诉求、事项、评议、网格等 · id of an entity it touches: household, person, visit, issue, matter, evaluation, grid … */
  @IsOptional()
  @IsId()
  entity?: string;

  /** 行为人编号 · id of the actor */
  @IsOptional()
  @IsId()
  actor?: string;

  /** 区划：12 位代码或 LEVEL:代码；缺省为您的管辖范围 · a 12-digit code or LEVEL:code; by default all that your unit covers */
  @IsOptional()
  @Matches(/^([A-Z]+:)?\d{12}$/, { message: '$property: 区划代码须为 12 位数字 · a division code has 12 digits' })
  division?: string;

  /** 发生日自 · first day on which it happened */
  @IsOptional()
  @IsDay()
  from?: string;

  /** 发生日至（含） · last day on which it happened */
  @IsOptional()
  @IsDay()
  to?: string;

  /** 记录日自 · first day on which it was recorded */
  @IsOptional()
  @IsDay()
  recordedFrom?: string;

  /** 记录日至（含） · last day on which it was recorded */
  @IsOptional()
  @IsDay()
  recordedBy?: string;

  /** 事实类型，如 VisitRecorded · type of fact */
  @IsOptional()
  @Matches(/^[A-Za-z][\w-]{0,99}$/, { message: '$property: 事实类型如 VisitRecorded · a fact type such as VisitRecorded' })
  type?: string;

  /** 只看记录时刻与事件库时刻相差一分钟以上者 · only facts whose recordedAt and the store's created differ by more than a minute */
  @IsOptional()
  @IsIn(skews, { message: `$property: ${skews.join(' | ')}` })
  @ApiProperty({ enum: skews, required: false })
  skewed?: Skew;

  /** 先新后旧（默认），或先旧后新 · newest first, the default, or oldest first */
  @IsOptional()
  @IsIn(auditOrders, { message: `$property: ${auditOrders.join(' | ')}` })
  @ApiProperty({ enum: auditOrders, required: false })
  order?: (typeof auditOrders)[number];
}
