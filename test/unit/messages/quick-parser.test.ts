import { describe, expect, it } from 'vitest';
import { laneMessageSchema } from '../../../shared/lanes/lane-message.ts';
import { parseMessage } from '../../../shared/messages/parse-message.ts';
import { quickParser } from '../../../shared/messages/quick-parser.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { badCommands } from '../../support/bad-commands.ts';

/** More than a schema checks before its quick check is made. */
const MANY = 150;

describe('quickParser', () => {
  it('gives a value itself back that is as it should be, once it is used often', () => {
    const parse = quickParser(laneMessageSchema);
    const values = Array.from({ length: MANY }, (): unknown => JSON.parse(JSON.stringify(aLaneMessage())));

    const parsed = values.map((value) => parse(value));

    expect(parsed).toEqual(values.map((value) => ({ ok: true, value })));
    expect(parsed.at(-1)).toSatisfy(({ value }) => value === values.at(-1));
  });

  it('finds the issues that zod finds, from the first use to the last', () => {
    const documents = badCommands().map(({ document }) => ({ ...aLaneMessage(), message: document }));
    const parse = quickParser(laneMessageSchema);

    for (let use = 0; use < MANY; use += documents.length)
      for (const document of documents)
        expect(parse(document)).toEqual(parseMessage(laneMessageSchema, document));
  });

  it('leaves out and fills in what its schema does', () => {
    const { choice, ...without } = aLaneMessage();
    const parse = quickParser(laneMessageSchema);
    for (let use = 0; use < MANY; use += 1) parse(aLaneMessage());

    const parsed = parse({ ...without, more: 1 });

    expect(parsed).toEqual({ ok: true, value: { ...without, choice } });
  });
});
