import { Draw } from '../../apps/cli/src/load/draw';
import type { FigureWatch } from './live-figures';
import type { LiveVillages } from './live-villages';

/** What a stage came to; times are milliseconds from the moment at which the command was planned to be sent. */
export interface Stage {
  readonly sent: number;
  readonly refused: number;
  /** Commands answered in a second, from the first one planned to the last answer. */
  readonly perSecond: number;
  readonly commandP50: number;
  readonly commandP99: number;
  /** From the command to a figure that holds it. */
  readonly visibleP50: number;
  readonly visibleP99: number;
}

/** Everything that was acknowledged, by village, and the newest position of it. */
export class Acknowledged {
  readonly byVillage = new Map<string, number>();
  newest = 0n;

  add(villageCode: string, position: bigint): void {
    this.byVillage.set(villageCode, (this.byVillage.get(villageCode) ?? 0) + 1);
    if (position > this.newest) this.newest = position;
  }
}

/** Where a load goes, and who looks at what comes of it. */
export interface Target {
  readonly villages: LiveVillages;
  readonly watch: FigureWatch;
  readonly acknowledged: Acknowledged;
}

const share = (times: number[], of: number): number => {
  times.sort((a, b) => a - b);
  return times[Math.floor((times.length - 1) * of)] ?? NaN;
};

class Tally {
  private readonly commands: number[] = [];
  private readonly visible: number[] = [];
  private readonly looks: Promise<void>[] = [];
  private refused = 0;
  private last = 0;

  constructor(private readonly to: Target) {}

  /** @param planned when it ought to be sent, by `performance.now()` */
  async command(planned: number): Promise<void> {
    const visit = this.to.villages.plan();
    const { status, body } = await visit.send();
    this.last = performance.now();
    this.commands.push(this.last - planned);
    if (status !== 201) {
      if (this.refused++ === 0) process.stderr.write(`${status} ${body}\n`);
      return;
    }
    const position = BigInt((JSON.parse(body) as { position: string }).position);
    this.to.acknowledged.add(visit.villageCode, position);
    this.looks.push(this.to.watch.visible(position).then((at) => void this.visible.push(at - planned)));
  }

  async stage(from: number): Promise<Stage> {
    await Promise.all(this.looks);
    const { commands, visible, refused } = this;
    return {
      sent: commands.length,
      refused,
      perSecond: (commands.length * 1000) / (this.last - from),
      commandP50: share(commands, 0.5),
      commandP99: share(commands, 0.99),
      visibleP50: share(visible, 0.5),
      visibleP99: share(visible, 0.99),
    };
  }
}

/**
 * Open loop: commands come at times that are fixed beforehand, at random like people, whether the system keeps up or
 * not; whoever has to wait has waited from his own time on.
 */
export const openLoop = async (to: Target, perSecond: number, seconds: number): Promise<Stage> => {
  const draw = new Draw(`${perSecond}/${seconds}`);
  const times: number[] = [];
  for (let at = 0; at < seconds * 1000; at -= (Math.log(1 - draw.share()) * 1000) / perSecond) times.push(at);
  const tally = new Tally(to);
  const from = performance.now();
  const open: Promise<void>[] = [];
  for (const time of times) {
    const wait = from + time - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    open.push(tally.command(from + time));
  }
  await Promise.all(open);
  return tally.stage(from);
};

/** Closed loop: so many callers, each of whom sends the next command when the last is answered. */
export const closedLoop = async (to: Target, callers: number, seconds: number): Promise<Stage> => {
  const tally = new Tally(to);
  const from = performance.now();
  const until = from + seconds * 1000;
  const caller = async (): Promise<void> => {
    for (let now = from; now < until; now = performance.now()) await tally.command(now);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return tally.stage(from);
};
