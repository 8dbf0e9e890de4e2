import { SessionRequest } from '../session.request';

export class PublishEvaluationRequest extends SessionRequest {}
