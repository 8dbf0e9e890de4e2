import { addDays, type Day, holdsOn } from '@minqing/kernel';
import { DEFAULT_PROGRAMME, profileOn } from '@minqing/programmes';
import { flag, type FlagBody } from '../flags';
import type { LinkRow, PersonRow } from './people.rows';

/** How many households a member holds on a day, by programme. */
export type Holdings = Readonly<Record<string, number>>;

export const exemptionOn = ({ exemptions }: Pick<PersonRow, 'exemptions'>, day: Day) => exemptions.find((span) => holdsOn(span, day));

/** What a member's links are, measured by the profile of each programme on that day. */
export const memberFlags = (member: Pick<PersonRow, 'exemptions' | 'leftOn'>, held: Holdings, day: Day): FlagBody[] => {
  if (member.leftOn !== null && member.leftOn <= day) return [];
  const exemption = exemptionOn(member, day);
  return Object.entries({ ...(!exemption && { [DEFAULT_PROGRAMME]: 0 }), ...held }).flatMap(([programme, households]) => {
    const rules = profileOn(programme, day)?.link;
    if (!rules) return [];
    if (exemption) {
      const dueOn = addDays(exemption.from, rules.handoverDays);
      if (households === 0 || day <= dueOn) return [];
      return [flag('EXEMPT_LINKS_NOT_HANDED_OVER', { programme, households, exemptFrom: exemption.from, dueOn })];
    }
    const { householdsMin: min, householdsMax: max } = rules;
    return households < min || households > max ? [flag('LINK_COUNT_OUTSIDE_RANGE', { programme, households, min, max })] : [];
  });
};

export const householdFlags = (links: readonly LinkRow[]): FlagBody[] =>
  links
    .filter(({ loose }) => loose.length > 0)
    .map(({ memberId, programme, role, loose }) => flag('LINK_END_WITHOUT_BEGINNING', { memberId, programme, role, days: loose }));
