import type { Division } from '@minqing/divisions';
import { addDays, type Day, type Recorded } from '@minqing/kernel';
import { type Amount, compareActs, foldActs, type PlacedAct } from '@minqing/projecting';
import { coverage } from '@projections/coverage';
import * as fc from 'fast-check';
import { MemoryTables } from '../../libs/projecting/test/memory-tables';
import { coverageHistory, DAYS, FIRST, programmes, villages } from '../../test/kit/coverage.arbitrary';
import type { CountableVisit, CoverageFact } from '../coverage/coverage.facts';
import { branchesOf } from './branches';
import { catalogue } from './catalogue';
import { total } from './figure';
import type { Scope } from './scope';
import { sumAmounts } from './sums';
import type { Window } from './window';

/** The figures told again from the facts by plain counting over days, as one would on paper. */
class Paper {
  constructor(
    private readonly facts: readonly Recorded[],
    private readonly visits: readonly { visit: CountableVisit; programme: string; voided: boolean }[],
  ) {}

  /** The last thing said on or before the day: by day, then in the order it was recorded. */
  private lastSaid<R>(
    day: Day,
    say: (fact: CoverageFact, recorded: Recorded) => readonly { readonly day: Day; readonly says: R }[],
  ): R | undefined {
    let last: { day: Day; says: R } | undefined;
    for (const fact of this.facts) {
      for (const said of say(fact as unknown as CoverageFact, fact)) {
        if (said.day <= day && (last === undefined || said.day >= last.day)) last = said;
      }
    }
    return last?.says;
  }

  household(id: string, day: Day): string | undefined {
    return this.lastSaid<string | undefined>(day, (fact) => {
      if (fact.type === 'HouseholdRegistered' && fact.data.householdId === id)
        return [{ day: fact.data.from, says: fact.data.villageCode }];
      if (fact.type === 'HouseholdClosed' && fact.data.householdId === id) return [{ day: fact.data.on, says: undefined }];
      return [];
    });
  }

  member(id: string, day: Day): string | undefined {
    return this.lastSaid<string | undefined>(day, (fact) => {
      if (fact.type === 'MemberRegistered' && fact.data.memberId === id) return [{ day: fact.data.from, says: fact.data.villageCode }];
      if (fact.type === 'MemberLeft' && fact.data.memberId === id) return [{ day: fact.data.on, says: undefined }];
      return [];
    });
  }

  /** Every grant judged by itself: in force until its own end, or an end of all that comes after it. */
  exempt(id: string, day: Day): boolean {
    return this.facts.some((fact, place) => {
      const { type, data } = fact as unknown as CoverageFact;
      if (type !== 'ExemptionGranted' || data.memberId !== id || data.from > day) return false;
      if (data.until !== undefined && data.until <= day && data.until >= data.from) return false;
      return !this.facts.some((other, otherPlace) => {
        const end = other as unknown as CoverageFact;
        if (end.type !== 'ExemptionEnded' || end.data.memberId !== id || end.data.until > day) return false;
        return end.data.until > data.from || (end.data.until === data.from && otherPlace > place);
      });
    });
  }

  holds(member: string, household: string, programme: string, day: Day): boolean {
    return ['LINKED_MEMBER', 'PAIRED_CADRE'].some(
      (role) =>
        this.lastSaid<boolean>(day, ({ type, data }) => {
          if (type !== 'LinkEstablished' && type !== 'LinkEnded' && type !== 'LinkHandedOver') return [];
          if (data.householdId !== household || data.programme !== programme || data.role !== role) return [];
          if ('fromMemberId' in data) {
            return [
              ...(data.fromMemberId === member ? [{ day: data.on, says: false }] : []),
              ...(data.toMemberId === member ? [{ day: data.on, says: true }] : []),
            ];
          }
          if (data.memberId !== member) return [];
          return [{ day: 'from' in data ? data.from : data.until, says: 'from' in data }];
        }) ?? false,
    );
  }

  members = ['m1', 'm2', 'm3'];
  households = ['h1', 'h2', 'h3'];

  holders(household: string, programme: string, day: Day): readonly string[] {
    if (this.household(household, day) === undefined) return [];
    return this.members.filter((member) => this.holds(member, household, programme, day));
  }

  days({ from, to }: Window): readonly Day[] {
    const days: Day[] = [];
    for (let day = from; day <= to; day = addDays(day, 1)) days.push(day);
    return days;
  }

  visitsIn(window: Window, programme: string) {
    return this.visits
      .filter((visit) => !visit.voided && visit.programme === programme)
      .map(({ visit }) => ({ ...visit, day: visit.occurredAt.slice(0, 10) }))
      .filter(({ day }) => day >= window.from && day <= window.to);
  }
}

const amountsNow = (rows: readonly object[]): readonly Amount[] => rows.map((row) => ({ ...(row as Amount), of: [] }));
const sum = (
  amounts: readonly Amount[],
  id: string,
  part: 'numerator' | 'denominator',
  programme: string,
  scope: Scope,
  window: Window,
  kind?: string,
) => {
  const card = catalogue.find((card) => card.id === id)!;
  const term = (kind === undefined ? card : card.kinds!.find((each) => each.kind === kind)!)[part]!;
  return total(term, sumAmounts(amounts, branchesOf(term, programme, scope, window)));
};

const divisions: readonly Division[] = [
  ...villages.map((code) => ({ level: 'VILLAGE' as const, code, name: '' })),
  { level: 'TOWN', code: '330411101000', name: '' },
  { level: 'COUNTY', code: '330411000000', name: '' },
  { level: 'CITY', code: '330400000000', name: '' },
];
const within = ({ level, code }: Division, village: string | undefined): boolean =>
  village !== undefined && village.startsWith(code.slice(0, { PROVINCE: 2, CITY: 4, COUNTY: 6, TOWN: 9, VILLAGE: 12 }[level]));
const windows = fc
  .tuple(fc.nat(DAYS - 1), fc.nat(DAYS - 1))
  .map(([a, b]): Window => ({ from: addDays(FIRST, Math.min(a, b)), to: addDays(FIRST, Math.max(a, b)) }));

/** What the acts of all that names a member come to: no cells are kept of one. */
const amountsNaming = (acts: readonly PlacedAct[], member: string): readonly Amount[] => {
  const named = new Set(acts.filter((act) => act.member === member).map(({ entity }) => entity));
  return [...named].flatMap(
    (entity) => foldActs(coverage.measureOf(entity), acts.filter((act) => act.entity === entity).sort(compareActs)).amounts,
  );
};

test('every figure of coverage is what plain counting gives, for any division, member and window', async () => {
  await fc.assert(
    fc.asyncProperty(coverageHistory, windows, fc.constantFrom(...programmes), async ({ facts, visits }, window, programme) => {
      const tables = await new MemoryTables(coverage).take(facts, [7]);
      const cells = amountsNow(tables.rows(coverage.cells));
      const paper = new Paper(facts, visits);
      const last = window.to;
      const said = (scope: Scope, amounts = cells) => ({
        linkedMembers: sum(amounts, 'C-1', 'numerator', programme, scope, window),
        members: sum(amounts, 'C-1', 'denominator', programme, scope, window),
        linked: sum(amounts, 'C-2', 'numerator', programme, scope, window),
        households: sum(amounts, 'C-2', 'denominator', programme, scope, window),
        held: sum(amounts, 'C-3', 'numerator', programme, scope, window),
        exempt: sum(amounts, 'C-4', 'numerator', programme, scope, window),
        visits: sum(amounts, 'V-1', 'numerator', programme, scope, window),
        distinct: sum(amounts, 'V-1', 'numerator', programme, scope, window, 'HOUSEHOLDS'),
        covered: sum(amounts, 'V-2', 'numerator', programme, scope, window),
        linkedSometime: sum(amounts, 'V-2', 'denominator', programme, scope, window),
        signed: sum(amounts, 'V-4', 'numerator', programme, scope, window),
        signable: sum(amounts, 'V-4', 'denominator', programme, scope, window),
      });
      for (const division of divisions) {
        const here = paper.members.filter((member) => within(division, paper.member(member, last)));
        const counted = here.filter((member) => !paper.exempt(member, last));
        const heldBy = (member: string) => paper.households.filter((household) => paper.holds(member, household, programme, last));
        const own = paper.visitsIn(window, programme).filter(({ villageCode }) => within(division, villageCode));
        expect(said({ name: 'division', division })).toEqual({
          linkedMembers: counted.filter((member) => heldBy(member).length > 0).length,
          members: counted.length,
          linked: paper.households.filter(
            (household) => within(division, paper.household(household, last)) && paper.holders(household, programme, last).length > 0,
          ).length,
          households: paper.households.filter((household) => within(division, paper.household(household, last))).length,
          held: counted.reduce((n, member) => n + heldBy(member).length, 0),
          exempt: here.length - counted.length,
          visits: own.length,
          distinct: new Set(own.map(({ householdId }) => householdId)).size,
          covered: paper.households.filter((household) =>
            paper
              .visitsIn(window, programme)
              .some(
                ({ householdId, day, mode }) =>
                  householdId === household &&
                  mode !== 'PHONE' &&
                  within(division, paper.household(household, day)) &&
                  paper.holders(household, programme, day).length > 0,
              ),
          ).length,
          linkedSometime: paper.households.filter((household) =>
            paper
              .days(window)
              .some((day) => within(division, paper.household(household, day)) && paper.holders(household, programme, day).length > 0),
          ).length,
          signed: own.filter(({ signatureStatus }) => signatureStatus === 'SIGNED' || signatureStatus === 'FINGERPRINT').length,
          signable: own.filter(({ signatureStatus }) => signatureStatus !== 'NOT_REQUIRED').length,
        });
      }
      for (const member of paper.members) {
        const {
          visits: made,
          distinct,
          covered,
          linkedSometime,
        } = said({ name: 'member', id: member }, amountsNaming(tables.rows(coverage.acts) as unknown as PlacedAct[], member));
        const own = paper.visitsIn(window, programme).filter(({ leadVisitorId }) => leadVisitorId === member);
        expect({ made, distinct, covered, linkedSometime }).toEqual({
          made: own.length,
          distinct: new Set(own.map(({ householdId }) => householdId)).size,
          covered: paper.households.filter((household) =>
            paper
              .visitsIn(window, programme)
              .some(
                ({ householdId, day, mode }) =>
                  householdId === household && mode !== 'PHONE' && paper.holders(household, programme, day).includes(member),
              ),
          ).length,
          linkedSometime: paper.households.filter((household) =>
            paper.days(window).some((day) => paper.holders(household, programme, day).includes(member)),
          ).length,
        });
      }
    }),
    { numRuns: 40 },
  );
});
