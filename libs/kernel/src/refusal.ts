/** Why a command was not taken: a stable code, the field at fault, and whatever the sentence needs. */
export interface Refusal {
  readonly code: string;
  readonly field?: string;
  readonly [detail: string]: unknown;
}

/**
 * - `invalid` the command contradicts itself or the domain's structure
 * - `missing` what it names is not on record
 * - `conflict` it does not fit the present state
 * - `forbidden` this actor may not
 * - `stale` the caller saw an older revision
 * - `malformed` the request itself is not of the documented form
 * - `unknown-caller` nobody knows who is asking
 * - `behind` the read side has not got there yet: ask again
 */
export type RefusalKind = 'invalid' | 'missing' | 'conflict' | 'forbidden' | 'stale' | 'malformed' | 'unknown-caller' | 'behind';

/** One row of a refusal table. Sentences may hold `{detail}` of the refusal. */
export interface RefusalText {
  readonly kind: RefusalKind;
  /** Id of the rule in the domain specification, e.g. `LNK-3`. */
  readonly rule?: string;
  readonly zh: string;
  readonly en: string;
}

export type RefusalTable = Readonly<Record<string, RefusalText>>;

/** `refuse` of one context: a code without a row in its table does not compile. */
export const refuser =
  <T extends RefusalTable>(_table: T) =>
  (refusal: Refusal & { readonly code: keyof T & string }): { readonly refusal: Refusal } => ({ refusal });

/** Thrown where a refusal leaves the decider's world; the api answers it as a problem document. */
export class Refused extends Error {
  constructor(readonly refusal: Refusal) {
    super(refusal.code);
    this.name = 'Refused';
  }
}
