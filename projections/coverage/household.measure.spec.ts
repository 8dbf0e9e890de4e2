import type { PlacedAct } from '@minqing/projecting';
import type { HouseholdAct } from './coverage.acts';
import { householdMeasure } from './household.measure';

const placed = (n: number, day: string, said: HouseholdAct): PlacedAct => {
  const { type, ...data } = said;
  return {
    entity: 'household:h',
    day,
    occurredOn: day,
    type,
    village: '330411101243',
    member: null,
    data,
    position: String(n),
    n: 0,
    recordedOn: day,
  };
};
const link = 'jiaxing-yilian/LINKED_MEMBER';
const held = [placed(1, '2026-01-01', { type: 'Registered', grid: null }), placed(2, '2026-01-01', { type: 'Held', by: 'one', link })];
const handedOver = [
  placed(3, '2026-01-20', { type: 'Released', by: 'one', link }),
  placed(4, '2026-01-20', { type: 'Held', by: 'other', link }),
];

it('keeps a state that PostgreSQL can hold: its JSON knows no U+0000', () => {
  const before = householdMeasure.day(householdMeasure.initial, held, '2026-01-01');
  const after = householdMeasure.day(before.state, handedOver, '2026-01-20');
  expect(JSON.stringify(after.state)).toContain('household.linked@jiaxing-yilian MEMBER:one');
  expect(JSON.stringify([before.state, after.state])).not.toContain('\\u0000');
});
