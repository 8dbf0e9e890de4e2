import type { Diary, Sender, Step } from './diary';
import type { PlannedMember, Village } from './village';

/** The two committees have served this long when the demonstration begins, in days: longer than the half year under judgement. */
const IN_OFFICE = 400;

/** Day 0 of a village: grids, members, households, roles, and a link for every household. */
export const found = (diary: Diary, village: Village): void => {
  const { calendar } = diary;
  const from = calendar.day(0);
  const since = calendar.day(-IN_OFFICE);
  const { key, path, secretary, clerk, members, households } = village;

  diary.add(0, 0, [
    ...members.map((member) => registration(village, member, from)),
    ...village.grids.map((name, n) => ({
      name: `${key}/grid/${n + 1}`,
      by: secretary,
      path: `${path}/grids`,
      body: { gridCode: village.gridCodes[n], name },
    })),
  ]);
  diary.add(0, 1, [
    ...households.map(({ step, gridCode, head, no }) => ({
      name: step,
      by: clerk,
      path: `${path}/households`,
      body: { gridCode, head, address: `${village.grids[village.gridCodes.indexOf(gridCode)] ?? ''} ${no} 号`, from },
    })),
    ...members.map(({ step, id, gridCode }) => ({
      name: `${step}/grid`,
      by: clerk,
      path: `${path}/members/${id}/grid`,
      body: { gridCode, from },
    })),
  ]);
  diary.add(0, 2, [
    ...households.map(({ step, id, member }) => ({
      name: `${step}/link`,
      by: clerk,
      path: `${path}/households/${id}/links`,
      body: { memberId: member.id, from },
    })),
    ...members.filter(({ committee }) => committee).map((member) => role(village, member, 'COMMITTEE_MEMBER', since)),
  ]);
  diary.add(
    0,
    3,
    [secretary, clerk].flatMap((sender) =>
      members.filter(({ id }) => id === sender.id).map((member) => role(village, member, sender.role, since)),
    ),
  );
};

const postsOf = (village: Village, member: PlannedMember): readonly string[] => {
  if (member.id === village.secretary.id) return ['PARTY_SECRETARY'];
  return member.committee ? ['COMMITTEE'] : [];
};

const registration = (village: Village, member: PlannedMember, from: string): Step => ({
  name: member.step,
  by: village.secretary,
  path: `${village.path}/members`,
  body: { name: member.name, posts: postsOf(village, member), from },
});

const role = ({ path, secretary, code }: Village, { id, step }: PlannedMember, name: Sender['role'], from: string): Step => ({
  name: `${step}/role/${name}`,
  by: secretary,
  path: `${path}/persons/${id}/roles`,
  body: { role: name, unitCode: code, from },
});

/** 老党员免联户: an old member's exemption, proved by paper, and his households in other hands within thirty days (LNK-3). */
export const exempt = (
  diary: Diary,
  village: Village,
  member: PlannedMember,
  granted: number,
  handovers: readonly { readonly no: number; readonly n: number; readonly to: PlannedMember }[],
): void => {
  const { path, secretary, households } = village;
  diary.add(granted, 0, [
    {
      name: `${member.step}/exemption`,
      by: secretary,
      path: `${path}/members/${member.id}/exemptions`,
      body: { reason: 'OLD', from: diary.calendar.day(granted), approverId: secretary.id, evidence: '免联户证明：现年 78 岁' },
    },
  ]);
  for (const { no, n, to } of handovers) {
    const household = households.find((each) => each.no === no);
    if (!household) continue;
    diary.add(n, 0, [
      {
        name: `${household.step}/handover`,
        by: secretary,
        path: `${path}/households/${household.id}/links/handover`,
        body: { fromMemberId: member.id, toMemberId: to.id, on: diary.calendar.day(n) },
      },
    ]);
  }
};
