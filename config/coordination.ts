import type { CoordinationPolicies } from '../shared/coordination/escalation-ladder.ts';

/** How the coordinator chooses channels, and where a matter goes on that no channel has settled. */
export const coordination = {
  /** US dollars of one message, by agent type: your own contracts may say otherwise. A cheaper channel is chosen where nothing else decides. */
  costPerMessageUsd: { email: 0.0001, sms: 0.008, phone: 0.013 },
  /** The same of agent types that are not listed. */
  costElsewhereUsd: 0.01,

  /** Minutes in which somebody must have closed a task that stands for a message nobody could send, by its priority. */
  taskMinutes: { CRITICAL: 15, HIGH: 60, MEDIUM: 480, LOW: 1440 },

  escalation: {
    /** Where an escalation begins, by its level from 0 to 9: at the entry with the highest `fromLevel` that is not above it. */
    startAt: [
      { fromLevel: 0, step: 'another channel' },
      { fromLevel: 4, step: 'call' },
      { fromLevel: 7, step: 'a person now' },
    ],
    /**
     * Each step sends the escalation's template (or its own `templateId`) by the first of its agent types that can reach the
     * customer, or goes on to `next`; a step with a `task` asks a person and ends it.
     */
    steps: {
      'another channel': { channels: ['email', 'sms', 'phone'], priority: 'HIGH', next: 'a person' },
      call: { channels: ['phone', 'sms'], priority: 'HIGH', next: 'a person' },
      'a person': { task: 'ESCALATION', priority: 'HIGH', withinMinutes: 240 },
      'a person now': { task: 'ESCALATION', priority: 'CRITICAL', withinMinutes: 15 },
    },
  },
} as const satisfies CoordinationPolicies;
