import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { whoMay } from '../../apps/api/src/access/who-may';

interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required?: boolean }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, object>>;
}

const document = JSON.parse(
  execFileSync(process.execPath, [join(__dirname, '../kit/built-open-api.js')], { encoding: 'utf8', maxBuffer: 1 << 26 }),
) as { paths: Record<string, Record<string, Operation>>; components: { schemas: Record<string, { properties?: object }> } };

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, method, operation })),
);
const commands = operations.filter(({ method }) => method === 'post');

it('documents every command that anybody may send', () => {
  expect(commands).toHaveLength(Object.keys(whoMay).length);
});

it.each(operations)('$name says in two languages what it does', ({ operation }) => {
  expect(operation.summary).toMatch(/[\u4e00-\u9fff].* · .*[a-z]/s);
});

it.each(commands)('$name names its headers, its answer and its refusals', ({ operation }) => {
  const required = (operation.parameters ?? []).filter(({ required }) => required).map(({ name }) => name);
  expect(required).toEqual(expect.arrayContaining(['villageCode', 'Idempotency-Key']));
  expect(Object.keys(operation.responses)).toEqual(expect.arrayContaining(['201', '400', '401', '403', '404', '409', '422', '503']));
});

it('requires no query parameter of anybody', () => {
  const needed = operations.flatMap(({ name, operation }) =>
    (operation.parameters ?? []).filter((each) => each.in === 'query' && each.required).map((each) => `${name} ${each.name}`),
  );
  expect(needed).toEqual([]);
});

it('knows the fields of what is sent and answered', () => {
  const { RecordVisitRequest, AssignMatterRequest, FigureBody, ProblemBody } = document.components.schemas;
  expect(Object.keys(RecordVisitRequest?.properties ?? {})).toEqual(
    expect.arrayContaining(['householdId', 'visitorIds', 'entries', 'signature']),
  );
  expect(Object.keys(AssignMatterRequest?.properties ?? {})).toEqual(
    expect.arrayContaining(['responsiblePersonId', 'responsibilities', 'target', 'measures', 'deadline']),
  );
  expect(Object.keys(FigureBody?.properties ?? {})).toEqual(
    expect.arrayContaining(['value', 'numerator', 'denominator', 'interval', 'position', 'previous']),
  );
  expect(Object.keys(ProblemBody?.properties ?? {})).toEqual(expect.arrayContaining(['code', 'rule', 'field']));
});
