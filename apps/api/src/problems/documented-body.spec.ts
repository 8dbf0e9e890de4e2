import { AreIds, AreNested, AreOneOf, IsDay, IsId, IsInstant, IsNested, IsOneOf, IsText } from '@minqing/commanding';
import { type ArgumentMetadata, ValidationPipe } from '@nestjs/common';
import { ArrayMinSize, IsArray, IsInt, IsOptional, Min, ValidateIf } from 'class-validator';
import * as fc from 'fast-check';
import { DocumentedBody } from './documented-body.pipe';

class Place {
  @IsId()
  id!: string;

  @IsOptional()
  @IsInt()
  @Min(0)
  storey?: number;
}

class Entry {
  @IsOneOf(['WISH', 'COMPLAINT'])
  kind!: string;

  @IsOptional()
  @IsText()
  said?: string;

  @IsOptional()
  @IsNested(() => Place)
  place?: Place;
}

class Account {
  @IsInstant()
  at!: string;
}

class Visit extends Account {
  @IsArray()
  @ArrayMinSize(1)
  @AreIds()
  visitorIds!: string[];

  @AreNested(() => Entry, 3)
  entries!: Entry[];

  @IsOptional()
  @AreOneOf(['SUMMER', 'WINTER'])
  seasons?: string[];

  @IsOptional()
  @IsDay()
  on?: string;
}

/** Something that is asked only where something else was said. */
class Conditional {
  @IsInt()
  members!: number;

  @ValidateIf(({ members }: Conditional) => members > 1)
  @IsId()
  lead?: string;
}

const options = { transform: true, whitelist: true, forbidNonWhitelisted: true } as const;
const pipes = { ours: new DocumentedBody(options), library: new ValidationPipe(options) };
const outcomeOf = async (pipe: ValidationPipe, body: unknown, metatype: ArgumentMetadata['metatype']): Promise<unknown> => {
  try {
    return { made: await pipe.transform(structuredClone(body), { type: 'body', metatype, data: undefined }) };
  } catch (error) {
    return { refused: (error as { getResponse(): unknown }).getResponse() };
  }
};

/** Mostly right: what is now and then wrong is drawn from everything. */
const mostly = (right: fc.Arbitrary<unknown>) => fc.oneof({ weight: 60, arbitrary: right }, { weight: 1, arbitrary: fc.jsonValue() });
const fields = (shape: Record<string, fc.Arbitrary<unknown>>, requiredKeys: string[]) =>
  fc
    .tuple(
      fc.record(shape, { requiredKeys }),
      fc.oneof({ weight: 100, arbitrary: fc.constant({}) }, fc.dictionary(fc.string(), fc.jsonValue())),
    )
    .map(([known, more]) => ({ ...more, ...known }));
const id = mostly(fc.constantFrom('m-1', 'm-2'));
const place = mostly(fields({ id, storey: mostly(fc.constantFrom(0, 3, -1)) }, ['id']));
const entry = fields({ kind: mostly(fc.constant('WISH')), said: mostly(fc.string()), place }, ['kind']);
const visit = mostly(
  fields(
    {
      at: mostly(fc.constantFrom('2012-07-15T09:30:00+08:00', '2012-07-15')),
      visitorIds: mostly(fc.array(id, { maxLength: 3 })),
      entries: mostly(fc.array(mostly(entry), { maxLength: 4 })),
      seasons: mostly(fc.subarray(['SUMMER', 'WINTER'])),
      on: mostly(fc.constantFrom('2012-07-15', '2012-02-30')),
    },
    ['at', 'visitorIds', 'entries'],
  ),
);

test('a body is taken, made and refused as the library does', async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(visit, async (body) => {
      const outcome = await outcomeOf(pipes.ours, body, Visit);
      expect(outcome).toStrictEqual(await outcomeOf(pipes.library, body, Visit));
      if ('made' in (outcome as object)) taken++;
    }),
    { numRuns: 500 },
  );
  expect(taken).toBeGreaterThan(20);
});

test('a rule that depends on another field sees it', async () => {
  for (const body of [{ members: 1 }, { members: 2 }, { members: 2, lead: 'm-1' }, { lead: 'm-1', members: 2 }]) {
    expect(await outcomeOf(pipes.ours, body, Conditional)).toStrictEqual(await outcomeOf(pipes.library, body, Conditional));
  }
});

test('what is right does not go to the library', async () => {
  const place: ArgumentMetadata = { type: 'body', metatype: Place, data: undefined };
  const never = jest.spyOn(ValidationPipe.prototype, 'transform');
  expect(await pipes.ours.transform({ id: 'h-1', storey: 2 }, place)).toStrictEqual(Object.assign(new Place(), { id: 'h-1', storey: 2 }));
  expect(never).not.toHaveBeenCalled();
  await expect(pipes.ours.transform({ id: 'no id' }, place)).rejects.toThrow();
  expect(never).toHaveBeenCalled();
  never.mockRestore();
});
