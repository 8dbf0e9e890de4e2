import { Calendar, LAST_DAY } from './calendar';
import { idOf } from './names';
import { planDemonstration } from './plan';
import type { PlannedVisit } from './visits';

const plan = planDemonstration(Calendar.endingOn('2026-08-31'));
const { nanhui, gudoujing, days } = plan;
const steps = days.flatMap(({ n, waves }) => waves.flatMap((wave, w) => wave.map((step) => ({ ...step, n, w }))));
const sent = (pattern: RegExp) => steps.filter(({ name }) => pattern.test(name));

/** Households of each member on the last day, by member id, as the steps put it. */
const linked = (key: string): Map<unknown, number> => {
  const by = new Map<unknown, unknown>();
  for (const { path, body } of sent(new RegExp(`^${key}/household/\\d+/link$`))) by.set(path.replace(/\/links$/, ''), body['memberId']);
  for (const { path, body } of sent(new RegExp(`^${key}/household/\\d+/handover$`)))
    by.set(path.replace(/\/links\/handover$/, ''), body['toMemberId']);
  const counts = new Map<unknown, number>();
  for (const member of by.values()) counts.set(member, (counts.get(member) ?? 0) + 1);
  return counts;
};

describe('the plan of the demonstration', () => {
  it('is the same for the same day, to the byte', () => {
    expect(JSON.stringify(planDemonstration(Calendar.endingOn('2026-08-31')).days)).toBe(JSON.stringify(days));
  });

  it('is the same for another day but for the days in it', () => {
    const other = planDemonstration(Calendar.endingOn('2027-03-01'));
    const undated = (value: unknown) => JSON.stringify(value).replaceAll(/"\d{4}-\d\d-\d\d/g, '"DAY');
    expect(undated(other.days)).toBe(undated(days));
    expect(other.calendar.lastDay).toBe('2027-03-01');
  });

  it('names every step once: each is a command of its own', () => {
    expect(new Set(steps.map(({ name }) => name)).size).toBe(steps.length);
  });

  it('names nothing that an earlier wave has not made', () => {
    const made = new Map(steps.map(({ name, n, w }) => [idOf(name), n * 100 + w]));
    const wrong = steps.filter(({ name, n, w, body, path }) => {
      const own = idOf(name);
      const named = [...path.split('/'), ...(JSON.stringify(body).match(/[0-9a-f-]{36}/g) ?? [])];
      return named.some((id) => id !== own && (made.get(id) ?? -1) >= n * 100 + w);
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });

  it('tells of nothing later than the day on which it is told', () => {
    const wrong = steps.filter(({ n, body }) => {
      const { deadline: _, heldOn: __, periodTo: ___, ...told } = body;
      return (JSON.stringify(told).match(/\d{4}-\d\d-\d\d/g) ?? []).some((day) => day > plan.calendar.day(n));
    });
    expect(wrong.map(({ name }) => name)).toEqual([]);
    expect(days.at(-1)?.n).toBe(LAST_DAY);
    expect(JSON.stringify(days.at(-1))).not.toContain('occurredAt');
  });
});

describe('南汇村', () => {
  it('has 72 members, and every one who is not exempt has 5 to 10 households', () => {
    expect(sent(/^nanhui\/member\/\d+$/)).toHaveLength(72);
    const counts = linked('nanhui');
    expect(counts.size).toBe(71);
    expect([...counts.values()].filter((count) => count < 5 || count > 10)).toEqual([]);
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(nanhui.village.households.length);
  });

  it('exempts one member, whose seven households are in other hands within thirty days', () => {
    const [exemption, ...others] = sent(/\/exemption$/);
    const handovers = sent(/\/handover$/);
    expect(others).toEqual([]);
    expect(handovers).toHaveLength(7);
    expect(handovers.every(({ n }) => n > exemption!.n && n <= exemption!.n + 30)).toBe(true);
  });

  it('shows all kinds of entries, most statuses of signatures, one late, one corrected and one voided visit', () => {
    const kinds = new Set(nanhui.visits.flatMap(({ heard }) => (heard.length === 0 ? ['NONE_RAISED'] : heard.map(({ kind }) => kind))));
    expect([...kinds].sort()).toEqual(['DIFFICULTY', 'DISASTER', 'DISPUTE', 'NONE_RAISED', 'OTHER', 'SUGGESTION']);
    expect(new Set(nanhui.visits.map(({ signature }) => signature)).size).toBe(6);
    expect(nanhui.visits.filter(({ n, recordedOn }) => recordedOn - n > 3)).toHaveLength(1);
    expect(sent(/^nanhui\/.*\/correction$/)).toHaveLength(1);
    expect(sent(/^nanhui\/.*\/voiding$/)).toHaveLength(1);
    expect(sent(/\/signature$/).length).toBeGreaterThan(10);
    expect(sent(/\/refusal$/).length).toBeGreaterThan(0);
  });

  it('raises the wish of 198 households as one common issue, and assigns six matters with all five fields', () => {
    const [land] = sent(/^nanhui\/issue\/land-contract$/);
    expect(land?.body).toMatchObject({ scope: 'COMMON' });
    expect(new Set(land?.body['householdIds'] as string[]).size).toBe(198);
    const matters = sent(/^nanhui\/matter\//);
    expect(matters).toHaveLength(6);
    for (const { body } of matters)
      expect(body).toMatchObject({
        responsiblePersonId: expect.any(String),
        responsibilities: expect.arrayContaining([{ personId: expect.any(String), part: expect.any(String) }]),
        target: expect.any(String),
        measures: expect.any(String),
        deadline: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      });
  });
});

it.each([nanhui, gudoujing])('$village.key: every household is visited at its door by whoever links it', ({ village, visits }) => {
  const atTheDoor = ({ mode, step }: PlannedVisit) => mode !== 'PHONE' && !step.endsWith('/visit/extra');
  expect(new Set(visits.filter(atTheDoor).map(({ household }) => household)).size).toBe(village.households.length);
  expect(visits.filter(({ n, recordedOn }) => n < 2 || recordedOn < n || recordedOn > LAST_DAY)).toEqual([]);
});

describe('古窦泾村', () => {
  const { village, session } = gudoujing;

  it('gives every member six households', () => expect(new Set(linked('gudoujing').values())).toEqual(new Set([6])));

  it('judges the service as a whole, everybody of the two committees and every matter assigned', () => {
    const inOffice = sent(/^gudoujing\/member\/\d+\/role\/COMMITTEE_MEMBER$/).map(({ path }) => path.split('/')[5]);
    const matters = sent(/^gudoujing\/matter\//).map(({ name }) => idOf(name));
    expect(session.results.map(({ target }) => `${target.type}/${target.id}`)).toEqual([
      `TEAM/${village.code}`,
      ...inOffice.map((id) => `MEMBER/${id}`),
      ...matters.map((id) => `MATTER/${id}`),
    ]);
    expect(inOffice).toHaveLength(7);
  });

  it('counts 107 slips of a roll of 110 for each, with at least 95 of 100 satisfied, once exactly 102 of 107', () => {
    const headline = session.results.map(
      ({ slips: [satisfied, basically, , , spoiled] }) => [satisfied + basically, 107 - spoiled] as const,
    );
    expect(session).toMatchObject({ eligible: 110, present: 107 });
    expect(session.results.filter(({ slips }) => slips.reduce((sum, n) => sum + n, 0) !== 107)).toEqual([]);
    expect(headline.filter(([n, of]) => n / of < 0.95)).toEqual([]);
    expect(headline.filter(([n, of]) => n === 102 && of === 107)).toHaveLength(1);
    expect(headline.filter(([n, of]) => n === 107 && of === 107).length).toBeGreaterThan(1);
  });
});
