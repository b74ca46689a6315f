import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { pushTemplates } from '../../cli/commands/template-push.ts';
import { customerAggregate } from '../../shared/journal/command-facts.ts';
import type { ContactCommand } from '../../shared/messages/command.ts';
import { StateTemplateArchive } from '../../shared/templates/adapters/state-template-archive.ts';
import { aCustomer } from '../support/a-recipient.ts';
import { aSendEmailCommand } from '../support/a-send-email-command.ts';
import { aTemplate } from '../support/a-template.ts';
import { localDynamoDb } from '../support/create-journal-table.ts';
import { followLink } from '../support/follow-link.ts';
import { type LocalStage, openLocalStage, until } from '../support/local-stage.ts';
import { sandboxClient } from '../support/sandbox.ts';
import { writeTemplates } from '../support/write-templates.ts';

const ONE_CLICK = { method: 'POST', body: 'List-Unsubscribe=One-Click' };

let stage: LocalStage;
let events: Awaited<ReturnType<LocalStage['subscribe']>>;
const sandbox = sandboxClient();

beforeAll(async () => {
  stage = await openLocalStage();
  events = await stage.subscribe();
});

/** A customer of the stage, with an address of their own. */
const storeCustomer = async () => {
  const customerId = `cust-${randomUUID()}`;
  const email = `${customerId}@example.com`;
  await stage.customers.put(aCustomer({ customerId, addresses: { email } }));
  return { customerId, email };
};

/** A command that carries no word of its customer. */
const commandFor = (customerId: string, templateId = 'templ-789'): ContactCommand => {
  const { command, ...rest } = aSendEmailCommand({ customerId, templateId });
  const { context: _, ...bare } = command;
  return { ...rest, command: bare };
};

/** Sends a command and gives the mail that came of it. */
const send = async (customerId: string, templateId?: string) => {
  const command = commandFor(customerId, templateId);
  const { messageId: commandId } = command;
  await stage.put([command]);
  await stage.untilStatus(commandId, 'DELIVERED');
  const [mail] = await sandbox.inbox({ commandId });
  if (mail === undefined) throw new Error('no mail is in the inbox');
  return { commandId, mail, link: /<(.*)>/.exec(mail.headers?.['List-Unsubscribe'] ?? '')?.[1] ?? '' };
};

const bansOf = async (customerId: string) =>
  (await stage.customers.get([customerId])).get(customerId)?.suppressions ?? [];

const answeredTo = (commandId: string) =>
  events.untilEvent(
    'the answer',
    ({ event, correlation }) =>
      event.type === 'CUSTOMER_RESPONDED' && correlation.originalCommandId === commandId,
  );

describe('an e-mail to a stored customer', () => {
  it('goes out as text and HTML with a link to unsubscribe, which a mail program can use', async () => {
    const { customerId, email } = await storeCustomer();

    const { mail, link } = await send(customerId);

    expect(mail).toMatchObject({
      to: [email],
      text: expect.stringContaining('Dear Ada Lovelace'),
      html: expect.stringContaining('<p>Dear Ada Lovelace,</p>'),
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
      replyTo: expect.stringMatching(/^reply\+[a-z2-7]{52}@reply\.switchboard\.example$/),
    });
    expect(link).not.toContain(email);
  });

  it('comes from the identities of its pool by their weights, and from the one that a command names', async () => {
    const { customerId } = await storeCustomer();
    const commands = Array.from({ length: 12 }, () => ({ ...commandFor(customerId), target: 'email-agent' }));
    await stage.put(commands);
    const senders = await Promise.all(
      commands.map(async ({ messageId: commandId }) => {
        await stage.untilStatus(commandId, 'DELIVERED');
        const [mail] = await sandbox.inbox({ commandId });
        return mail?.from?.replace(/^.*<(\w+)@.*$/, '$1');
      }),
    );
    const { mail } = await send(customerId);

    // 2 to 1 in each process; two processes that begin anywhere may be one off each.
    const count = senders.filter((sender) => sender === 'notices').length;
    expect(new Set(senders)).toEqual(new Set(['notices', 'service']));
    expect(count).toBeGreaterThan(6 - 1);
    expect(mail.from).toContain('notices@');
  });

  it('is the last one after one click', async () => {
    const { customerId } = await storeCustomer();
    const { link } = await send(customerId);

    expect((await followLink(link)).status).toBe(200);
    expect(await bansOf(customerId)).toEqual([]);
    expect((await followLink(link, ONE_CLICK)).status).toBe(200);
    expect(await bansOf(customerId)).toMatchObject([{ channel: 'email', reason: 'OPTED_OUT' }]);
    expect((await followLink(link, ONE_CLICK)).status).toBe(200);

    const next = commandFor(customerId);
    await stage.put([next]);
    expect(await stage.untilStatus(next.messageId, 'SUPPRESSED')).toBe('SUPPRESSED');
    const facts = await stage.journal.read(customerAggregate(customerId));
    expect(facts.map(({ type }) => type)).toEqual(['suppressing']);
    await events.untilEvent(
      'the EVENT of the opt-out',
      ({ event }) => event.type === 'CONSENT_REVOKED' && event.customerId === customerId,
    );
  });

  it('is ended by no link that was changed, or made for something else', async () => {
    const { customerId } = await storeCustomer();
    const { link, mail } = await send(customerId);
    const token = new URL(link).pathname;

    for (const forged of [
      link.replace(token, `${token.slice(0, -2)}xx`),
      link.replace(token, '/'),
      link.replace(token, `/${mail.replyTo?.split('@')[0]}`),
    ])
      expect((await followLink(forged, ONE_CLICK)).status, forged).toBe(400);

    expect(await bansOf(customerId)).toEqual([]);
  });
});

describe('a mail from a customer', () => {
  it('comes back as CUSTOMER_RESPONDED, its words encrypted', async () => {
    const { customerId } = await storeCustomer();
    const { commandId } = await send(customerId);

    await sandbox.reply({ channel: 'email', commandId, text: 'Please call me.\n\n-- \nAda' });

    const { event } = await answeredTo(commandId);
    const response = String(event.metadata.recipientResponse);
    expect(event).toMatchObject({ customerId, status: 'RESPONDED', metadata: { channel: 'email' } });
    expect(response).toMatch(/^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/);
    expect(await stage.cipher.decrypt(customerId, response)).toEqual({ text: 'Please call me.' });
  });

  it('is no answer when a program wrote it', async () => {
    const { customerId } = await storeCustomer();
    const { commandId } = await send(customerId);
    const auto = { 'Auto-Submitted': 'auto-replied' };

    await sandbox.reply({ channel: 'email', commandId, text: 'I am away.', headers: auto });
    await sandbox.reply({ channel: 'email', commandId, text: 'I am back.' });

    await answeredTo(commandId);
    const answers = (await stage.facts(commandId)).filter(({ type }) => type === 'responded');
    expect(answers).toHaveLength(1);
  });

  it('ends further e-mails when it says STOP, and none when somebody else says it', async () => {
    const { customerId, email } = await storeCustomer();
    const { commandId } = await send(customerId);
    const spoofed = { 'Authentication-Results': 'amazonses.com; spf=fail; dkim=none; dmarc=fail;' };
    const to = 'notices@switchboard.example';

    await sandbox.reply({ channel: 'email', from: email, to, text: 'STOP', headers: spoofed });
    await sandbox.reply({ channel: 'email', commandId, text: 'What is this about?' });
    await answeredTo(commandId);
    expect(await bansOf(customerId)).toEqual([]);

    await sandbox.reply({ channel: 'email', from: email, to, text: 'Stop.' });
    const bans = await until('the ban', async () => {
      const found = await bansOf(customerId);
      return found.length > 0 ? found : undefined;
    });
    expect(bans).toMatchObject([{ channel: 'email', source: 'email-reply' }]);
  });
});

describe('a template that is pushed', () => {
  const root = mkdtempSync(join(tmpdir(), 'templates-'));
  afterAll(() => rmSync(root, { recursive: true }));

  it('is what the next e-mails say, and their facts name its version', async () => {
    const templateId = `templ-${randomUUID()}`;
    const { customerId } = await storeCustomer();
    const client = localDynamoDb(stage.settings.endpoint);
    const tableName = await stage.parameter(stage.names.stateTableName);
    const push = async (text: string) => {
      writeTemplates(join(root, 'config', 'templates'), [aTemplate({ text }, { templateId })]);
      const asked = { root, dryRun: false, pushedBy: 'test', pushedAt: new Date().toISOString() };
      const { json } = await pushTemplates(new StateTemplateArchive({ client, tableName }), asked);
      return JSON.stringify(json);
    };
    const sendNow = async () => {
      const { commandId, mail } = await send(customerId, templateId);
      const sent = (await stage.facts(commandId)).find(({ type }) => type === 'sent');
      return { text: mail.text, version: sent?.type === 'sent' ? sent.body.content?.templateVersion : '' };
    };

    const first = await push('The first words');
    const before = await sendNow();
    expect(before.text).toBe('The first words');
    expect(first).toContain(`"version":"${before.version}"`);

    const second = await push('Other words');
    const after = await until('the other words', async () => {
      const sent = await sendNow();
      return sent.text === 'Other words' ? sent : undefined;
    });
    expect(after.version).not.toBe(before.version);
    expect(second).toContain(`"version":"${after.version}"`);
  });
});
