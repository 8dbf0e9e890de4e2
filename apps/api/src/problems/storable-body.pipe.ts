import { type ArgumentMetadata, Injectable, type PipeTransform } from '@nestjs/common';
import { InvalidFields } from './invalid-fields';

/**
 * Makes a body one that can be stored for ever: a field that is `null` is a field that is not there (many clients write
 * one where they mean the other), and text that PostgreSQL could not keep is refused before it becomes a fact.
 */
@Injectable()
export class StorableBody implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    return type === 'body' ? storable(value, '') : value;
  }
}

const storable = (value: unknown, path: string): unknown => {
  if (typeof value === 'string') return text(value, path);
  if (Array.isArray(value)) return value.map((item, n) => storable(item, below(path, String(n))));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (field === null ? [] : [[name, storable(field, below(path, name))]])),
  );
};

const below = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const text = (value: string, field: string): string => {
  if (value.isWellFormed() && !value.includes('\u0000')) return value;
  throw new InvalidFields([{ field, message: `${field}: 含有 U+0000 或不完整的字符 · holds U+0000 or half a character` }]);
};
