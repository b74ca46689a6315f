import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { renderSms } from '../../../shared/channels/render-sms.ts';
import { FileTemplateStore } from '../../../shared/templates/adapters/file-template-store.ts';
import { anSmsLaneMessage } from '../../support/a-phone-command.ts';
import { aContact, aCustomer } from '../../support/a-recipient.ts';
import { aTemplate } from '../../support/a-template.ts';

const render = renderSms({ agents, templates: new FileTemplateStore('config/templates') });
const withText = (sms: string) => renderSms({ agents, templates: { get: async () => aTemplate({ sms }) } });

describe('renderSms', () => {
  it("fills the specification's template for its customer, from the identity's number, and counts its parts", async () => {
    expect(await render(aContact(anSmsLaneMessage()))).toMatchObject({
      ok: true,
      value: {
        content: {
          from: agents.sms.identities['sms-agent-001'].sender,
          to: '+14255550182',
          text: expect.stringContaining('Ada Lovelace, an invoice of yours is open.'),
          classification: 'transactional',
        },
        account: { encoding: 'GSM_7', segments: 1 },
      },
    });
  });

  it("prefers the customer's own address for text messages to the phone's", async () => {
    const lane = anSmsLaneMessage();
    const { context: _, ...command } = lane.message.command;
    const stored = aCustomer({ addresses: { sms: '+491701234567', phone: '+14255550182' } });

    const rendered = await render(aContact({ ...lane, message: { ...lane.message, command } }, stored));

    expect(rendered).toMatchObject({ value: { content: { to: '+491701234567' } } });
  });

  it.each([
    '14255550182',
    '+04255550182',
    '+1 425 555 0182',
    '+1425555018212345',
    '+1425',
    '',
    '+1425555018\n2',
  ])('refuses the number %j by naming the field, and quotes it nowhere', async (phone) => {
    const rendered = await render(aContact(anSmsLaneMessage({ phone })));

    expect(rendered).toMatchObject({
      ok: false,
      issues: [{ path: 'command.context.customerData.phone' }],
    });
    if (phone) expect(JSON.stringify(rendered)).not.toContain(phone);
  });

  it.each([
    ['10 parts', 'a'.repeat(1530), true],
    ['11 parts', 'a'.repeat(1531), false],
    ['630 units of another script', 'ж'.repeat(630), true],
    ['631 units', 'ж'.repeat(631), false],
    ['nothing but blanks', '  \n ', false],
  ])('takes a text of %s: %s', async (_, text, ok) => {
    const rendered = await withText(text)(aContact(anSmsLaneMessage()));

    expect(rendered).toMatchObject(ok ? { ok } : { ok, issues: [{ path: 'command.templateId' }] });
  });
});
