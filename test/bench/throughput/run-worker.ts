import { type Costs, type Job, jobSchema } from './job.ts';
import { startStub, type WireStub } from './wire-stub.ts';

/** Does a job's messages and says what they cost; throws where one was not sent. */
export type Contender = (job: Job, stub: WireStub) => Promise<Costs>;

/** The process of one contender: takes its job as an argument, and tells its parent the costs. */
export const runWorker = async (contenders: Readonly<Record<string, Contender>>): Promise<void> => {
  const job = jobSchema.parse(JSON.parse(process.argv[2] ?? ''));
  const stub = await startStub(job.stubModule);
  try {
    const run = contenders[job.contender];
    if (run === undefined) throw new Error(`no contender ${job.contender}`);
    const costs = await run(job, stub);
    await new Promise((sent) => process.send?.(costs, sent));
  } finally {
    stub.close();
    process.disconnect?.();
  }
};
