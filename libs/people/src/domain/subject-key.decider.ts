import { accept, type Decider, type Sealed } from '@minqing/kernel';
import { refuse } from './people.refusals';
import type { SubjectKeyShredded } from './subject-key.events';

export interface RecordShredding {
  readonly type: 'RecordShredding';
  readonly subject: string;
  readonly villageCode?: string | undefined;
  readonly reason?: Sealed | undefined;
}

/** What the log says of a subject's key, on `subjectkey-<subject>`. */
export const subjectKey: Decider<RecordShredding, { readonly shredded: boolean }, SubjectKeyShredded> = {
  initial: { shredded: false },

  decide(c, s) {
    const { type: _, ...data } = c;
    if (s.shredded) return refuse({ code: 'SUBJECT_KEY_SHREDDED', subject: c.subject });
    return accept({ type: 'SubjectKeyShredded', data });
  },

  evolve: (s, fact) => (fact.type === 'SubjectKeyShredded' ? { shredded: true } : s),
};
