import { purity } from './purity';
import { project, sourceOf } from './source';

const DECIDER = 'libs/visits/src/domain/visit.decider.ts';

describe('deciders and measures depend on their arguments alone', () => {
  it('here', () => expect(purity(project())).toEqual([]));

  it.each([
    ['const at = Date.now();', 'uses Date.now'],
    ['const at = new Date();', 'uses new Date()'],
    ['const at = Date();', 'uses Date()'],
    ['const n = Math.random();', 'uses Math.random'],
    ['const id = crypto.randomUUID();', 'uses crypto'],
    ['if (process.env.X) f();', 'uses process'],
    ['const { env } = process;', 'uses process'],
    ['console.log(1);', 'uses console'],
    ['setTimeout(f, 1);', 'uses setTimeout'],
    ['async function f() { await g(); }', 'uses await'],
    [`import { readFileSync } from 'node:fs';`, 'imports node:fs'],
  ])('“%s” would be noticed', (text, what) => expect(purity([sourceOf(DECIDER, text)])).toEqual([`${DECIDER} ${what}`]));

  it.each(['libs/kernel/src/time.ts', 'projections/coverage/coverage.measures.ts', 'libs/projecting/src/ledger/measure.ts'])(
    'in %s too',
    (path) => expect(purity([sourceOf(path, 'new Date();')])).toHaveLength(1),
  );

  it('but not where the world is met, nor where a word is only a name', () => {
    const innocent = [
      sourceOf('libs/visits/src/record-visit/record-visit.handler.ts', 'const now = new Date(); await log.run();'),
      sourceOf('libs/visits/src/domain/visit.decider.spec.ts', 'const now = Date.now();'),
      sourceOf(DECIDER, 'const day = new Date(Date.parse(text)); const { process: p } = fact; return { process: fact.process };'),
    ];
    expect(purity(innocent)).toEqual([]);
  });
});
