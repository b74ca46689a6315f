import type { Fact } from '../../journal/fact.ts';
import type { PipelineSubject } from '../../journal/facts/pipeline-facts.ts';
import { matterIn } from '../../journal/matter-in.ts';
import type { News } from './news.ts';

/** News of what an inbound message led to. */
export const newsOfPipeline = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'intent-analysed': {
      const { intent, confidence, optsOut, language, decidedBy, sentiment, onDay, atTime } = fact.body;
      return newsAbout(fact.body, 'INTENT_ANALYSED', {
        intent,
        confidence,
        optsOut,
        ...(language === undefined ? {} : { language }),
        decidedBy,
        ...(sentiment === undefined ? {} : { sentiment }),
        ...(onDay === undefined ? {} : { onDay }),
        ...(atTime === undefined ? {} : { atTime }),
      });
    }
    case 'escalation-decided': {
      const { row, leadsTo, suppress, level, raised } = fact.body;
      return newsAbout(fact.body, 'ESCALATION_DECIDED', {
        row,
        ...leadsTo,
        suppress,
        escalationLevel: level,
        raised,
      });
    }
    case 'follow-up-assigned': {
      const { action, assignedTo, followUpId, instead } = fact.body;
      return newsAbout(fact.body, 'FOLLOW_UP_ASSIGNED', {
        action,
        assignedTo,
        followUpId,
        ...(instead === undefined ? {} : { instead }),
      });
    }
    default:
      return undefined;
  }
};

const newsAbout = (
  body: PipelineSubject,
  type: News['type'],
  more: Readonly<Record<string, unknown>>,
): News => {
  const { channel, answerId, commandId } = body;
  return {
    type,
    status: 'RECORDED',
    subject: matterIn(body),
    more: { channel, answerId, ...(commandId === undefined ? {} : { commandId }), ...more },
  };
};
