import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aContextUpdate } from '../support/a-context-update.ts';
import { aSuppression } from '../support/a-customer.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { openTestCli, type TestCli } from '../support/test-cli.ts';

let stage: LocalStage;
let cli: TestCli;

beforeAll(async () => {
  cli = openTestCli();
  stage = await openLocalStage();
});

afterAll(() => cli.remove());

/** A command that says of its customer nothing but the id. */
const aBareCommand = (customerId: string) => {
  const { command, ...envelope } = aSendEmailCommand({ customerId });
  const { context: _, ...bare } = command;
  return { ...envelope, command: bare };
};

describe('customers on the real stack', () => {
  const id = randomUUID();
  const ada = `ada-${id}`;
  const grace = `grace-${id}`;

  it('come from a file, of which broken rows are named and nothing is written twice', async () => {
    const file = join(cli.root, 'customers.csv');
    const lines = [
      'customerId,name,email,phone,zone,consent.email.marketing,consentAt',
      `${ada},Ada Imported,${ada}@example.com,030 123456,Europe/Berlin,yes,2024-01-01T00:00:00Z`,
      `${grace},Grace,${grace}@example.com,,,,`,
      `broken-${id},Canary,canary,,,,`,
    ];
    writeFileSync(file, lines.join('\n'));

    const first = await cli.json(['customer', 'import', file, '--country', 'de']);
    const again = await cli.json(['customer', 'import', file, '--country', 'de']);

    expect(first).toMatchObject({ code: 3, json: { stored: 2, unchanged: 0, rejected: [{ row: 4 }] } });
    expect(again).toMatchObject({ code: 3, json: { stored: 0, unchanged: 2 } });
    expect(JSON.stringify(first).toLowerCase()).not.toContain('canary');
    const shown = await cli.json(['customer', 'show', ada]);
    expect(shown).toMatchObject({
      code: 0,
      json: { customer: { version: 1, addresses: { phone: '+4930123456' }, consents: [{ given: true }] } },
    });
  });

  it('get what a command sends that carries only their id', async () => {
    const command = aBareCommand(ada);

    await stage.put([command]);

    await stage.untilStatus(command.messageId, 'DELIVERED');
    const inbox = await cli.json(['inbox', 'list', '--to', `${ada}@example.com`]);
    expect(JSON.stringify(inbox.json)).toContain('Ada Imported');
  });

  it('are sent to at once as they were changed, also by the client library', async () => {
    const updated = await cli.json(['customer', 'update', ada, '--email', `moved-${ada}@example.com`]);
    const command = aBareCommand(ada);
    const file = join(cli.root, 'bare.json');
    writeFileSync(file, JSON.stringify(command));

    const sent = await cli.json(['command', 'send', '--direct', file]);

    expect(updated).toMatchObject({ code: 0, json: { customer: { version: 2, name: 'Ada Imported' } } });
    expect(sent).toMatchObject({ code: 0, json: { results: [{ status: 'ACCEPTED' }] } });
    await stage.untilStatus(command.messageId, 'DELIVERED');
    const inbox = await cli.json(['inbox', 'list', '--to', `moved-${ada}@example.com`]);
    expect(inbox.json['messages']).toHaveLength(1);
  });

  it('are not contacted once a ban is there', async () => {
    await stage.customers.suppress(grace, aSuppression());
    const command = aBareCommand(grace);

    await stage.put([command]);

    await stage.untilStatus(command.messageId, 'SUPPRESSED');
    const listed = await until(`${grace} in the list`, async () => {
      const { json } = await cli.json(['customer', 'list', '--limit', '1000']);
      return JSON.stringify(json).includes(grace) ? json : undefined;
    });
    expect(JSON.stringify(listed)).not.toMatch(/Grace|example\.com/);
  });

  it('have a conversation that the CLI shows', async () => {
    await stage.put([aContextUpdate(ada, { sentiment: 'positive' })]);
    await until('the conversation', () => stage.conversations.get(ada));

    const shown = await cli.json(['conversation', 'show', ada]);
    const none = await cli.json(['conversation', 'show', `nobody-${id}`]);

    expect(shown).toMatchObject({ code: 0, json: { conversation: { context: { sentiment: 'positive' } } } });
    expect(none.code).toBe(1);
  });
});
