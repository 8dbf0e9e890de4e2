import { DivisionTree } from '@minqing/divisions';
import { addDays, type Day } from '@minqing/kernel';
import { type Facts, openDatabase, Projector, ReadSide } from '@minqing/projecting';
import { projections } from '@projections/all';
import { coverage } from '@projections/coverage';
import { catalogue, Figures, type Scope } from '@projections/figures';
import { satisfaction } from '@projections/satisfaction';
import type { DataSource } from 'typeorm';
import { freshDatabase } from '../kit/postgres';
import { until } from './known-log';

/** A figure that is not what it was. */
export interface Unlike {
  readonly day: Day;
  readonly id: string;
  readonly scope: Scope;
  readonly known: string;
  readonly computed: string;
}

const supervises = { supervises: true };

/** Business days that a window covers: a week, a quarter, a year. */
const WINDOWS = [7, 91, 365];

/**
 * Asks figures as known at the end of past days, of the read models that know everything since; and the same figures, as
 * they stand, of read models of our own that were filled from the log only up to the end of that day.
 */
export class AsKnown {
  private readonly divisions = new DivisionTree();

  private constructor(
    private readonly facts: Facts,
    private readonly past: DataSource,
    private readonly present: DataSource,
    /** Most scopes of each kind that are asked about. */
    private readonly scopes: number,
  ) {}

  static async open(facts: Facts, present: DataSource, scopes: number): Promise<AsKnown> {
    return new AsKnown(facts, await openDatabase(await freshDatabase(), 10, () => undefined), present, scopes);
  }

  /**
   * To be asked for one day after the other; each goes on from the one before.
   * @returns how many figures were compared, and the first that is not the same to the byte
   */
  async compare(day: Day, position: bigint): Promise<{ readonly asked: number; readonly unlike: Unlike | undefined }> {
    await this.fill(position);
    const clock = { now: () => new Date(`${day}T20:00:00+08:00`), stepped: true };
    const then = new Figures(new ReadSide(this.past), clock, this.divisions);
    const now = new Figures(new ReadSide(this.present), clock, this.divisions);
    let asked = 0;
    for (const scope of await this.scopesKnown()) {
      for (const { id } of catalogue.filter((card) => card.scopes.includes(scope.name))) {
        const from = addDays(day, 1 - WINDOWS[asked++ % WINDOWS.length]!);
        const [a, b] = await Promise.all([
          now.figure(id, { scope, from, to: day, recordedBy: day }, supervises),
          then.figure(id, { scope, from, to: day }, supervises),
        ]);
        const [left, right] = [a, b].map((answer) => JSON.stringify({ ...answer, recordedBy: null, position: null }));
        if (left !== right) return { asked, unlike: { day, id, scope, known: left!, computed: right! } };
      }
    }
    return { asked, unlike: undefined };
  }

  async close(): Promise<void> {
    await this.past.destroy();
  }

  private async fill(position: bigint): Promise<void> {
    const ending = new AbortController();
    const clock = { now: () => new Date(), stepped: false };
    const worker = new Projector({ db: this.past, facts: until(this.facts, position), projections, clock });
    const run = worker.run(ending.signal);
    await new ReadSide(this.past).ask(projections, { after: position, patience: 600_000 }, async () => ({}));
    ending.abort();
    await run;
  }

  /** Everything that has amounts, and every division above it; of each kind so many, spread evenly over their ids. */
  private async scopesKnown(): Promise<readonly Scope[]> {
    const { names } = await new ReadSide(this.past).ask([coverage, satisfaction], {}, async (view) => ({
      names: await view.query<{ kind: string; id: string }>(
        `SELECT kind, id FROM (
           SELECT kind, id, row_number() OVER (PARTITION BY kind ORDER BY md5(id), id) AS place
           FROM (SELECT split_part(scope, ':', 1) AS kind, substr(scope, strpos(scope, ':') + 1) AS id
                 FROM (SELECT scope FROM ${view.table(coverage.cells)} UNION SELECT scope FROM ${view.table(satisfaction.cells)}
                       UNION SELECT 'HOUSEHOLD:' || substr(entity, 11) FROM ${view.table(coverage.acts)} WHERE entity LIKE 'household:%'
                       UNION SELECT 'MEMBER:' || member FROM ${view.table(coverage.acts)} WHERE member IS NOT NULL) AS scopes) AS named
         ) AS placed WHERE place <= $1 AND kind <> 'MEET'`,
        [this.scopes],
      ),
    }));
    const villages = names.filter(({ kind }) => kind === 'VILLAGE').map(({ id }) => this.divisions.find('VILLAGE', id)!);
    const divisions = [...new Map(villages.flatMap((village) => this.divisions.path(village)).map((each) => [each.code, each])).values()];
    return [
      ...divisions.map((division): Scope => ({ name: 'division', division })),
      ...names.flatMap(({ kind, id }): readonly Scope[] => {
        if (kind === 'GRID') return [{ name: 'grid', id }];
        if (kind === 'MEMBER') return [{ name: 'member', id }];
        if (kind === 'HOUSEHOLD') return [{ name: 'household', id }];
        if (kind === 'SESSION') return [{ name: 'evaluation', id }];
        const [evaluation = '', ...target] = id.split('/');
        return kind === 'TARGET' ? [{ name: 'target', evaluation, target: target.join('/') }] : [];
      }),
    ];
  }
}
