import { Sealer } from '@minqing/event-log';
import { PostgresKeyVault, SubjectKey } from '@minqing/people';
import { DataSource } from 'typeorm';
import { freshDatabase } from '../../../../test/kit/postgres';
import { householdSeal } from './household-seal';

describe('the seal of a household', () => {
  let database: DataSource;
  let vault: PostgresKeyVault;
  let sealer: Sealer;

  beforeAll(async () => {
    database = await new DataSource({ type: 'postgres', url: await freshDatabase(), entities: [SubjectKey] }).initialize();
    await PostgresKeyVault.prepare(database);
    vault = new PostgresKeyVault(database);
    sealer = new Sealer(vault);
  });
  afterAll(() => database.destroy());

  it('asks for a key where something is said, and nowhere else', async () => {
    const seal = householdSeal(sealer, 'h1');
    expect(await Promise.all([seal.text(undefined), seal.text(' '), seal.mac(undefined)])).toEqual([undefined, undefined, undefined]);
    expect(await vault.knows('h1')).toBe(false);
    const [facts, cause] = await Promise.all([seal.text(' 路灯不亮 '), seal.text('线路老化')]);
    expect(await Promise.all([facts!, cause!].map((sealed) => sealer.open(sealed)))).toEqual(['路灯不亮', '线路老化']);
  });

  it('of one that is forgotten takes no more text, but lets it be visited', async () => {
    await vault.uphold('h2');
    const seal = householdSeal(sealer, 'h2');
    expect(await seal.text(undefined)).toBeUndefined();
    await expect(seal.text('路灯不亮')).rejects.toMatchObject({ refusal: { code: 'SUBJECT_FORGOTTEN' } });
    await expect(seal.mac('a'.repeat(64))).rejects.toMatchObject({ refusal: { code: 'SUBJECT_FORGOTTEN' } });
  });

  it('of one that nobody knows takes nothing, and makes no key', async () => {
    const seal = householdSeal(sealer, undefined);
    expect(await Promise.all([seal.text('路灯不亮'), seal.mac('a'.repeat(64))])).toEqual([undefined, undefined]);
  });
});
