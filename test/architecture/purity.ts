import ts from 'typescript';
import { isSpec, type Rule, type Source, visit } from './source';

/** Where nothing but arguments may decide the outcome: the kernel, every domain, and what figures are computed by. */
const isPure = (source: Source): boolean =>
  !isSpec(source) && /^libs\/(kernel\/src|[^/]+\/src\/domain)\/|(^|[/.])(measures?|acts?)\.ts$/.test(source.path);

/** Things that answer differently from one call to the next, or reach outside. */
const OUTSIDE = new Set([
  'process',
  'console',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'queueMicrotask',
  'performance',
  'crypto',
  'randomUUID',
  'randomBytes',
  'globalThis',
  'global',
  'require',
]);

/** What a node does that a pure function does not. */
const impurity = (node: ts.Node): string | undefined => {
  if (ts.isIdentifier(node) && OUTSIDE.has(node.text) && !isMerelyNamed(node)) return node.text;
  if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText())) return node.getText();
  if (ts.isNewExpression(node) && node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0) return 'new Date()';
  if (ts.isCallExpression(node) && node.expression.getText() === 'Date') return 'Date()';
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) return 'import()';
  if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier)) return 'await';
  return undefined;
};

/** True where an identifier is only a field's or a property's name: `fact.process`, `{ process: 1 }`. */
const isMerelyNamed = (node: ts.Identifier): boolean => {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isBindingElement(parent)) &&
      (parent.name === node || ('propertyName' in parent && parent.propertyName === node)))
  );
};

/** No clock, no chance, no I/O where facts are decided and figures computed: the same log gives the same answer for ever. */
export const purity: Rule = (sources) =>
  sources.filter(isPure).flatMap((source) => {
    const found = source.imports.filter(({ from }) => /^(node:|typeorm|pg|@nestjs\/)/.test(from)).map(({ from }) => `imports ${from}`);
    visit(source.tree, (node) => {
      const what = impurity(node);
      if (what !== undefined) found.push(`uses ${what}`);
    });
    return found.map((what) => `${source.path} ${what}`);
  });
