import { type Branch, branchesOf } from './branches';
import type { Term } from './card';
import type { Scope } from './scope';
import type { Window } from './window';

/** The sums that one answer is made of, each of them once: above and below the line are often the same amounts, weighed otherwise. */
export class Worksheet {
  readonly lists: (readonly Branch[])[] = [];
  private readonly places = new Map<string, number>();

  constructor(
    private readonly programme: string,
    private readonly scope: Scope,
  ) {}

  /** @returns the place in `lists` of what a term sums up */
  want(term: Term, window: Window): number {
    const { measure, byProgramme, shape, begun } = term;
    const key = [measure, byProgramme, shape, begun, window.from, window.to].join(' ');
    let place = this.places.get(key);
    if (place === undefined) this.places.set(key, (place = this.lists.push(branchesOf(term, this.programme, this.scope, window)) - 1));
    return place;
  }
}
