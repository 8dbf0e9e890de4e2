import { addDays, type Day } from '@minqing/kernel';
import { legalHistory, specification } from '@minqing/spec-kit';
import * as fc from 'fast-check';
import type { LinkFact } from './link.events';
import { type EndLink, type EstablishLink, type HandOverLink, linkage, type LinkageCommand, type Receiver } from './linkage.decider';

const { given } = specification(linkage);

const villageCode = '330411101243';
const link = { householdId: 'h1', villageCode, programme: 'jiaxing-yilian', role: 'LINKED_MEMBER' } as const;
const now = '2012-07-15T09:00:00+08:00';

const registered = { type: 'HouseholdRegistered', data: { villageCode } } as const;
const closed = { type: 'HouseholdClosed', data: { on: '2012-06-01' } } as const;
const established = (memberId: string, from: Day): LinkFact => ({ type: 'LinkEstablished', data: { ...link, memberId, from } });
const ended = (memberId: string, until: Day): LinkFact => ({ type: 'LinkEnded', data: { ...link, memberId, until } });
const handedOver = (fromMemberId: string, toMemberId: string, on: Day): LinkFact => ({
  type: 'LinkHandedOver',
  data: { ...link, fromMemberId, toMemberId, on },
});

const fit = (memberId: string): Receiver => ({ memberId, villageCode });
const establish = (memberId: string, from: Day, more: Partial<EstablishLink> = {}): EstablishLink => ({
  type: 'EstablishLink',
  ...link,
  member: fit(memberId),
  from,
  now,
  ...more,
});
const end = (memberId: string, until: Day): EndLink => ({ type: 'EndLink', ...link, memberId, until, now });
const handOver = (fromMemberId: string, toMemberId: string, on: Day): HandOverLink => ({
  type: 'HandOverLink',
  ...link,
  fromMemberId,
  to: fit(toMemberId),
  on,
  now,
});

describe('a link', () => {
  it('stands on record with its first day', () =>
    given(registered).when(establish('a', '2012-01-01')).then(established('a', '2012-01-01')));

  it('that is already over is recorded with its end', () =>
    given(registered)
      .when(establish('a', '2011-01-01', { until: '2012-01-01', reason: 'REASSIGNED' }))
      .then(established('a', '2011-01-01'), {
        type: 'LinkEnded',
        data: { ...link, memberId: 'a', until: '2012-01-01', reason: 'REASSIGNED' },
      }));

  it('needs a household of this village', () => {
    given().when(establish('a', '2012-01-01')).thenRefused({ code: 'LINK_HOUSEHOLD_UNKNOWN', field: 'householdId', householdId: 'h1' });
    given({ type: 'HouseholdRegistered', data: { villageCode: '330411103201' } })
      .when(end('a', '2012-01-01'))
      .thenRefused({ code: 'LINK_HOUSEHOLD_UNKNOWN', field: 'householdId', householdId: 'h1' });
  });

  it('does not begin once the household is closed', () => {
    given(registered, closed).when(establish('a', '2012-06-01')).thenRefused({ code: 'LINK_HOUSEHOLD_CLOSED', on: '2012-06-01' });
    given(registered, closed).when(establish('a', '2012-05-31')).then(established('a', '2012-05-31'));
  });

  it('needs a member who is on record, of this village, not exempt and not gone (LNK-3)', () => {
    const by = (member: Partial<Receiver>) => establish('a', '2012-01-01', { member: { memberId: 'a', ...member } });
    given(registered).when(by({})).thenRefused({ code: 'LINK_MEMBER_UNKNOWN', field: 'memberId', memberId: 'a' });
    given(registered)
      .when(by({ villageCode: '330411103201' }))
      .thenRefused({ code: 'LINK_MEMBER_OF_OTHER_VILLAGE', field: 'memberId', memberId: 'a', memberVillageCode: '330411103201' });
    given(registered)
      .when(by({ villageCode, exempt: 'OLD' }))
      .thenRefused({ code: 'LINK_MEMBER_EXEMPT', field: 'memberId', memberId: 'a', day: '2012-01-01', reason: 'OLD' });
    given(registered)
      .when(by({ villageCode, leftOn: '2011-12-01' }))
      .thenRefused({ code: 'LINK_MEMBER_LEFT', field: 'memberId', memberId: 'a', leftOn: '2011-12-01' });
  });

  it('neither begins nor ends after today, nor ends before it begins', () => {
    const future = { code: 'DAY_IN_FUTURE', day: '2012-07-16', today: '2012-07-15' };
    given(registered)
      .when(establish('a', '2012-07-16'))
      .thenRefused({ ...future, field: 'from' });
    given(registered)
      .when(establish('a', '2012-07-01', { until: '2012-07-16' }))
      .thenRefused({ ...future, field: 'until' });
    given(registered, established('a', '2012-01-01'))
      .when(end('a', '2012-07-16'))
      .thenRefused({ ...future, field: 'until' });
    given(registered, established('a', '2012-01-01'))
      .when(handOver('a', 'b', '2012-07-16'))
      .thenRefused({ ...future, field: 'on' });
    given(registered)
      .when(establish('a', '2012-07-01', { until: '2012-07-01' }))
      .thenRefused({ code: 'LINK_DAYS_REVERSED', field: 'until', from: '2012-07-01', until: '2012-07-01' });
  });
});

describe('one household, one member on any day (LNK-6)', () => {
  it('refuses a second member', () =>
    given(registered, established('a', '2012-01-01'))
      .when(establish('b', '2012-02-01'))
      .thenRefused({ code: 'LINK_TAKEN', day: '2012-02-01', memberIds: ['a', 'b'] }));

  it('refuses a second member who would run into a later link', () =>
    given(registered, established('a', '2012-03-01'))
      .when(establish('b', '2012-02-01'))
      .thenRefused({ code: 'LINK_TAKEN', day: '2012-03-01', memberIds: ['b', 'a'] }));

  it('accepts an earlier link recorded later, with its end or after it', () => {
    given(registered, established('a', '2012-03-01'))
      .when(establish('b', '2012-02-01', { until: '2012-03-01' }))
      .then(established('b', '2012-02-01'), ended('b', '2012-03-01'));
    given(registered, established('a', '2012-03-01'), ended('b', '2012-03-01'))
      .when(establish('b', '2012-02-01'))
      .then(established('b', '2012-02-01'));
  });

  it('counts another programme or role apart', () => {
    given(registered, established('a', '2012-01-01'))
      .when(establish('b', '2012-02-01', { role: 'PAIRED_CADRE' }))
      .then({ type: 'LinkEstablished', data: { ...link, role: 'PAIRED_CADRE', memberId: 'b', from: '2012-02-01' } });
    given(registered, established('a', '2012-01-01'))
      .when(establish('b', '2012-02-01', { programme: 'heping-sanjin' }))
      .then({ type: 'LinkEstablished', data: { ...link, programme: 'heping-sanjin', memberId: 'b', from: '2012-02-01' } });
  });

  it('refuses what is on record already, and accepts that it began earlier', () => {
    given(registered, established('a', '2012-03-01'))
      .when(establish('a', '2012-04-01'))
      .thenRefused({ code: 'LINK_EXISTS', field: 'memberId', memberId: 'a', since: '2012-03-01' });
    given(registered, established('a', '2012-03-01')).when(establish('a', '2012-02-01')).then(established('a', '2012-02-01'));
  });

  it('lets a member hold it again after an end, on the very day', () =>
    given(registered, established('a', '2012-01-01'), ended('a', '2012-03-01'))
      .when(establish('a', '2012-03-01'))
      .then(established('a', '2012-03-01')));
});

describe('an end', () => {
  it('frees the household from that day on', () => {
    given(registered, established('a', '2012-01-01')).when(end('a', '2012-03-01')).then(ended('a', '2012-03-01'));
    given(registered, established('a', '2012-01-01'), ended('a', '2012-03-01'))
      .when(establish('b', '2012-03-01'))
      .then(established('b', '2012-03-01'));
  });

  it('is accepted where its beginning is not on record (§7.3), once', () => {
    given(registered).when(end('a', '2012-03-01')).then(ended('a', '2012-03-01'));
    given(registered, ended('a', '2012-03-01'))
      .when(end('a', '2012-03-01'))
      .thenRefused({ code: 'LINK_HAS_ENDED', field: 'until', memberId: 'a', until: '2012-03-01' });
  });

  it('may come earlier than the one on record', () =>
    given(registered, established('a', '2012-01-01'), ended('a', '2012-03-01'))
      .when(end('a', '2012-02-01'))
      .then(ended('a', '2012-02-01')));
});

describe('a handover', () => {
  it('moves the household to the new member', () => {
    const history = [registered, established('a', '2012-01-01'), handedOver('a', 'b', '2012-03-01')] as const;
    given(...history.slice(0, 2))
      .when(handOver('a', 'b', '2012-03-01'))
      .then(handedOver('a', 'b', '2012-03-01'));
    given(...history)
      .when(establish('c', '2012-04-01'))
      .thenRefused({ code: 'LINK_TAKEN', day: '2012-04-01', memberIds: ['b', 'c'] });
    given(...history)
      .when(establish('a', '2012-02-01'))
      .thenRefused({
        code: 'LINK_EXISTS',
        field: 'memberId',
        memberId: 'a',
        since: '2012-01-01',
      });
  });

  it('alone links the new member (§7.3)', () => {
    given(registered)
      .when(handOver('a', 'b', '2012-03-01'))
      .then(handedOver('a', 'b', '2012-03-01'));
    given(registered, handedOver('a', 'b', '2012-03-01'))
      .when(establish('c', '2012-05-01'))
      .thenRefused({ code: 'LINK_TAKEN', day: '2012-05-01', memberIds: ['b', 'c'] });
  });

  it('of a household that a third member holds is refused', () =>
    given(registered, established('c', '2012-01-01'))
      .when(handOver('a', 'b', '2012-03-01'))
      .thenRefused({ code: 'LINK_TAKEN', day: '2012-03-01', memberIds: ['c', 'b'] }));

  it('goes to another member, who is fit and does not hold it yet', () => {
    given(registered)
      .when(handOver('a', 'a', '2012-03-01'))
      .thenRefused({ code: 'LINK_HANDED_TO_SAME', field: 'toMemberId' });
    given(registered, established('a', '2012-01-01'))
      .when({ ...handOver('a', 'b', '2012-03-01'), to: { memberId: 'b', villageCode, exempt: 'SICK' } })
      .thenRefused({ code: 'LINK_MEMBER_EXEMPT', field: 'toMemberId', memberId: 'b', day: '2012-03-01', reason: 'SICK' });
    given(registered, established('b', '2012-01-01'))
      .when(handOver('a', 'b', '2012-03-01'))
      .thenRefused({ code: 'LINK_EXISTS', field: 'toMemberId', memberId: 'b', since: '2012-01-01' });
  });
});

describe('whatever is recorded, in whatever order', () => {
  const day = fc.integer({ min: 0, max: 14 }).map((n) => addDays('2012-06-01', n));
  const member = fc.constantFrom('a', 'b', 'c');
  const establishing = fc
    .record({ member, from: day, until: fc.option(day, { nil: undefined }) })
    .map(({ member, from, until }) => establish(member, from, { until }));
  const command: fc.Arbitrary<LinkageCommand> = fc.oneof(
    establishing,
    fc.record({ member, until: day }).map(({ member, until }) => end(member, until)),
    fc.record({ from: member, to: member, on: day }).map(({ from, to, on }) => handOver(from, to, on)),
  );
  const days = Array.from({ length: 16 }, (_, n) => addDays('2012-05-31', n));

  /** Said apart from the decider: each member's last word up to the day decides. */
  const holdersOn = (facts: readonly LinkFact[], day: Day): string[] => {
    const words = facts.flatMap(({ type, data }): { day: Day; memberId: string; holds: boolean }[] => {
      if (type === 'LinkEstablished') return [{ day: data.from, memberId: data.memberId, holds: true }];
      if (type === 'LinkEnded') return [{ day: data.until, memberId: data.memberId, holds: false }];
      return [
        { day: data.on, memberId: data.fromMemberId, holds: false },
        { day: data.on, memberId: data.toMemberId, holds: true },
      ];
    });
    return ['a', 'b', 'c'].filter((memberId) => {
      let last: (typeof words)[number] | undefined;
      for (const word of words) {
        if (word.memberId === memberId && word.day <= day && (last === undefined || last.day <= word.day)) last = word;
      }
      return last?.holds ?? false;
    });
  };

  const started = { ...linkage, initial: linkage.evolve(linkage.initial, registered) };
  const links = (commands: readonly LinkageCommand[]): readonly LinkFact[] =>
    legalHistory(started, commands).filter((fact): fact is LinkFact => fact.type.startsWith('Link'));

  it('no day has two members, after any number of commands', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
        for (let n = 1; n <= commands.length; n++) {
          const facts = links(commands.slice(0, n));
          expect(days.filter((on) => holdersOn(facts, on).length > 1)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    ));

  it('whoever newly receives a link holds the household on its first day', () =>
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), establishing, (commands, last) => {
        const before = links(commands);
        const after = links([...commands, last]);
        fc.pre(after.length > before.length);
        expect(holdersOn(after, last.from)).toEqual([last.member.memberId]);
      }),
      { numRuns: 200 },
    ));
});
