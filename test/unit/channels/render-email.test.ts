import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { agents } from '../../../config/agents.ts';
import { renderEmail } from '../../../shared/channels/render-email.ts';
import { commandSchema } from '../../../shared/messages/command.ts';
import { FileTemplateStore } from '../../../shared/templates/adapters/file-template-store.ts';
import type { TemplateTexts } from '../../../shared/templates/template-store.ts';
import { aLaneMessage } from '../../support/a-lane-message.ts';
import { aContact, aCustomer } from '../../support/a-recipient.ts';
import { aSendEmailCommand } from '../../support/a-send-email-command.ts';
import { aTemplate } from '../../support/a-template.ts';
import { badCommands } from '../../support/bad-commands.ts';
import { testLinks } from '../../support/test-links.ts';

/** What the front door cannot know to be broken. */
const agentsOwn = badCommands().filter(
  ({ path, document }) => /templateId$|customerData/.test(path) && commandSchema.safeParse(document).success,
);
const own = new FileTemplateStore('config/templates');
const render = renderEmail({ agents, templates: own, linksOf: testLinks });
const withTemplate = (texts: TemplateTexts) =>
  renderEmail({ agents, templates: { get: async () => aTemplate(texts) }, linksOf: testLinks });

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

  it('speaks the language of its recipient where the template does', async () => {
    const asks = (locale: string) =>
      render(
        aContact(
          aLaneMessage(aSendEmailCommand({ templateId: 'templ-spring' })),
          aCustomer({ locale, attributes: { interests: ['roses'] } }),
        ),
      );

    expect(await asks('de-AT')).toMatchObject({
      value: { account: { locale: 'de' }, content: { subject: 'Der Frühling ist da, Ada Lovelace' } },
    });
    expect(await asks('fr')).toMatchObject({
      value: { account: { locale: 'en' }, content: { text: expect.stringContaining('- roses') } },
    });
  });

  it('gives each mail links of its own, which hold no address', async () => {
    const template = { text: '{{ unsubscribeUrl }}', html: '<a href="{{ unsubscribeUrl }}">x</a>' };
    const [one, other] = await Promise.all(
      [aLaneMessage(), aLaneMessage()].map((lane) => withTemplate(template)(aContact(lane))),
    );

    const [first, second] = [one, other].map((rendered) =>
      rendered?.ok ? rendered.value.content : undefined,
    );
    expect(first?.unsubscribeUrl).toMatch(/^https:\/\/unsubscribe\.example\/[\w-]+\.[\w-]{22}$/);
    expect(first).toMatchObject({
      text: first?.unsubscribeUrl,
      html: `<a href="${first?.unsubscribeUrl}">x</a>`,
      replyTo: expect.stringMatching(/^reply\+[a-z2-7]{52}@reply\.switchboard\.example$/),
    });
    expect(first?.replyTo).not.toBe(second?.replyTo);
    expect(first?.unsubscribeUrl).not.toBe(second?.unsubscribeUrl);
    const [ids = ''] = first?.unsubscribeUrl.slice(28).split('.') ?? []; // what follows is a signature: any bytes
    expect(Buffer.from(ids, 'base64url').toString()).not.toContain('@');
  });

  it('gives up on a template that never ends', async () => {
    const rendered = await withTemplate({ text: '{% for i in (1..100000000) %}{{ i }}{% endfor %}' })(
      aContact(),
    );

    expect(rendered).toMatchObject({ ok: false });
  });
});

describe('FileTemplateStore', () => {
  it('knows every template of config/templates, and each that has a mail renders', async () => {
    const mails = readdirSync('config/templates').filter((id) =>
      existsSync(`config/templates/${id}/subject.liquid`),
    );
    expect(mails.length).toBeGreaterThanOrEqual(2);
    for (const templateId of mails) {
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
