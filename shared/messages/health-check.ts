import * as z from 'zod';
import { identifier, instant, upperCaseName } from './fields.ts';

/** What was found when an agent was looked at: the specification's section 5. Unknown fields survive. */
export const healthCheckSchema = z.looseObject({
  healthCheck: z.looseObject({
    agentId: identifier,
    status: z.enum(['HEALTHY', 'DEGRADED', 'UNHEALTHY']),
    lastHeartbeat: instant,
    failureReason: upperCaseName.nullish(),
    retryAttempts: z.int().min(0),
    escalation: z.enum(['REQUIRED', 'NOT_REQUIRED']),
  }),
});
