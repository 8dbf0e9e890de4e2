import { PeopleModule } from '@minqing/people';
import { Module } from '@nestjs/common';
import { AnnulEvaluationController } from './annul-evaluation/annul-evaluation.controller';
import { AnnulEvaluationHandler } from './annul-evaluation/annul-evaluation.handler';
import { ConveneEvaluationController } from './convene-evaluation/convene-evaluation.controller';
import { ConveneEvaluationHandler } from './convene-evaluation/convene-evaluation.handler';
import { CountBallotsController } from './count-ballots/count-ballots.controller';
import { CountBallotsHandler } from './count-ballots/count-ballots.handler';
import { FixRollController } from './fix-roll/fix-roll.controller';
import { FixRollHandler } from './fix-roll/fix-roll.handler';
import { HearReportController } from './hear-report/hear-report.controller';
import { HearReportHandler } from './hear-report/hear-report.handler';
import { OpenBallotBoxController } from './open-ballot-box/open-ballot-box.controller';
import { OpenBallotBoxHandler } from './open-ballot-box/open-ballot-box.handler';
import { PublishEvaluationController } from './publish-evaluation/publish-evaluation.controller';
import { PublishEvaluationHandler } from './publish-evaluation/publish-evaluation.handler';
import { ScoreEvaluationController } from './score-evaluation/score-evaluation.controller';
import { ScoreEvaluationHandler } from './score-evaluation/score-evaluation.handler';
import { SealBallotBoxController } from './seal-ballot-box/seal-ballot-box.controller';
import { SealBallotBoxHandler } from './seal-ballot-box/seal-ballot-box.handler';
import { TakeAttendanceController } from './take-attendance/take-attendance.controller';
import { TakeAttendanceHandler } from './take-attendance/take-attendance.handler';

/** Needs `EventLog` and `EvaluationLookups` from whoever serves it. */
@Module({
  imports: [PeopleModule],
  controllers: [
    ConveneEvaluationController,
    FixRollController,
    TakeAttendanceController,
    HearReportController,
    OpenBallotBoxController,
    SealBallotBoxController,
    CountBallotsController,
    ScoreEvaluationController,
    PublishEvaluationController,
    AnnulEvaluationController,
  ],
  providers: [
    ConveneEvaluationHandler,
    FixRollHandler,
    TakeAttendanceHandler,
    HearReportHandler,
    OpenBallotBoxHandler,
    SealBallotBoxHandler,
    CountBallotsHandler,
    ScoreEvaluationHandler,
    PublishEvaluationHandler,
    AnnulEvaluationHandler,
  ],
})
export class EvaluationModule {}
