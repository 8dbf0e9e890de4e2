import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsString } from 'class-validator';
import { linkReasons, linkRoles } from './domain/link.events';

/** The role a household is linked in. */
export const IsLinkRole = () =>
  applyDecorators(
    ApiProperty({ enum: linkRoles, default: 'LINKED_MEMBER' }),
    IsIn(linkRoles, { message: `$property: 须为 · must be one of ${linkRoles.join(', ')}` }),
  );

export const IsLinkReason = () =>
  applyDecorators(
    ApiProperty({ enum: linkReasons }),
    IsIn(linkReasons, { message: `$property: 须为 · must be one of ${linkReasons.join(', ')}` }),
  );

/** A programme's id; that it exists is checked before the command is let in. */
export const IsProgramme = () => IsString({ message: '$property: 须为方案编号 · must be the id of a programme' });
