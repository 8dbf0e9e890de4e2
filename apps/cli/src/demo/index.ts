import { Api } from './api';
import { askFigures, type NamedFigure } from './figures';
import { play } from './play';
import type { Stage } from './stage';

export { figureOf } from './figures';
export { progressOn } from './progress';
export { tableOf } from './table';

/** Plays the demonstration on a running system and returns the figures it comes to. A second run repeats no fact. */
export const playDemonstration = async (stage: Stage): Promise<readonly NamedFigure[]> => {
  const api = new Api(stage);
  const { plan, position } = await play(stage, api);
  return askFigures(api, plan, position);
};
