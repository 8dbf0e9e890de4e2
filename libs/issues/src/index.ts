export { issue } from './domain/issue.decider';
export { issuesRefusals } from './domain/issues.refusals';
export { IssuesModule } from './issues.module';
export { IssueLookups, type IssueOnRecord } from './lookups/issue-lookups';
export { raiseIssuesOfVisit } from './reactions/raise-issues-of-visit.reaction';
export { issueSchemas } from './schema/issue.schema';
