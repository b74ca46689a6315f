import { describe, expect, it } from 'vitest';
import type { AgentRegistry } from '../../../shared/agents/agent-registry.ts';
import { renderMessage } from '../../../shared/channels/render-message.ts';
import { recipientOf } from '../../../shared/customers/recipient.ts';
import { FileTemplateStore } from '../../../shared/templates/adapters/file-template-store.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';

const registry: AgentRegistry = {
  whatsapp: {
    pool: 'whatsapp-agent',
    channel: 'whatsapp',
    commands: ['SEND_MESSAGE'],
    identities: { 'whatsapp-agent-001': { sender: 'Switchboard' } },
    provider: { kind: 'http', url: 'https://provider.example/messages' },
    functions: { memoryMb: 512, timeoutSeconds: { critical: 6, standard: 15 } },
    providerTimeoutMs: 3000,
  },
};

const render = renderMessage({
  agents: registry,
  templates: new FileTemplateStore('config/templates'),
  addresses: ['whatsapp', 'phone'],
});

const lane = { ...aLaneMessage(), agentType: 'whatsapp', identity: 'whatsapp-agent-001' };

const contact = (customerData: Record<string, unknown>) => ({
  lane,
  recipient: recipientOf('cust-456', undefined, customerData),
});

describe('renderMessage', () => {
  it("fills the specification's template for its customer, from the identity's sender", async () => {
    const rendered = await render(contact({ name: 'Ada', addresses: { whatsapp: '+15550123456' } }));

    expect(rendered).toMatchObject({
      ok: true,
      value: {
        content: {
          from: 'Switchboard',
          to: '+15550123456',
          text: expect.stringContaining('Ada, an invoice of yours is open.'),
        },
        account: { locale: 'en' },
      },
    });
  });

  it('takes the phone number of a customer who has no address of the channel', async () => {
    const rendered = await render(contact({ name: 'Ada', phone: '+15550100' }));

    expect(rendered).toMatchObject({ ok: true, value: { content: { to: '+15550100' } } });
  });

  it.each([{}, { email: 'ada@example.com' }, { addresses: { whatsapp: '' } }, { phone: '+1\n555' }])(
    'refuses a customer whom it cannot reach (case %#), and names the field without its value',
    async (data) => {
      const rendered = await render(contact({ name: 'Ada', ...data }));

      expect(rendered).toEqual({
        ok: false,
        issues: [
          {
            path: 'command.context.customerData.addresses',
            rule: 'must hold an address for whatsapp or phone, there or in the customer',
          },
        ],
      });
    },
  );

  it('refuses an identity that is not in the registry', async () => {
    const stranger = { ...contact({ name: 'Ada' }), lane: { ...lane, identity: 'whatsapp-agent-009' } };

    expect(await render(stranger)).toMatchObject({ ok: false, issues: [{ path: 'target' }] });
  });
});
