import type { Fact } from '../../journal/fact.ts';
import { matterIn } from '../../journal/matter-in.ts';
import type { News } from './news.ts';

/** News of what the coordinator decides, with everything that it looked at. */
export const newsOfCoordination = (fact: Fact): News | undefined => {
  switch (fact.type) {
    case 'work-assigned': {
      const { outcome, chosen, reasons, candidates } = fact.body;
      return {
        type: 'WORK_ASSIGNED',
        status: 'RECORDED',
        subject: fact.body,
        more: { outcome, agentType: chosen ?? null, reasons, candidates },
      };
    }
    case 'escalated': {
      const { level, reason, steps, outcome, chosen, commandId, taskId, candidates } = fact.body;
      return {
        type: 'ESCALATED',
        status: 'RECORDED',
        subject: matterIn(fact.body),
        more: {
          escalationLevel: level,
          reason,
          steps,
          outcome,
          agentType: chosen ?? null,
          ...(commandId === undefined ? {} : { commandId }),
          ...(taskId === undefined ? {} : { taskId }),
          candidates,
        },
      };
    }
    default:
      return undefined;
  }
};
