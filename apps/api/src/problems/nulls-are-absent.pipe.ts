import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';

/** A field of a body that is `null` is a field that is not there: many clients write one where they mean the other. */
@Injectable()
export class NullsAreAbsent implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    return type === 'body' ? without(value) : value;
  }
}

const without = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(without);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, without(field)]])));
};
