import { SessionRequest } from '../session.request';

export class ScoreEvaluationRequest extends SessionRequest {}
