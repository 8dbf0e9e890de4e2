import type { Day } from '@minqing/kernel';
import { Draft, type TableChanges } from '../changes';
import { type Table, table } from '../table';
import type { CellRow } from './ledger';
import { VILLAGE } from './measure';

/**
 * The divisions whose sums are kept, by how many digits their codes share: province, city and county. A town's villages
 * are few enough to be summed up when somebody asks.
 */
export const KEPT_DIGITS: readonly number[] = [2, 4, 6];

/** A calendar month, `YYYY-MM`; `''` where there is no day. */
export type Month = string;

export const monthOf = (day: Day): Month => day.slice(0, 7);

interface DivisionRow {
  readonly measure: string;
  /** The digits that the codes of the division's villages share. */
  readonly scope: string;
  readonly kind: string;
  readonly n: number;
}

/** Sums of whole months on every axis. */
export type MonthsRow = DivisionRow & { readonly occurredIn: Month; readonly sinceIn: Month; readonly recordedIn: Month };
/** Sums of days of a window's first and last month. */
export type DaysRow = DivisionRow & { readonly occurredOn: Day; readonly sinceIn: Month; readonly recordedIn: Month };
/** Sums of what was recorded on the days of one month. */
export type RecordedRow = DivisionRow & { readonly occurredOn: Day; readonly sinceIn: Month; readonly recordedOn: Day };
/** Sums of what followed something on the days of one month; only of what followed anything. */
export type SinceRow = DivisionRow & { readonly occurredOn: Day; readonly since: Day; readonly recordedOn: Day };

/**
 * A ledger's sums over divisions. Any range of days on the three axes of a division's cells (it occurred, it followed, it
 * was recorded) is put together of a few boxes, each of whole months where it is long and of days where it is short; for
 * each kind of box there is one table, in the order in which it is asked.
 */
export interface DivisionSums {
  readonly months: Table<MonthsRow>;
  readonly days: Table<DaysRow>;
  readonly recorded: Table<RecordedRow>;
  readonly since: Table<SinceRow>;
  /** What increases of cells add to them. */
  increases(cells: readonly CellRow[]): readonly TableChanges[];
}

export const divisionSums = (ledger: string): DivisionSums => {
  const common = { measure: 'text', scope: 'text', kind: 'text', n: 'integer' } as const;
  const recorded = table<RecordedRow>({
    name: `${ledger}_division_recorded`,
    columns: { ...common, occurredOn: 'day', sinceIn: 'day', recordedOn: 'day' },
    key: ['measure', 'scope', 'recordedOn', 'occurredOn', 'sinceIn', 'kind'],
    mode: 'add',
    packed: ['recordedOn', 'occurredOn', 'sinceIn'],
  });
  const days = table<DaysRow>({
    name: `${ledger}_division_days`,
    columns: { ...common, occurredOn: 'day', sinceIn: 'day', recordedIn: 'day' },
    key: ['measure', 'scope', 'occurredOn', 'sinceIn', 'recordedIn', 'kind'],
    mode: 'add',
    packed: ['occurredOn', 'sinceIn', 'recordedIn'],
  });
  const months = table<MonthsRow>({
    name: `${ledger}_division_months`,
    columns: { ...common, occurredIn: 'day', sinceIn: 'day', recordedIn: 'day' },
    key: ['measure', 'scope', 'occurredIn', 'sinceIn', 'recordedIn', 'kind'],
    mode: 'add',
    packed: ['occurredIn', 'sinceIn', 'recordedIn'],
  });
  const since = table<SinceRow>({
    name: `${ledger}_division_since`,
    columns: { ...common, occurredOn: 'day', since: 'day', recordedOn: 'day' },
    key: ['measure', 'scope', 'since', 'occurredOn', 'recordedOn', 'kind'],
    mode: 'add',
    packed: ['since', 'occurredOn', 'recordedOn'],
  });
  const tables = { months, days, recorded, since };
  return {
    ...tables,
    increases(rows) {
      const draft = new Draft();
      for (const { scope, ...cell } of rows) {
        const [sinceIn, occurredIn, recordedIn] = [monthOf(cell.since), monthOf(cell.occurredOn), monthOf(cell.recordedOn)];
        const { measure, kind, n, occurredOn, recordedOn } = cell;
        for (const division of divisionsOf(scope)) {
          const row = { measure, scope: division, kind, n };
          draft.add(recorded, { ...row, occurredOn, sinceIn, recordedOn });
          draft.add(days, { ...row, occurredOn, sinceIn, recordedIn });
          draft.add(months, { ...row, occurredIn, sinceIn, recordedIn });
          if (cell.since !== '') draft.add(since, { ...row, occurredOn, since: cell.since, recordedOn });
        }
      }
      return draft.changes();
    },
  };
};

const MEET = 'MEET:';

/** The kept divisions that a scope counts for: those above a village, or the one that is met in. */
const divisionsOf = (scope: string): readonly string[] =>
  scope.startsWith(VILLAGE) ? KEPT_DIGITS.map((digits) => scope.slice(VILLAGE.length, VILLAGE.length + digits)) : divisionsMetIn(scope);

/** The kept division, if any, for which a scope puts right what subjects count that are of several of its villages. */
export const divisionsMetIn = (scope: string): readonly string[] => {
  if (!scope.startsWith(MEET)) return [];
  const prefix = scope.slice(MEET.length);
  return KEPT_DIGITS.includes(prefix.length) ? [prefix] : [];
};
