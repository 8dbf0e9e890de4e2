import type { Fact } from '@minqing/kernel';

/** Why personal text was opened. A code, so that the record of a reading holds nothing personal and can be counted. */
export const accessPurposes = ['VISIT', 'CASEWORK', 'VERIFICATION', 'SUBJECT_REQUEST', 'COMPLAINT', 'INSPECTION'] as const;
export type AccessPurpose = (typeof accessPurposes)[number];

/** 查阅个人信息: somebody had personal text opened, one fact per request, written before he sees it (§10). */
export type PersonalDataAccessed = Fact<
  'PersonalDataAccessed',
  {
    accessId: string;
    villageCode: string;
    /** Ids of everybody whose text stood in what was opened. */
    subjects: readonly string[];
    purpose: AccessPurpose;
    /** What was opened. */
    card: { readonly kind: 'PERSON' | 'HOUSEHOLD' | 'VISIT' | 'ISSUE' | 'MATTER'; readonly id: string };
  }
>;
