import { roles } from '@minqing/kernel';
import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { closingReasons } from './domain/household.events';
import { exemptionReasons } from './domain/member.events';

const isOneOf = (codes: readonly string[]) =>
  applyDecorators(ApiProperty({ enum: codes }), IsIn(codes, { message: `$property: 须为 · must be one of ${codes.join(', ')}` }));

/** A grid's code: the village's 12 digits and 3 more (D-01). */
export const IsGridCode = () => Matches(/^\d{15}$/, { message: '$property: 网格代码须为 15 位数字 · a grid code has 15 digits' });

/** A role of §10 that a person can hold. */
export const IsRole = () => isOneOf(roles);

export const IsExemptionReason = () => isOneOf(exemptionReasons);

export const IsClosingReason = () => isOneOf(closingReasons);
