import * as z from 'zod';
import { identifier, instant, upperCaseName } from './fields.ts';

/** An agent's state as it is shared: the specification's section 4. Unknown fields survive. */
export const agentStateSchema = z.looseObject({
  agentId: identifier,
  state: z.looseObject({
    status: upperCaseName,
    currentTask: z
      .looseObject({
        taskId: identifier,
        type: upperCaseName,
        progress: upperCaseName,
        startTime: instant,
      })
      .nullish(),
    performance: z.looseObject({
      tasksCompleted: z.int().min(0),
      /** Seconds. */
      averageResponseTime: z.number().min(0),
      /** Part of the tasks that failed, 0 to 1. */
      errorRate: z.number().min(0).max(1),
    }),
    resources: z.looseObject({
      memoryUsage: z.string().regex(/^\d+(\.\d+)?(B|KB|MB|GB)$/, 'must be a size such as 512MB'),
      cpuUsage: z.string().regex(/^\d+(\.\d+)?%$/, 'must be a share such as 15%'),
      activeConnections: z.int().min(0),
    }),
  }),
});
