import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { renderEmail } from '../../../shared/channels/render-email.ts';
import { commandSchema } from '../../../shared/messages/command.ts';
import { FileTemplateStore } from '../../../shared/templates/adapters/file-template-store.ts';
import type { TemplateTexts } from '../../../shared/templates/template-store.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aContact } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aTemplate } from '../../support/a-template.ts';
import { badCommands } from '../../support/bad-commands.ts';

/** What the front door cannot know to be broken. */
const agentsOwn = badCommands().filter(
  ({ path, document }) => /templateId$|customerData/.test(path) && commandSchema.safeParse(document).success,
);
const own = new FileTemplateStore('config/templates');
const render = renderEmail({ agents, templates: own });
const withTemplate = (texts: TemplateTexts) =>
  renderEmail({ agents, templates: { get: async () => aTemplate(texts) } });

describe('renderEmail', () => {
  it("fills the specification's template for its customer, from the identity's sender", async () => {
    expect(await render(aContact())).toMatchObject({
      ok: true,
      value: {
        account: { templateVersion: expect.stringMatching(/^[0-9a-f]{12}$/), locale: 'en' },
        content: {
          from: agents.email.identities['email-agent-001'].sender,
          to: 'ada@example.com',
          subject: 'A reminder about your invoice, Ada Lovelace',
          text: expect.stringContaining('Dear Ada Lovelace,'),
        },
      },
    });
  });

  for (const { name, path: field, document } of agentsOwn) {
    it(`refuses ${name} by naming ${field}`, async () => {
      const lane = { ...aLaneMessage(), message: document } as unknown as ReturnType<typeof aLaneMessage>;

      expect(await render(aContact(lane))).toMatchObject({ ok: false, issues: [{ path: field }] });
    });
  }

  it('escapes customer data in HTML, and keeps it out of headers', async () => {
    const lane = aLaneMessage();
    Object.assign(lane.message.command.context?.customerData ?? {}, {
      name: '<script>\r\nBcc: eve@example.com',
    });

    const rendered = await withTemplate({
      subject: '{{ customer.name }}',
      html: '<p>{{ customer.name }}</p>',
    })(aContact(lane));

    expect(rendered).toMatchObject({
      ok: true,
      value: {
        content: {
          subject: '<script> Bcc: eve@example.com',
          html: expect.stringContaining('&lt;script&gt;'),
        },
      },
    });
  });

  it('gives up on a template that never ends', async () => {
    const rendered = await withTemplate({ text: '{% for i in (1..100000000) %}{{ i }}{% endfor %}' })(
      aContact(),
    );

    expect(rendered).toMatchObject({ ok: false });
  });
});

describe('FileTemplateStore', () => {
  it('knows every template of config/templates, each of which renders', async () => {
    for (const templateId of readdirSync('config/templates')) {
      expect(await render(aContact(aLaneMessage(aSendEmailCommand({ templateId }))))).toMatchObject({
        ok: true,
      });
    }
  });

  it('leaves its folder by no id', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'templates-'));
    for (const name of ['subject.liquid', 'text.liquid']) writeFileSync(path.join(folder, name), 'secret');

    expect(await new FileTemplateStore(path.join(folder, 'inner')).get('..')).toBeUndefined();
    rmSync(folder, { recursive: true });
  });
});
