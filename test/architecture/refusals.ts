import ts from 'typescript';
import { isSpec, type Source, visit } from './source';

/** A refusal's code: `LINK_MEMBER_EXEMPT`. */
const CODE = /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/;

export interface Refusals {
  /** Codes with a row in some table, as often as they have one. */
  readonly rows: readonly string[];
  /** Where each code is refused with: code and file. */
  readonly uses: readonly { readonly code: string; readonly path: string }[];
}

const literalsIn = (node: ts.Node): string[] => {
  const found: string[] = [];
  visit(node, (inner) => ts.isStringLiteralLike(inner) && CODE.test(inner.text) && found.push(inner.text));
  return found;
};

/** `{ code: 'A' }` and `{ code: late ? 'A' : 'B' }`. */
const codesIn = (node: ts.Expression | undefined): string[] => {
  if (!node || !ts.isObjectLiteralExpression(node)) return [];
  return node.properties
    .filter((property) => ts.isPropertyAssignment(property) && property.name.getText() === 'code')
    .flatMap((property) => literalsIn((property as ts.PropertyAssignment).initializer));
};

const isTable = (node: ts.Node): node is ts.SatisfiesExpression => ts.isSatisfiesExpression(node) && node.type.getText() === 'RefusalTable';

export const refusalsOf = (sources: readonly Source[]): Refusals => {
  const rows: string[] = [];
  const uses: { code: string; path: string }[] = [];
  for (const source of sources.filter((source) => !isSpec(source))) {
    const use = (codes: readonly string[]) => uses.push(...codes.map((code) => ({ code, path: source.path })));
    visit(source.tree, (node) => {
      if (isTable(node)) {
        visit(node.expression, (inner) => {
          if (ts.isPropertyAssignment(inner) && CODE.test(inner.name.getText())) rows.push(inner.name.getText());
        });
      }
      if (ts.isCallExpression(node) && /^(this\.)?refuse$/.test(node.expression.getText())) {
        const [first] = node.arguments;
        use(first && !ts.isObjectLiteralExpression(first) ? literalsIn(first) : codesIn(first));
      }
      if (ts.isNewExpression(node) && node.expression.getText() === 'Refused') use(codesIn(node.arguments?.[0]));
      if (ts.isPropertyAssignment(node) && node.name.getText() === 'refusal') use(codesIn(node.initializer));
    });
  }
  return { rows, uses };
};

/** Every code has one row and every row is refused with; and the api answers with all of them. */
export const refusalFaults = ({ rows, uses }: Refusals, served: readonly string[]): string[] => [
  ...uses.filter(({ code }) => !rows.includes(code)).map(({ code, path }) => `${path} refuses with ${code}, which has no row`),
  ...rows.filter((code) => !uses.some((use) => use.code === code)).map((code) => `${code} has a row and is never refused with`),
  ...rows.filter((code, i) => rows.indexOf(code) !== i).map((code) => `${code} has two rows`),
  ...rows.filter((code) => !served.includes(code)).map((code) => `${code} is in no table that the api answers from`),
];
