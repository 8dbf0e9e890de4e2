import type { Sender } from './diary';
import { Draw } from './draw';
import { idOf } from './names';

/** What a village of the demonstration is made from. */
export interface Design {
  /** Prefix of its step names. */
  readonly key: string;
  readonly code: string;
  /** Names of its grids. */
  readonly grids: readonly string[];
  /** How many households each member links on the first day; one number for each member. */
  readonly loads: readonly number[];
  /** How many of the first members sit in the two committees; the first is the secretary. */
  readonly committee: number;
}

export interface PlannedMember {
  /** From 1. */
  readonly no: number;
  /** Step that registers him. */
  readonly step: string;
  readonly id: string;
  /** Invented. */
  readonly name: string;
  readonly gridCode: string;
  readonly committee: boolean;
}

export interface PlannedHousehold {
  readonly no: number;
  readonly step: string;
  readonly id: string;
  /** Invented. */
  readonly head: string;
  readonly gridCode: string;
  /** Who links it on the first day. */
  readonly member: PlannedMember;
}

export interface Village extends Design {
  readonly path: string;
  readonly gridCodes: readonly string[];
  readonly members: readonly PlannedMember[];
  readonly households: readonly PlannedHousehold[];
  readonly secretary: Sender;
  readonly clerk: Sender;
}

const surnames = '沈陆姚朱顾吴张陈王李徐钱金许施曹俞计潘费'.split('') as [string, ...string[]];
const given = '建国春明福根水金阿林培荣月芳巧珍志强惠娟永良雪英文龙秀兰'.match(/../g) as [string, ...string[]];

export const inventedName = (draw: Draw): string => draw.one(surnames) + draw.one(given);

/** A member speaking for himself, in his own village. */
export const asMember = (member: PlannedMember, { code }: Pick<Village, 'code'>): Sender => ({
  id: member.id,
  role: 'LINKED_MEMBER',
  unit: code,
});

/** Lays a village out: members spread over its grids in equal groups, each with households of his own grid. */
export const layOut = (design: Design): Village => {
  const { key, code, grids, loads, committee } = design;
  const draw = new Draw(`${key}/names`);
  const gridCodes = grids.map((_, n) => `${code}${String(n + 1).padStart(3, '0')}`);
  const members = loads.map((_, n): PlannedMember => {
    const step = `${key}/member/${n + 1}`;
    const gridCode = gridCodes[Math.floor((n * grids.length) / loads.length)] ?? '';
    return { no: n + 1, step, id: idOf(step), name: inventedName(draw), gridCode, committee: n < committee };
  });
  const households = members
    .flatMap((member) => Array.from({ length: loads[member.no - 1] ?? 0 }, () => member))
    .map((member, n): PlannedHousehold => {
      const step = `${key}/household/${n + 1}`;
      return { no: n + 1, step, id: idOf(step), head: inventedName(draw), gridCode: member.gridCode, member };
    });
  return {
    ...design,
    path: `/v1/villages/${code}`,
    gridCodes,
    members,
    households,
    secretary: { id: idOf(`${key}/member/1`), role: 'SECRETARY', unit: code },
    clerk: { id: idOf(`${key}/member/${committee + 1}`), role: 'CLERK', unit: code },
  };
};

/** The member with a number; the plan names only numbers that exist. */
export const memberNo = ({ members, key }: Village, no: number): PlannedMember => members[no - 1] ?? missing(`${key}/member/${no}`);

export const householdNo = ({ households, key }: Village, no: number): PlannedHousehold =>
  households[no - 1] ?? missing(`${key}/household/${no}`);

const missing = (what: string): never => {
  throw new Error(`the plan has no ${what}`);
};
