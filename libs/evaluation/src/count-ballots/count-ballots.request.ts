import { AreNested, IsNested } from '@minqing/commanding';
import { ApiProperty } from '@nestjs/swagger';
import { IsInt, Max, Min } from 'class-validator';
import type { CountLine } from '../domain/evaluation.events';
import { REPRESENTATIVE_LIMIT, SessionRequest, TARGET_LIMIT, TargetRequest } from '../session.request';
import { AreCounts } from './are-counts.decorator';

export class CountLineRequest implements CountLine {
  /** 对象 · the target */
  @IsNested(() => TargetRequest)
  target!: TargetRequest;

  /** 各档票数；未写的档为 0，空白票计入 ABSTAINED · slips per grade; a grade not named is 0, a blank slip is ABSTAINED */
  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'integer', minimum: 0 },
    example: { SATISFIED: 98, BASICALLY_SATISFIED: 4, DISSATISFIED: 3, ABSTAINED: 2 },
  })
  @AreCounts()
  counts!: Record<string, number>;

  /** 废票 · spoiled slips */
  @IsInt()
  @Min(0)
  @Max(REPRESENTATIVE_LIMIT)
  spoiled!: number;
}

export class CountBallotsRequest extends SessionRequest {
  /** 每个对象一行，一次报齐 · one line for each target, all of them */
  @AreNested(() => CountLineRequest, TARGET_LIMIT)
  lines!: CountLineRequest[];
}
