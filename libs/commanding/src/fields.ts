import { isDay } from '@minqing/kernel';
import { applyDecorators, type Type as Class } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsIn,
  IsISO8601,
  IsObject,
  IsString,
  Matches,
  MaxLength,
  registerDecorator,
  ValidateNested,
} from 'class-validator';

/** Most characters of one personal text (a visit's note, a matter's target). */
export const TEXT_LIMIT = 4_000;

/** An id: of a person, a household, an entity. */
export const IsId = () =>
  applyDecorators(
    Matches(/^[\w.~-]{1,100}$/, {
      message: '$property: 编号由字母、数字、. _ ~ - 组成，至多 100 位 · an id of at most 100 letters, digits or . _ ~ -',
    }),
  );

/** Every item of an array is an id. */
export const AreIds = () =>
  applyDecorators(Matches(/^[\w.~-]{1,100}$/, { each: true, message: '$property: 每项须为编号 · each item must be an id' }));

/** A business day, `YYYY-MM-DD`. */
export const IsDay = (): PropertyDecorator =>
  applyDecorators(ApiProperty({ type: String, format: 'date', example: '2012-07-15' }), (target: object, propertyName: string | symbol) =>
    registerDecorator({
      name: 'isDay',
      target: target.constructor,
      propertyName: String(propertyName),
      validator: { validate: isDay, defaultMessage: () => '$property: 须为存在的日期 YYYY-MM-DD · must be an existing day YYYY-MM-DD' },
    }),
  );

/** An instant with its offset: a time without one could mean two days. */
export const IsInstant = (): PropertyDecorator =>
  applyDecorators(
    ApiProperty({ type: String, format: 'date-time', example: '2012-07-15T09:30:00+08:00' }),
    IsISO8601({ strict: true, strictSeparator: true }, { message: '$property: 须为 ISO 8601 时刻 · must be an ISO 8601 instant' }),
    Matches(/(Z|[+-]\d\d:\d\d)$/, { message: '$property: 时刻须带时区，如 +08:00 · an instant needs its offset, e.g. +08:00' }),
  );

/** A 12-digit division code. That it exists is checked where the tree is at hand. */
export const IsDivisionCode = () =>
  applyDecorators(Matches(/^\d{12}$/, { message: '$property: 区划代码须为 12 位数字 · a division code has 12 digits' }));

/** One of a list of words. */
export const IsOneOf = (words: readonly string[]) =>
  applyDecorators(
    ApiProperty({ enum: [...words] }),
    IsIn([...words], { message: `$property: 须为其一 · must be one of ${words.join(', ')}` }),
  );

/** Every item of an array is one of a list of words. */
export const AreOneOf = (words: readonly string[]) =>
  applyDecorators(
    ApiProperty({ enum: [...words], isArray: true }),
    IsIn([...words], { each: true, message: `$property: 每项须为其一 · each item must be one of ${words.join(', ')}` }),
  );

/** Personal text: sealed before it is stored, never in clear. */
export const IsText = () =>
  applyDecorators(
    IsString({ message: '$property: 须为文字 · must be text' }),
    MaxLength(TEXT_LIMIT, { message: `$property: 至多 ${TEXT_LIMIT} 字 · at most ${TEXT_LIMIT} characters` }),
  );

const SHAPE = 'minqing:shape';

/** Marks a field as made of objects of a documented shape. */
const isOf =
  (shape: () => Class): PropertyDecorator =>
  (target, property) => {
    Type(shape)(target, property);
    Reflect.defineMetadata(SHAPE, shape, target, property);
  };

/** The documented shape of what a field of a body holds, one object or a list of them; `undefined` where it holds no objects. */
export const shapeOf = (body: Class, property: string): Class | undefined =>
  (Reflect.getMetadata(SHAPE, body.prototype as object, property) as (() => Class) | undefined)?.();

const NOT_AN_OBJECT = '$property: 须为对象 · must be an object';

/** An object of a documented shape. (`ValidateNested` alone takes a list of such objects for one.) */
export const IsNested = (shape: () => Class) =>
  applyDecorators(IsObject({ message: NOT_AN_OBJECT }), ValidateNested(), isOf(shape), ApiProperty({ type: shape }));

/** A list of at most so many objects of a documented shape. */
export const AreNested = (shape: () => Class, most: number) =>
  applyDecorators(
    IsArray({ message: '$property: 须为数组 · must be a list' }),
    ArrayMaxSize(most, { message: `$property: 至多 ${most} 项 · at most ${most} items` }),
    IsObject({ each: true, message: NOT_AN_OBJECT }),
    ValidateNested({ each: true }),
    isOf(shape),
    ApiProperty({ type: shape, isArray: true }),
  );
