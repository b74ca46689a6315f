import { CAMPAIGNS_CONTROL, campaignHoldOf } from '../campaigns/campaign-switch.ts';
import type { Contact } from '../channels/renderer.ts';
import type { ControlBoard } from '../state/control-board.ts';
import type { TemplateStore } from '../templates/template-store.ts';
import { type Judgement, judgeContact } from './contact-gate.ts';
import type { ContactPolicies } from './contact-policies.ts';
import type { ContactQuestion } from './contact-question.ts';
import { readStopOrder, STOP_CONTROL } from './stop-order.ts';

/** Answers whether this customer may be contacted so now. Throws where that cannot be told: then nothing is sent. */
export type ContactPolicy = (contact: Contact) => Promise<Judgement>;

/** The switches that the gate looks at: a board for it has them. */
export const policyControls = [STOP_CONTROL, CAMPAIGNS_CONTROL] as const;

export type ContactPolicyDeps = {
  readonly channel: string;
  readonly policies: ContactPolicies;
  readonly templates: TemplateStore;
  /** A board on which the switches of `policyControls` are. */
  readonly controls: Pick<ControlBoard, 'get'>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
};

/** The contact gate of a channel: the same for agents, which send, and for `command explain`, which does not. */
export const createContactPolicy =
  ({ channel, policies, templates, controls, now }: ContactPolicyDeps): ContactPolicy =>
  async ({ lane, recipient: { consents, suppressions, storedZone: zone } }) => {
    const { templateId, campaignId, expiresAt } = lane.message.command;
    const [stop, campaigns, template] = await Promise.all([
      controls.get(STOP_CONTROL),
      controls.get(CAMPAIGNS_CONTROL),
      templates.get(templateId),
    ]);
    const asked: ContactQuestion = {
      channel,
      consents,
      suppressions,
      template,
      isStopped: readStopOrder(stop.value).stopped,
      zone,
      tier: lane.tier,
      expiresAt: expiresAt === undefined ? undefined : Date.parse(expiresAt),
      campaignHold: campaignHoldOf(campaigns, campaignId),
      deferred: lane.deferred,
      at: now(),
    };
    return judgeContact(asked, policies);
  };
