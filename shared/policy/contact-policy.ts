import type { Contact } from '../channels/renderer.ts';
import type { ControlBoard } from '../state/control-board.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import { type Judgement, judgeContact } from './contact-gate.ts';
import type { ContactPolicies } from './contact-policies.ts';
import { readStopOrder, STOP_CONTROL } from './stop-order.ts';

/** Answers whether this customer may be contacted so now. Throws where that cannot be told: then nothing is sent. */
export type ContactPolicy = (contact: Contact) => Promise<Judgement>;

export type ContactPolicyDeps = {
  readonly channel: string;
  readonly policies: ContactPolicies;
  readonly templates: TemplateStore;
  /** A board on which the switch `stop` is. */
  readonly controls: Pick<ControlBoard, 'get'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** The contact gate of a channel: the same for agents, which send, and for `command explain`, which does not. */
export const createContactPolicy =
  ({ channel, policies, templates, controls, now }: ContactPolicyDeps): ContactPolicy =>
  async ({ lane, recipient: { consents, suppressions } }) => {
    const [stop, template] = await Promise.all([
      controls.get(STOP_CONTROL),
      templates.get(lane.message.command.templateId),
    ]);
    const asked = {
      channel,
      consents,
      suppressions,
      template,
      isStopped: readStopOrder(stop.value).stopped,
      at: now(),
    };
    return judgeContact(asked, policies);
  };
