import { refusalTable } from '@minqing/contexts';
import { readRefusals } from '@projections/all';
import { accessRefusals } from '../../apps/api/src/access/access.refusals';
import { refusalFaults, refusalsOf } from './refusals';
import { project, sourceOf } from './source';

const TABLE = `const table = { VISIT_VOIDED: { kind: 'conflict', zh: '', en: '' } } as const satisfies RefusalTable;`;
const faults = (served: string[], ...texts: string[]) =>
  refusalFaults(refusalsOf([sourceOf('libs/visits/src/domain/visit.decider.ts', texts.join('\n'))]), served);

describe('refusals', () => {
  const all = refusalsOf(project());

  it('are found', () => expect(all.uses).toContainEqual({ code: 'COMMAND_ID_REUSED', path: 'libs/event-log/src/event-log.ts' }));
  it('have one row each, every row is used, and the api knows them all', () =>
    expect(refusalFaults(all, Object.keys({ ...accessRefusals, ...refusalTable, ...readRefusals }))).toEqual([]));

  it.each([
    `refuse({ code: 'VISIT_VOIDED', on });`,
    `refuse('VISIT_VOIDED');`,
    `throw new Refused({ code: 'VISIT_VOIDED' });`,
    `return { refusal: { code: 'VISIT_VOIDED' } };`,
    `refuse({ code: late ? 'VISIT_VOIDED' : 'VISIT_VOIDED' });`,
  ])('pass when said so: %s', (use) => expect(faults(['VISIT_VOIDED'], TABLE, use)).toEqual([]));

  it.each([
    [
      'without a row',
      [`refuse({ code: late ? 'VISIT_LATE' : 'VISIT_VOIDED' });`, TABLE],
      'libs/visits/src/domain/visit.decider.ts refuses with VISIT_LATE, which has no row',
    ],
    ['never used', [TABLE], 'VISIT_VOIDED has a row and is never refused with'],
    ['with two rows', [TABLE, TABLE, `refuse('VISIT_VOIDED');`], 'VISIT_VOIDED has two rows'],
  ])('%s would be noticed', (_, texts, what) => expect(faults(['VISIT_VOIDED'], ...texts)).toEqual([what]));

  it('unknown to the api would be noticed', () =>
    expect(faults([], TABLE, `refuse('VISIT_VOIDED');`)).toEqual(['VISIT_VOIDED is in no table that the api answers from']));
});
