import { commonRefusals } from '@minqing/commanding';
import { EvaluationModule, evaluationRefusals, evaluationSchemas } from '@minqing/evaluation';
import { type EventLog, type EventSchema, SchemaRegistry } from '@minqing/event-log';
import { IssuesModule, issueSchemas, issuesRefusals, raiseIssuesOfVisit } from '@minqing/issues';
import type { RefusalTable } from '@minqing/kernel';
import { LinkageModule, linkageRefusals, linkageSchemas } from '@minqing/linkage';
import { mattersRefusals, MattersModule, matterSchemas } from '@minqing/matters';
import type { Reaction } from '@minqing/projecting';
import { PeopleModule, peopleRefusals, peopleSchemas } from '@minqing/people';
import { VisitsModule, visitSchemas, visitsRefusals } from '@minqing/visits';

/** The bounded contexts of the system: adding one to these three lists is all it takes to have it served. */
export const contextModules = [PeopleModule, LinkageModule, VisitsModule, IssuesModule, MattersModule, EvaluationModule];

export const eventSchemas: readonly EventSchema[] = [
  ...peopleSchemas,
  ...linkageSchemas,
  ...visitSchemas,
  ...issueSchemas,
  ...matterSchemas,
  ...evaluationSchemas,
];

export const refusalTable: RefusalTable = {
  ...commonRefusals,
  ...peopleRefusals,
  ...linkageRefusals,
  ...visitsRefusals,
  ...issuesRefusals,
  ...mattersRefusals,
  ...evaluationRefusals,
};

/** Facts that give rise to commands; the projector runs them. */
export const reactionsOf = (log: EventLog): readonly Reaction[] => [raiseIssuesOfVisit(log)];

export const schemaRegistry = new SchemaRegistry(eventSchemas);
