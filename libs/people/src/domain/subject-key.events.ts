import type { Fact, Sealed } from '@minqing/kernel';

/**
 * 密钥销毁: the subject's key is gone, and with it every text sealed under it, for ever and everywhere. Written after the
 * key is destroyed, never before.
 */
export type SubjectKeyShredded = Fact<
  'SubjectKeyShredded',
  {
    subject: string;
    /** Village of the household, member or person; absent for another subject. */
    villageCode?: string | undefined;
    /** Why, in the words of whoever ordered it, under his key. */
    reason?: Sealed | undefined;
  }
>;
