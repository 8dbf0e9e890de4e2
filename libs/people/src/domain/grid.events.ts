import type { Fact } from '@minqing/kernel';

/** 民情网格: a subdivision of a village into which members and households are grouped (LNK-1, D-01). */
export type GridDefined = Fact<'GridDefined', { gridCode: string; villageCode: string; name: string }>;
