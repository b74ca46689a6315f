import { describe, expect, it } from 'vitest';
import { contendersOnce } from '../../bench/cpu-contenders.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { anSqsRecord } from '../../support/an-sqs-record.ts';
import { badCommands } from '../../support/bad-commands.ts';

describe('the bare handler of the benchmark', () => {
  it('does what ours does: the same facts, sends and answer for good records', async () => {
    const messages = Array.from({ length: 10 }, () => aLaneMessage(aSendEmailCommand()));
    const Records = messages.map((message) => anSqsRecord(message));

    const { bare, switchboard } = await contendersOnce({ Records });

    expect(bare).toEqual(switchboard);
    expect(bare.sent).toBe(10);
  });

  it('refuses what ours refuses, and sends a command once that comes twice', async () => {
    const good = aLaneMessage(aSendEmailCommand());
    const bad = badCommands().map(({ document }) => ({ ...good, message: document }));

    const { bare, switchboard } = await contendersOnce({
      Records: [good, good, ...bad].map((message) => anSqsRecord(message)),
    });

    expect(bare.sent).toBe(switchboard.sent);
    expect(bare.sent).toBeGreaterThanOrEqual(1);
  });
});
