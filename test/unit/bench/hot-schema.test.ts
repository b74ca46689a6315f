import { describe, expect, it } from 'vitest';
import { laneMessageSchema } from '../../../shared/lanes/lane-message.ts';
import { commandSchema } from '../../../shared/messages/command.ts';
import { parseMessage } from '../../../shared/messages/parse-message.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { badCommands } from '../../support/bad-commands.ts';

/** More than a schema checks before it is compiled. */
const MANY = 1100;

describe('a schema that is used often', () => {
  it('accepts the same and keeps unknown fields after it is compiled', () => {
    const message = { ...aLaneMessage(), message: { ...aSendEmailCommand(), 'x-unknown': { a: [1] } } };
    const document: unknown = JSON.parse(JSON.stringify(message));

    const results = Array.from({ length: MANY }, () => parseMessage(laneMessageSchema, document));

    expect(results[0]).toEqual({ ok: true, value: document });
    expect(results.at(-1)).toEqual(results[0]);
  });

  it('finds the same issues after it is compiled', () => {
    const documents = badCommands().map(({ document }) => document);
    const cold = documents.map((document) => parseMessage(commandSchema, document));
    for (let use = 0; use < MANY; use += 1) parseMessage(commandSchema, aSendEmailCommand());

    const hot = documents.map((document) => parseMessage(commandSchema, document));

    expect(hot).toEqual(cold);
  });
});
