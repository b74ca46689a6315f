import { runWorker } from '../throughput/run-worker.ts';
import { bullmq } from './bullmq.ts';
import { powertools } from './powertools.ts';

await runWorker({
  powertools: powertools({ withTracer: false }),
  'powertools with Tracer': powertools({ withTracer: true }),
  bullmq,
});
