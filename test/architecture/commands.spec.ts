import { whoMay } from '../../apps/api/src/access/who-may';
import { admission, handling, messagesOf } from './commands';
import { project, sourceOf } from './source';

const COMMAND = `export class RecordVisit extends Command<Answer> {}`;
const HANDLER = `@CommandHandler(RecordVisit) export class RecordVisitHandler {}`;
const CONTROLLER = `@Controller('v1') export class RecordVisitController { @Post() @Command('RecordVisit') record() {} }`;
const MODULE = `@Module({ controllers: [RecordVisitController], providers: [RecordVisitHandler] }) export class VisitsModule {}`;

const messages = (...texts: string[]) => messagesOf([sourceOf('libs/visits/src/visits.ts', texts.join('\n'))]);

describe('commands', () => {
  const all = messagesOf(project());

  it('are found', () => expect(all.classes).toContain('RegisterHousehold'));
  it('have exactly one handler each, in a module', () => expect(handling(all)).toEqual([]));
  it('have a row in the table of who may, and every row its command', () => expect(admission(all, Object.keys(whoMay))).toEqual([]));

  it('that are whole pass', () => {
    const whole = messages(COMMAND, HANDLER, CONTROLLER, MODULE);
    expect([...handling(whole), ...admission(whole, ['RecordVisit'])]).toEqual([]);
  });

  it.each([
    ['no handler', [COMMAND, CONTROLLER, MODULE], 'RecordVisit has no handler'],
    ['a second handler', [COMMAND, HANDLER, HANDLER, CONTROLLER, MODULE], 'RecordVisit has two handlers'],
    ['a namesake', [COMMAND, COMMAND, HANDLER, CONTROLLER, MODULE], 'RecordVisit is the name of two messages'],
    ['a handler of nothing', [HANDLER, CONTROLLER, MODULE], 'RecordVisitHandler handles RecordVisit, which is no message'],
    [
      'a handler in no module',
      [COMMAND, HANDLER, `@Module({}) class M { parts = [RecordVisitController]; }`, CONTROLLER],
      'RecordVisitHandler is in no module',
    ],
    [
      'a controller in no module',
      [COMMAND, HANDLER, CONTROLLER, `@Module({ providers: [RecordVisitHandler] }) class M {}`],
      'RecordVisitController is in no module',
    ],
    ['a query without handler', [`class VisitsOf extends Query<Rows> {}`], 'VisitsOf has no handler'],
  ])('with %s would be noticed', (_, texts, what) => expect(handling(messages(...texts))).toEqual([what]));

  it.each([
    ['no row', [COMMAND, CONTROLLER], [], 'RecordVisit has no row: nobody may send it'],
    ['a row and no door', [COMMAND, CONTROLLER], ['RecordVisit', 'VoidVisit'], 'VoidVisit has a row and no door'],
    ['a door and no command', [CONTROLLER], ['RecordVisit'], 'RecordVisit is a door to no command'],
    ['two doors', [COMMAND, CONTROLLER, CONTROLLER], ['RecordVisit'], 'RecordVisit has two doors'],
  ])('with %s would be noticed', (_, texts, rows, what) => expect(admission(messages(...texts), rows)).toEqual([what]));
});
