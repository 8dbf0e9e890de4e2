import type { ShreddingOrder } from '../forgetting/shredding-order';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One row per data subject. A destroyed key leaves its row behind, so that the subject never gets another. */
@Entity({ schema: 'vault', name: 'subject_key' })
export class SubjectKey {
  @PrimaryColumn({ type: 'text' })
  subject!: string;

  /** 32 bytes; null once destroyed. */
  @Column({ type: 'bytea', nullable: true })
  key!: Buffer | null;

  @Column({ name: 'created_at', type: 'timestamptz', default: () => 'now()' })
  createdAt!: Date;

  @Column({ name: 'destroyed_at', type: 'timestamptz', nullable: true })
  destroyedAt!: Date | null;

  /** What the log is still to say of the destruction; null once it says it. */
  @Column({ type: 'jsonb', nullable: true })
  unrecorded!: ShreddingOrder | null;
}
