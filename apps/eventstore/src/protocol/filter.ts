import { LogRecord } from '../storage/record';
import { ProtoReader } from '../wire/proto-reader';
import { invalidArgument } from './refusals';

/** Which events of `$all` are wanted, and how often a caller hears how far the search has come. */
export interface Filter {
  matches(record: LogRecord): boolean;
  /** Events considered, wanted or not, between two checkpoints. */
  readonly checkpointEvery: number;
}

const DEFAULT_WINDOW = 32;

/** `FilterOptions`. @throws CallFailed INVALID_ARGUMENT for an expression that is none */
export function readFilter(reader: ProtoReader): Filter {
  let matches: Filter['matches'] = () => true;
  let window = DEFAULT_WINDOW;
  let multiplier = 1;
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) {
      const isWanted = readExpression(reader.message());
      matches = (record) => isWanted(record.stream);
    } else if (field === 2) {
      const isWanted = readExpression(reader.message());
      matches = (record) => isWanted(record.type);
    } else if (field === 3) window = reader.number();
    else if (field === 5) multiplier = reader.number();
    else reader.skip();
  }
  return { matches, checkpointEvery: Math.max(window, 1) * Math.max(multiplier, 1) };
}

function readExpression(reader: ProtoReader): (text: string) => boolean {
  let regex = '';
  const prefixes: string[] = [];
  for (let field = reader.next(); field; field = reader.next()) {
    if (field === 1) regex = reader.text();
    else if (field === 2) prefixes.push(reader.text());
    else reader.skip();
  }
  if (regex === '') return (text) => prefixes.some((prefix) => text.startsWith(prefix));
  try {
    const expression = new RegExp(regex, 'u');
    return (text) => expression.test(text);
  } catch {
    throw invalidArgument(`过滤表达式无效：${regex}。 The filter is not a regular expression.`);
  }
}
