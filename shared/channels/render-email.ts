import { Liquid } from 'liquidjs';
import * as z from 'zod';
import type { AgentRegistry } from '../agents/agent-registry.ts';
import type { LaneMessage } from '../lanes/lane-message.ts';
import { broken, type Parsed } from '../messages/parse-message.ts';
import type { Template, TemplateStore } from '../templates/template-store.ts';
import type { EmailContent } from './email-content.ts';

export type RenderEmailDeps = {
  readonly templates: TemplateStore;
  readonly agents: AgentRegistry;
};

/** The one field of `customerData` that an e-mail cannot do without. */
const recipient = z.looseObject({ email: z.email().max(254) });

/** A template that loops or renders longer than this in milliseconds is broken; a batch waits for it. */
const RENDER_LIMITS = { renderLimit: 200, parseLimit: 200_000, memoryLimit: 1_000_000 };

/** A named locale makes dates the same everywhere, and spares the start the search for the machine's own. */
const LIQUID = { strictVariables: true, strictFilters: true, locale: 'en-US', ...RENDER_LIMITS };

/** Makes an e-mail from a command, its template and its customer's data. Issues name fields and never values. */
export const renderEmail = ({ templates, agents }: RenderEmailDeps) => {
  const plain = new Liquid(LIQUID);
  const markup = new Liquid({ ...LIQUID, outputEscape: 'escape' });
  return async ({ message, agentType, identity }: LaneMessage): Promise<Parsed<EmailContent>> => {
    const { command } = message;
    const template = await templates.get(command.templateId);
    if (template === undefined) return broken('command.templateId', 'names no template (config/templates)');
    const customer = recipient.safeParse(command.context?.customerData);
    if (!customer.success) return broken('command.context.customerData.email', 'must be an e-mail address');
    const sender = agents[agentType]?.identities[identity]?.sender;
    if (sender === undefined) return broken('target', 'names no identity of its agent (config/agents.ts)');
    const values = {
      customer: customer.data,
      campaignId: command.campaignId,
      customerId: command.customerId,
    };
    const content = await fill(template, values, plain, markup);
    if (content === undefined)
      return broken('command.context.customerData', 'lacks a field that the template uses');
    return { ok: true, value: { from: sender, to: customer.data.email, ...content } };
  };
};

/** `undefined` when a variable is missing; the engine's own message may quote values, so it goes no further. */
const fill = async (template: Template, values: object, plain: Liquid, markup: Liquid) => {
  try {
    const [subject, text, html] = await Promise.all([
      plain.parseAndRender(template.subject, values),
      plain.parseAndRender(template.text, values),
      template.html === undefined ? undefined : markup.parseAndRender(template.html, values),
    ]);
    // A line end in a subject would start a header of its own.
    return { subject: String(subject).replace(/[\r\n]+/g, ' '), text: String(text), html: html?.toString() };
  } catch {
    return undefined;
  }
};
