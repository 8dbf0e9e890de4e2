import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** One TypeScript file of the project, parsed. */
export interface Source {
  /** From the project's root, with forward slashes. */
  readonly path: string;
  readonly tree: ts.SourceFile;
  /** What it imports, as written, and where a relative import leads from the root. */
  readonly imports: readonly { readonly from: string; readonly path?: string }[];
}

/** What a rule found: each line names the file and what is wrong there. Empty where the rule holds. */
export type Rule = (sources: readonly Source[]) => string[];

export const isSpec = ({ path }: Source): boolean => path.endsWith('.spec.ts') || path.startsWith('test/') || path.includes('/test/');

/** The part of the house a file belongs to: `libs/people`, `apps/api`, `projections/coverage`. */
export const partOf = (path: string): string => path.split('/').slice(0, 2).join('/');

export const visit = (node: ts.Node, see: (node: ts.Node) => void): void => {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
};

const modulesNamedIn = (tree: ts.SourceFile): string[] => {
  const names: string[] = [];
  visit(tree, (node) => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      names.push(node.moduleSpecifier.text);
    }
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) && ts.isStringLiteral(node.argument.literal)) {
      names.push(node.argument.literal.text);
    }
    if (!ts.isCallExpression(node)) return;
    const called = node.expression.kind === ts.SyntaxKind.ImportKeyword || node.expression.getText(tree) === 'require';
    const [first] = node.arguments;
    if (called && first && ts.isStringLiteralLike(first)) names.push(first.text);
  });
  return names;
};

export const sourceOf = (path: string, text: string): Source => {
  const tree = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const imports = modulesNamedIn(tree).map((from) =>
    from.startsWith('.') ? { from, path: posix.join(posix.dirname(path), from) } : { from },
  );
  return { path, tree, imports };
};

const ROOT = join(__dirname, '../..');
const HOUSE = ['apps', 'libs', 'projections', 'test'];

/** Every TypeScript file of the project, read once for all rules of a spec. */
export const project = (): Source[] =>
  readdirSync(ROOT)
    .filter((name) => HOUSE.includes(name))
    .flatMap((name) => readdirSync(join(ROOT, name), { recursive: true, encoding: 'utf8' }).map((file) => posix.join(name, file)))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts') && !path.includes('node_modules/'))
    .sort()
    .map((path) => sourceOf(path, readFileSync(join(ROOT, path), 'utf8')));
