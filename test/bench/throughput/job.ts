import * as z from 'zod';

/** What one process of the throughput benchmark is asked to do. */
export const jobSchema = z.object({
  contender: z.string(),
  /** Messages that count, and messages before them: both in full batches of 10. */
  messages: z.int().positive(),
  warmUp: z.int().positive(),
  /** The module that runs the stub of AWS in a process of its own. */
  stubModule: z.string(),
  /** Modules of our functions by folder, as URLs. */
  functions: z.record(z.string(), z.string()),
  /** The folder that holds `templates/`, as `LAMBDA_TASK_ROOT` does. */
  taskRoot: z.string(),
  /** The server that BullMQ works on. */
  valkeyServer: z.string().optional(),
});

export type Job = z.infer<typeof jobSchema>;

/** Microseconds of CPU per message, by stage or place. */
export type Costs = Readonly<Record<string, number>>;

export const costsSchema = z.record(z.string(), z.number());

/** Records in a batch. */
export const BATCH = 10;
