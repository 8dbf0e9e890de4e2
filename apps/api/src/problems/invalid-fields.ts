import type { ValidationError } from 'class-validator';

export interface InvalidField {
  /** Path of the field, e.g. `entries.0.kind`. */
  readonly field: string;
  readonly message: string;
}

/** The body does not have the documented shape. */
export class InvalidFields extends Error {
  constructor(readonly fields: readonly InvalidField[]) {
    super('invalid fields');
  }

  static of(errors: readonly ValidationError[]): InvalidFields {
    return new InvalidFields(errors.flatMap((error) => flatten(error, '')));
  }
}

const flatten = ({ property, constraints = {}, children = [] }: ValidationError, above: string): InvalidField[] => {
  const field = above + property;
  return [
    ...Object.entries(constraints).map(([rule, message]) => ({ field, message: bilingual(field, rule, message) })),
    ...children.flatMap((child) => flatten(child, `${field}.`)),
  ];
};

const CHINESE: Readonly<Record<string, string>> = {
  whitelistValidation: '没有这个字段',
  isString: '须为文字',
  isInt: '须为整数',
  isNumber: '须为数字',
  isBoolean: '须为 true 或 false',
  isIn: '不在可选值之内',
  isEnum: '不在可选值之内',
  isArray: '须为数组',
  arrayMinSize: '项数不足',
  arrayMaxSize: '项数过多',
  arrayUnique: '有重复',
  arrayNotEmpty: '不能为空',
  isNotEmpty: '不能为空',
  isDefined: '缺少此字段',
  isObject: '须为对象',
  nestedValidation: '须为对象',
  isUuid: '须为 UUID',
  min: '过小',
  max: '过大',
  maxLength: '过长',
  minLength: '过短',
};

/** Messages of our own are bilingual already; the library's get their Chinese here. */
const bilingual = (field: string, rule: string, message: string): string =>
  message.includes(' · ') ? message : `${field}: ${CHINESE[rule] ?? '格式不符'} · ${message}`;
