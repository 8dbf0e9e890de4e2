import type { Recorded } from '@minqing/kernel';
import { DataSource, EntitySchema } from 'typeorm';

interface VillageRow {
  village: string;
  facts: number;
}

interface CheckpointRow {
  name: string;
  position: string;
}

const Village = new EntitySchema<VillageRow>({
  name: 'naive_village',
  columns: { village: { type: 'text', primary: true }, facts: { type: 'int' } },
});

const Checkpoint = new EntitySchema<CheckpointRow>({
  name: 'naive_checkpoint',
  columns: { name: { type: 'text', primary: true }, position: { type: 'bigint' } },
});

/**
 * The projection that everybody writes first: for each event one TypeORM transaction with a find, a save and the
 * checkpoint's save. It counts the facts of each village, which is less than any of ours does.
 * @returns events a second
 */
export const naiveProjection = async (databaseUrl: string, facts: readonly Recorded[]): Promise<number> => {
  const db = await new DataSource({ type: 'postgres', url: databaseUrl, entities: [Village, Checkpoint], synchronize: true }).initialize();
  const started = performance.now();
  for (const { data, position } of facts) {
    const village = (data as { villageCode?: string }).villageCode ?? '';
    await db.transaction(async (tx) => {
      const row = (await tx.findOneBy(Village, { village })) ?? { village, facts: 0 };
      row.facts++;
      await tx.save(Village, row);
      await tx.save(Checkpoint, { name: 'naive', position: position.toString() });
    });
  }
  const seconds = (performance.now() - started) / 1000;
  await db.destroy();
  return facts.length / seconds;
};
