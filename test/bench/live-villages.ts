import { randomUUID } from 'node:crypto';
import { dayOf, toInstant } from '@minqing/kernel';
import { type EmbeddedKeys, embeddedKeys } from '@minqing/runtime';
import { Calendar } from '../../apps/cli/src/demo/plan/calendar';
import { Diary, type Sender } from '../../apps/cli/src/demo/plan/diary';
import { found } from '../../apps/cli/src/demo/plan/foundation';
import { commandIdOf } from '../../apps/cli/src/demo/plan/names';
import { asMember, layOut, type Village } from '../../apps/cli/src/demo/plan/village';
import { Draw } from '../../apps/cli/src/load/draw';
import { KINDS, MODES, SIGNATURES } from '../../apps/cli/src/load/proportions';
import { drawVillages } from '../../apps/cli/src/load/villages';
import type { Answered, HttpLines } from './http-lines';

export const CITY = '330400000000';
/**
 * Households of each member, some sixty in a village. There must be enough of them: one that is visited some dozens of times
 * a day is nowhere to be found, and its visits cost more, for all of its day is taken together.
 */
const LOADS = [8, 7, 9, 8, 6, 8, 10, 8];

/** A visit that is about to be recorded. */
export interface PlannedVisit {
  readonly villageCode: string;
  send(): Promise<Answered>;
}

/** Villages whose members visit their households and write it down, each under his own token. */
export class LiveVillages {
  readonly codes: readonly string[];
  private readonly villages: readonly Village[];
  private readonly draw = new Draw('live');
  private readonly tokens = new Map<string, string>();

  constructor(
    private readonly http: HttpLines,
    private readonly dataDir: string,
    count: number,
  ) {
    this.codes = drawVillages(CITY.slice(0, 4), count, 'live');
    this.villages = this.codes.map((code, n) => layOut({ key: `live-${n}`, code, grids: ['东片', '西片'], loads: LOADS, committee: 3 }));
  }

  /** Grids, members, households and links, through the same door as everything. */
  async found(): Promise<void> {
    const keys = await embeddedKeys(this.dataDir);
    await Promise.all(this.villages.map((village) => this.foundOne(village, keys)));
  }

  /** A visit as `minqing load` draws them: of eight nobody has anything to say, of the ninth somebody has. */
  plan(): PlannedVisit {
    const { draw } = this;
    const village = draw.one(this.villages);
    const { id: householdId, member } = draw.one(village.households);
    const kind = draw.weighted(KINDS);
    const said = kind === 'NONE_RAISED' ? {} : { topicCode: 'ROAD', facts: '村道路灯不亮', cause: '线路老化', request: '请修好' };
    const body = {
      householdId,
      visitorIds: [member.id],
      leadVisitorId: member.id,
      mode: draw.weighted(MODES),
      entries: [{ kind, ...said }],
      signature: { status: draw.weighted(SIGNATURES) },
    };
    return { villageCode: village.code, send: () => this.send(asMember(member, village), `${village.path}/visits`, body, randomUUID()) };
  }

  private async foundOne(village: Village, keys: EmbeddedKeys): Promise<void> {
    for (const sender of [village.secretary, village.clerk, ...village.members.map((member) => asMember(member, village))]) {
      const grants = [{ role: sender.role, unit: sender.unit }];
      this.tokens.set(keyOf(sender), await keys.issue({ actor: sender.id, grants, ttlSeconds: 3600 }));
    }
    // Long ago: on the day on which a household is linked, its visits cost more than ever after.
    const diary = new Diary(Calendar.endingOn(dayOf(toInstant(new Date()))));
    found(diary, village);
    for (const wave of diary.days.flatMap(({ waves }) => waves)) {
      await Promise.all(wave.map(({ by, path, body, name }) => this.foundBy(by, path, body, commandIdOf(name))));
    }
  }

  private async foundBy(by: Sender, path: string, body: object, commandId: string): Promise<void> {
    const { status, body: said } = await this.send(by, path, body, commandId);
    if (status !== 201) throw new Error(`${path}: ${status} ${said}`);
  }

  private send(by: Sender, path: string, body: object, commandId: string): Promise<Answered> {
    const headers = `authorization: Bearer ${this.tokens.get(keyOf(by))}\r\nidempotency-key: ${commandId}\r\n`;
    return this.http.ask('POST', path, headers, JSON.stringify(body));
  }
}

const keyOf = ({ id, role }: Sender): string => `${role} ${id}`;
