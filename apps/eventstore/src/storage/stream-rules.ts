/** What `$$stream` says about which events of a stream can still be read. */
export interface StreamRules {
  readonly maxCount?: number;
  /** In milliseconds. */
  readonly maxAge?: number;
  /** First readable revision, `$tb`. */
  readonly truncateBefore?: number;
  /** The stream was deleted, and a later write brings it back. */
  readonly isDeleted: boolean;
}

/** Metadata of a deleted stream. Its `$tb` is 2^63 − 1, which JSON.parse rounds to 2^63. */
export const DELETED_METADATA = '{"$tb":9223372036854775807}';

export const NO_RULES: StreamRules = { isDeleted: false };

export function isMetadataStream(stream: string): boolean {
  return stream.startsWith('$$');
}

export function metadataStreamOf(stream: string): string {
  return `$$${stream}`;
}

/** The stream that a metadata stream describes. */
export function streamOfMetadata(stream: string): string | undefined {
  return isMetadataStream(stream) ? stream.slice(2) : undefined;
}

/** Reads the rules out of a `$metadata` event. Like the real server it ignores what makes no sense instead of refusing it. */
export function parseRules(data: Uint8Array): StreamRules {
  const metadata = parseObject(data);
  const maxCount = positiveInteger(metadata['$maxCount']);
  const maxAge = positiveInteger(metadata['$maxAge']);
  const before = metadata['$tb'];
  const truncateBefore = typeof before === 'number' && before >= 0 ? before : undefined;
  return {
    ...(maxCount === undefined ? {} : { maxCount }),
    ...(maxAge === undefined ? {} : { maxAge: maxAge * 1000 }),
    ...(truncateBefore === undefined ? {} : { truncateBefore }),
    isDeleted: truncateBefore !== undefined && truncateBefore >= 2 ** 63,
  };
}

function parseObject(data: Uint8Array): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(data).toString('utf8'));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function positiveInteger(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value > 0 ? value : undefined;
}
