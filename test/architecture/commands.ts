import ts from 'typescript';
import { isSpec, type Source, visit } from './source';

/** What the sources say about messages on the bus and the doors that lead there. */
export interface Messages {
  /** Classes that extend `Command` or `Query`. */
  readonly classes: readonly string[];
  /** For each `@CommandHandler(X)` or `@QueryHandler(X)`, X and the class that bears it. */
  readonly handlers: readonly { readonly of: string; readonly by: string }[];
  /** Names in `@Command('X')` on controller methods. */
  readonly doors: readonly string[];
  /** Classes that bear `@Controller`. */
  readonly controllers: readonly string[];
  /** Every identifier within the arguments of an `@Module` or a dynamic module. */
  readonly wired: ReadonlySet<string>;
}

const calledBy = (decorator: ts.Decorator): ts.CallExpression | undefined =>
  ts.isCallExpression(decorator.expression) ? decorator.expression : undefined;

const decoratorsOf = (node: ts.Node): { readonly name: string; readonly first: ts.Expression | undefined }[] =>
  (ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [])
    .map(calledBy)
    .filter((call) => call !== undefined)
    .map((call) => ({ name: call.expression.getText(), first: call.arguments[0] }));

export const messagesOf = (sources: readonly Source[]): Messages => {
  const classes: string[] = [];
  const handlers: { of: string; by: string }[] = [];
  const doors: string[] = [];
  const controllers: string[] = [];
  const wired = new Set<string>();
  for (const source of sources.filter((source) => !isSpec(source))) {
    visit(source.tree, (node) => {
      if (ts.isMethodDeclaration(node)) {
        for (const { name, first } of decoratorsOf(node))
          if (name === 'Command' && first && ts.isStringLiteral(first)) doors.push(first.text);
      }
      if (!ts.isClassDeclaration(node) || !node.name) return;
      const by = node.name.text;
      const parents = (node.heritageClauses ?? []).flatMap((clause) => clause.types.map((type) => type.expression.getText()));
      if (parents.some((parent) => parent === 'Command' || parent === 'Query')) classes.push(by);
      for (const { name, first } of decoratorsOf(node)) {
        if (/^(Command|Query)Handler$/.test(name) && first) handlers.push({ of: first.getText(), by });
        if (name === 'Controller') controllers.push(by);
        // A dynamic module names its parts in the class, a static one in the decorator.
        if (name === 'Module') visit(node, (part) => ts.isIdentifier(part) && wired.add(part.text));
      }
    });
  }
  return { classes, handlers, doors, controllers, wired };
};

const twice = (names: readonly string[]): string[] => [...new Set(names.filter((name, i) => names.indexOf(name) !== i))];

/** A second handler of one command would silently replace the first; one that nobody wired would never be asked. */
export const handling = ({ classes, handlers, controllers, wired }: Messages): string[] => [
  ...classes.filter((name) => !handlers.some(({ of }) => of === name)).map((name) => `${name} has no handler`),
  ...twice(classes).map((name) => `${name} is the name of two messages`),
  ...twice(handlers.map(({ of }) => of)).map((name) => `${name} has two handlers`),
  ...handlers.filter(({ of }) => !classes.includes(of)).map(({ of, by }) => `${by} handles ${of}, which is no message`),
  ...[...handlers.map(({ by }) => by), ...controllers].filter((name) => !wired.has(name)).map((name) => `${name} is in no module`),
];

/** Every command that has a door has a row in the table of who may, under the name of its class; and every row a door. */
export const admission = ({ classes, doors }: Messages, rows: readonly string[]): string[] => [
  ...doors.filter((name) => !rows.includes(name)).map((name) => `${name} has no row: nobody may send it`),
  ...rows.filter((name) => !doors.includes(name)).map((name) => `${name} has a row and no door`),
  ...doors.filter((name) => !classes.includes(name)).map((name) => `${name} is a door to no command`),
  ...twice(doors).map((name) => `${name} has two doors`),
];
