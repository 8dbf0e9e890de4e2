import 'reflect-metadata';
import { BadRequestException, type Type, ValidationPipe } from '@nestjs/common';
import { AnnulEvaluationRequest } from './annul-evaluation/annul-evaluation.request';
import { ConveneEvaluationRequest } from './convene-evaluation/convene-evaluation.request';
import { CountBallotsRequest } from './count-ballots/count-ballots.request';
import { lines, targets } from './domain/evaluation.example';
import { FixRollRequest } from './fix-roll/fix-roll.request';
import { HearReportRequest } from './hear-report/hear-report.request';
import { OpenBallotBoxRequest } from './open-ballot-box/open-ballot-box.request';
import { SealBallotBoxRequest } from './seal-ballot-box/seal-ballot-box.request';

/** The pipe as the api has it; faults come out as `path: what`. */
const pipe = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  exceptionFactory: (errors) => new BadRequestException(errors.map(({ property }) => property).join()),
});
const read = (request: Type, body: unknown): Promise<unknown> => pipe.transform(body, { type: 'body', metatype: request });

const convening = { heldOn: '2012-07-15', periodFrom: '2012-01-01', periodTo: '2012-06-30', targets };
const opening = { method: 'PAPER', slips: 107, tellerIds: ['t-wu', 't-xu'] };

describe('what a session takes from outside', () => {
  it.each<[string, Type, object]>([
    ['a convening', ConveneEvaluationRequest, convening],
    [
      'one with everything',
      ConveneEvaluationRequest,
      {
        ...convening,
        omitted: [{ ...targets[2], reason: '无' }],
        grades: [{ code: 'GOOD', rank: 'STRICT' }],
        programme: 'jiaxing-yilian',
        occurredAt: '2012-07-01T08:00:00+08:00',
      },
    ],
    [
      'an omission whose reason is still missing: the rule says what is wrong, not the form',
      ConveneEvaluationRequest,
      { ...convening, omitted: [targets[2]] },
    ],
    ['a roll', FixRollRequest, { representativeIds: ['r-1'] }],
    ['a box', OpenBallotBoxRequest, opening],
    ['an empty box', SealBallotBoxRequest, { ballots: 0 }],
    ['a count', CountBallotsRequest, { lines }],
    ['a count that leaves grades out', CountBallotsRequest, { lines: [{ target: targets[0], counts: {}, spoiled: 0 }] }],
  ])('reads %s as it was sent', async (_, request, body) => expect(JSON.parse(JSON.stringify(await read(request, body)))).toEqual(body));

  it.each<[string, Type, unknown, string]>([
    ['no day', ConveneEvaluationRequest, { ...convening, heldOn: '2012-02-30' }, 'heldOn'],
    ['a day that is a number', ConveneEvaluationRequest, { ...convening, periodTo: 20120630 }, 'periodTo'],
    ['targets that are no list', ConveneEvaluationRequest, { ...convening, targets: 'TEAM' }, 'targets'],
    ['a target that is nothing', ConveneEvaluationRequest, { ...convening, targets: [null] }, 'targets'],
    ['a target that is a list', ConveneEvaluationRequest, { ...convening, targets: [[targets[0]]] }, 'targets'],
    ['a target of no known kind', ConveneEvaluationRequest, { ...convening, targets: [{ type: 'HOUSEHOLD', id: 'h' }] }, 'targets'],
    ['a target with an id that is none', ConveneEvaluationRequest, { ...convening, targets: [{ type: 'MATTER', id: 'm 1' }] }, 'targets'],
    ['501 targets', ConveneEvaluationRequest, { ...convening, targets: Array.from({ length: 501 }, () => targets[0]) }, 'targets'],
    [
      'a reason of 201 characters',
      ConveneEvaluationRequest,
      { ...convening, omitted: [{ ...targets[2], reason: '长'.repeat(201) }] },
      'omitted',
    ],
    ['a grade in small letters', ConveneEvaluationRequest, { ...convening, grades: [{ code: 'good', rank: 'STRICT' }] }, 'grades'],
    ['a quorum of one’s own', ConveneEvaluationRequest, { ...convening, quorum: { numerator: 1, denominator: 9 } }, 'quorum'],
    ['an instant without offset', FixRollRequest, { representativeIds: ['r-1'], occurredAt: '2012-07-15T09:30:00' }, 'occurredAt'],
    ['a roll with a hole', FixRollRequest, { representativeIds: ['r-1', null] }, 'representativeIds'],
    ['no report', HearReportRequest, { reportRef: '' }, 'reportRef'],
    ['another method', OpenBallotBoxRequest, { ...opening, method: 'SEALED' }, 'method'],
    ['half a slip', OpenBallotBoxRequest, { ...opening, slips: 1.5 }, 'slips'],
    ['fewer ballots than none', SealBallotBoxRequest, { ballots: -1 }, 'ballots'],
    ['ballots in words', SealBallotBoxRequest, { ballots: '107' }, 'ballots'],
    ['a negative count', CountBallotsRequest, { lines: [{ target: targets[0], counts: { SATISFIED: -1 }, spoiled: 0 }] }, 'lines'],
    ['a broken count', CountBallotsRequest, { lines: [{ target: targets[0], counts: { SATISFIED: 0.5 }, spoiled: 0 }] }, 'lines'],
    ['a count in words', CountBallotsRequest, { lines: [{ target: targets[0], counts: { SATISFIED: '7' }, spoiled: 0 }] }, 'lines'],
    ['counts in a list', CountBallotsRequest, { lines: [{ target: targets[0], counts: [7], spoiled: 0 }] }, 'lines'],
    ['no counts', CountBallotsRequest, { lines: [{ target: targets[0], spoiled: 0 }] }, 'lines'],
    ['no target', CountBallotsRequest, { lines: [{ counts: {}, spoiled: 0 }] }, 'lines'],
    ['a line that is a list', CountBallotsRequest, { lines: [lines] }, 'lines'],
    ['a target that is a list of one', CountBallotsRequest, { lines: [{ ...lines[0], target: [targets[0]] }] }, 'lines'],
    ['a line that is a word', CountBallotsRequest, { lines: ['TEAM'] }, 'lines'],
    ['a ballot', CountBallotsRequest, { lines: [{ ...lines[0], representativeId: 'r-1' }] }, 'lines'],
    ['no reason', AnnulEvaluationRequest, {}, 'reason'],
  ])('refuses %s', (_, request, body, field) => expect(read(request, body)).rejects.toThrow(new BadRequestException(field)));
});
