import { phases } from '../prove/killing';
import { prove } from '../prove/proof';

jest.setTimeout(480_000);

it('shows what the log alone says, now and as known on past days, wherever its workers were killed', async () => {
  const { kills, figures, wrong } = await prove({
    events: 1_000,
    kills: phases.length,
    days: 2,
    scopes: 2,
    seed: 'a few',
    partitions: 'coverage=2',
    say: () => undefined,
  });
  expect(wrong).toEqual([]);
  expect(figures).toBeGreaterThan(50);
  // Where exactly a blow falls is chance; that fillings and what follows them are hit is not.
  expect(kills.FILLING).toBeGreaterThan(0);
  expect(kills.FINISHING + kills.SWITCHING).toBeGreaterThan(0);
});
