import { shapeOf } from '@minqing/commanding';
import { type ArgumentMetadata, Injectable, type Type as Class, ValidationPipe } from '@nestjs/common';
import { getMetadataStorage, type ValidationArguments, ValidationTypes } from 'class-validator';

/** What is asked of one field of a body. */
interface Field {
  /** The field is looked at only where all of these hold. */
  readonly conditions: readonly ((object: object, value: unknown) => boolean)[];
  readonly rules: readonly ((object: object, value: unknown) => boolean)[];
  /** What its objects are made of. */
  readonly shape: Class | undefined;
}

type Fields = ReadonlyMap<string, Field>;

/**
 * Makes a body an instance of its class, or refuses it. Most bodies are right, and one that is needs no account of what
 * is wrong with it: it is recognised by the rules of its class, which are put in order once, in a fifth of the time that
 * the library takes. Any other is left to the library, whose word counts.
 */
@Injectable()
export class DocumentedBody extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const { type, metatype } = metadata;
    const right = type === 'body' && metatype ? recognised(metatype as Class<object>, value) : undefined;
    return right ? Promise.resolve(right) : super.transform(value, metadata);
  }
}

/** The instance that a body is, `undefined` where it is not certainly right. */
const recognised = (body: Class<object>, given: unknown): object | undefined => {
  const fields = fieldsOf(body);
  if (!fields || typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  for (const name of Object.keys(given)) if (!fields.has(name)) return undefined;
  const made = new body() as Record<string, unknown>;
  for (const [name, { shape }] of fields) {
    const raw = (given as Record<string, unknown>)[name];
    if (raw === undefined) continue;
    const value = shape ? objectsIn(shape, raw) : raw;
    if (value === undefined) return undefined;
    made[name] = value;
  }
  for (const [name, { conditions, rules }] of fields) {
    const value = made[name];
    if (conditions.every((holds) => holds(made, value)) && !rules.every((holds) => holds(made, value))) return undefined;
  }
  return made;
};

const objectsIn = (shape: Class, given: unknown): unknown => {
  if (!Array.isArray(given)) return recognised(shape as Class<object>, given);
  const items = given.map((item) => recognised(shape as Class<object>, item));
  return items.includes(undefined) ? undefined : items;
};

const known = new Map<Class, Fields | undefined>();

const fieldsOf = (body: Class): Fields | undefined => {
  if (!known.has(body)) known.set(body, readFields(body));
  return known.get(body);
};

/** `undefined` where a class says more than is understood here. */
const readFields = (body: Class): Fields | undefined => {
  const storage = getMetadataStorage();
  const fields = new Map<
    string,
    { conditions: Field['conditions'][number][]; rules: Field['rules'][number][]; shape: Class | undefined }
  >();
  for (const { type, propertyName, constraints, constraintCls, each, validateIf } of storage.getTargetValidationMetadatas(
    body,
    '',
    false,
    false,
  )) {
    const field = fields.get(propertyName) ?? { conditions: [], rules: [], shape: shapeOf(body, propertyName) };
    fields.set(propertyName, field);
    if (type === ValidationTypes.CONDITIONAL_VALIDATION) field.conditions.push(constraints[0] as Field['conditions'][number]);
    else if (type === ValidationTypes.CUSTOM_VALIDATION && !validateIf) {
      for (const { async, instance } of storage.getTargetValidatorConstraints(constraintCls)) {
        if (async) return undefined;
        field.rules.push((object, value) => {
          const args: ValidationArguments = { targetName: body.name, property: propertyName, object, value, constraints };
          const holds = (one: unknown): boolean => instance.validate(one, args) === true;
          return each && Array.isArray(value) ? value.every(holds) : holds(value);
        });
      }
    } else if (type !== ValidationTypes.NESTED_VALIDATION || !field.shape) return undefined;
  }
  return fields.size > 0 ? fields : undefined;
};
