import { DivisionTree } from '@minqing/divisions';
import { Clock, dayOf, type Day, toInstant } from '@minqing/kernel';
import { type Ledger, ReadSide } from '@minqing/projecting';
import { DEFAULT_PROGRAMME, profileOn } from '@minqing/programmes';
import { coverage } from '@projections/coverage';
import { Injectable } from '@nestjs/common';
import { type Branch, branchesOf } from './branches';
import type { FigureCard, Term } from './card';
import { catalogue, ledgers } from './catalogue';
import { behindFigure, type FactsBehind } from './facts-behind';
import { type Distribution, distributionOf, total, type Value, valueOf } from './figure';
import { refuse } from './figures.refusals';
import { labelOf, rangesOf, type Scope } from './scope';
import { amountsNaming, type ByKind, sumAmounts, sumsOfCells } from './sums';
import { isClosedPeriod, startOf, type Window, windowBefore } from './window';
import { Worksheet } from './worksheet';

/** One question; days are business days. */
export interface FigureAsked {
  readonly scope: Scope;
  readonly programme?: string | undefined;
  readonly from?: Day | undefined;
  readonly to?: Day | undefined;
  /** As known at the end of that day. */
  readonly recordedBy?: Day | undefined;
  /** Wait until the read model has reached this log position. */
  readonly after?: bigint | undefined;
}

/** What the asker may see; roles are settled before (§10, §11.6). */
export interface Privacy {
  /** Supervisors and auditors: any period, and the facts below a village. */
  readonly supervises: boolean;
}

export interface FigureKind extends Value {
  readonly kind: string;
}

export interface FigureAnswer extends Value {
  readonly id: string;
  readonly scope: string;
  readonly programme: string;
  readonly profileVersion: number | null;
  readonly from: Day;
  readonly to: Day;
  readonly recordedBy: Day | null;
  readonly kinds?: readonly FigureKind[];
  readonly distribution?: Distribution;
  /** The window of equal length before; none for one session, which has no before. */
  readonly previous?: Window & Value;
}

export interface FactsAsked extends FigureAsked {
  /** Which of the figure's sums, `numerator` or `denominator`, and of which of its kinds. */
  readonly of: 'numerator' | 'denominator';
  readonly kind?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit: number;
}

const EVER: Window = { from: '0001-01-01', to: '9999-12-31' };

/** By ledger: those who ask the same one at the same time are answered together. */
const sumsIn = new Map(ledgers.map((ledger) => [ledger, sumsOfCells(ledger)]));

/** A figure's terms with what to make of them. */
interface Variant {
  readonly numerator: Term;
  readonly denominator?: Term;
}

/** Its terms with the places of their sums. */
interface Placed {
  readonly numerator: { readonly term: Term; readonly place: number };
  readonly denominator?: { readonly term: Term; readonly place: number } | undefined;
}

/** Answers figures from the ledgers' cells, and opens them down to the facts. */
@Injectable()
export class Figures {
  constructor(
    private readonly readSide: ReadSide,
    private readonly clock: Clock,
    readonly divisions: DivisionTree,
  ) {}

  card(id: string): FigureCard {
    const card = catalogue.find((card) => card.id === id);
    if (!card) return refuse('FIGURE_UNKNOWN', { given: id });
    return card;
  }

  /** @throws Refused with one of `figuresRefusals`, or as `ReadSide.ask` does */
  async figure(id: string, asked: FigureAsked, privacy: Privacy): Promise<FigureAnswer & { readonly position: string }> {
    const card = this.card(id);
    const { scope, programme = DEFAULT_PROGRAMME, recordedBy, after } = asked;
    const window = this.windowOf(card, asked);
    this.protect(card, scope, window, privacy);
    const profile = profileOn(programme, window.to === EVER.to ? this.today() : window.to);
    const named = scope.name === 'member' || scope.name === 'household';
    const k = named ? 0 : (profile?.privacy.k ?? 5);

    const ofSession = isSession(scope);
    const sampled = scope.name === 'target';
    const before = ofSession ? undefined : windowBefore(window);
    const sheet = new Worksheet(programme, scope);
    const placed = ({ numerator, denominator }: Variant, window: Window): Placed => ({
      numerator: { term: numerator, place: sheet.want(numerator, window) },
      denominator: denominator && { term: denominator, place: sheet.want(denominator, window) },
    });
    const main = placed(card, window);
    const kinds = (card.kinds ?? []).map((variant) => ({ kind: variant.kind, ...placed(variant, window) }));
    const previous = before && { window: before, ...placed(card, before) };
    const roll = sampled ? censusOf(scope, programme) : undefined;
    const counted = roll?.map((branches) => sheet.lists.push(branches) - 1);

    return this.sums(card.ledger, sheet.lists, scope, recordedBy, after, (sums) => {
      const census = counted !== undefined && isCensus(counted.map((place) => sums[place]!.get('') ?? 0));
      const valueAt = ({ numerator, denominator }: Placed): Value => {
        const below = denominator && total(denominator.term, sums[denominator.place]!);
        return valueOf(card, total(numerator.term, sums[numerator.place]!), below, { k, sampled, census });
      };
      const listed: FigureKind[] = kinds.map(({ kind, ...variant }) => ({ kind, ...valueAt(variant) }));
      if (card.byKind) {
        const byKind = [...sums[main.numerator.place]!].filter(([, n]) => n !== 0).sort(([a], [b]) => (a < b ? -1 : 1));
        listed.push(
          ...byKind.map(([kind, n]) => ({ kind, ...valueOf({ unit: 'COUNT' }, n, undefined, { k, sampled: false, census: false }) })),
        );
      }
      return {
        id,
        scope: labelOf(scope),
        programme,
        profileVersion: profile?.version ?? null,
        ...window,
        recordedBy: recordedBy ?? null,
        ...valueAt(main),
        ...(listed.length > 0 && { kinds: listed }),
        ...(card.unit === 'MEAN' && {
          distribution: distributionOf(sums[main.denominator!.place]!, [
            profile?.link.householdsMin ?? 5,
            profile?.link.householdsMax ?? 10,
          ]),
        }),
        ...(previous && { previous: { ...previous.window, ...valueAt(previous) } }),
      };
    });
  }

  /** The facts behind one of a figure's sums, page by page; what the items count adds up to the number. */
  async facts(id: string, asked: FactsAsked, privacy: Privacy): Promise<FactsBehind & { readonly position: string }> {
    const card = this.card(id);
    const { scope, programme = DEFAULT_PROGRAMME } = asked;
    const window = this.windowOf(card, asked);
    this.protect(card, scope, window, privacy);
    if (card.people && isBelowVillage(scope) && !privacy.supervises) refuse('FIGURE_FACTS_CLOSED');
    const variant: Variant = card.kinds?.find(({ kind }) => kind === asked.kind) ?? card;
    const term = asked.of === 'denominator' ? (variant.denominator ?? variant.numerator) : variant.numerator;
    const kind = card.byKind && asked.kind !== undefined && variant === card ? asked.kind : undefined;
    const wanted = kind === undefined ? term : { ...term, kinds: [kind] };
    return behindFigure(this.readSide, card.ledger, wanted, { ...asked, window, branches: branchesOf(wanted, programme, scope, window) });
  }

  /** The villages in which a member or household has been on record. */
  async villagesOf(name: 'member' | 'household', id: string): Promise<readonly string[]> {
    const { villages } = await this.readSide.ask([coverage], {}, async (view) => {
      const rows = await view.query<{ village: string }>(`SELECT DISTINCT village FROM ${view.table(coverage.acts)} WHERE entity = $1`, [
        `${name}:${id}`,
      ]);
      return { villages: rows.map(({ village }) => village) };
    });
    return villages;
  }

  private windowOf(card: FigureCard, { scope, from, to }: FigureAsked): Window {
    if (isSession(scope)) return EVER;
    const last = to ?? this.today();
    const first = from ?? startOf(card.period, last);
    if (first > last) refuse('FIGURE_WINDOW_REVERSED', { field: 'from', from: first, to: last });
    return { from: first, to: last };
  }

  private protect(card: FigureCard, scope: Scope, window: Window, { supervises }: Privacy): void {
    if (!card.scopes.includes(scope.name)) {
      refuse('FIGURE_SCOPE_UNFIT', { field: scope.name, figure: card.id, given: scope.name, accepted: card.scopes.join(', ') });
    }
    if (card.people && isBelowVillage(scope) && !supervises && !isClosedPeriod(window, this.today())) refuse('FIGURE_PERIOD_OPEN');
  }

  /** Adds up the cells of each list of branches; where none are kept of the scope, the amounts of all that names it. */
  private sums<T extends object>(
    ledger: Ledger,
    lists: readonly (readonly Branch[])[],
    scope: Scope,
    recordedBy: Day | undefined,
    after: bigint | undefined,
    answer: (sums: readonly ByKind[]) => T,
  ): Promise<T & { readonly position: string }> {
    if ((scope.name !== 'member' && scope.name !== 'household') || ledger.isKept(rangesOf(scope)[0]!.low)) {
      return this.readSide.askTogether(sumsIn.get(ledger)!, { after }, { lists, recordedBy }, answer);
    }
    return this.readSide.ask([ledger], { after }, async (view) => {
      const amounts = await amountsNaming(view, ledger, scope, recordedBy);
      return answer(lists.map((branches) => sumAmounts(amounts, branches)));
    });
  }

  today(): Day {
    return dayOf(toInstant(this.clock.now()));
  }
}

/** Who was on the roll and who cast a ballot, in the session of a target. */
const censusOf = (scope: Scope, programme: string): readonly (readonly Branch[])[] => {
  const session: Scope = scope.name === 'target' ? { name: 'evaluation', id: scope.evaluation } : scope;
  return ['session.eligible', 'session.ballots'].map((measure) =>
    branchesOf({ measure, shape: 'flow', byProgramme: true }, programme, session, EVER),
  );
};

/** All who were on the session's roll have cast a ballot. */
const isCensus = ([eligible = 0, ballots]: readonly number[]): boolean => eligible > 0 && eligible === ballots;

const isSession = ({ name }: Scope): boolean => name === 'evaluation' || name === 'target';

const isBelowVillage = ({ name }: Scope): boolean => name === 'grid' || name === 'member' || name === 'household';
