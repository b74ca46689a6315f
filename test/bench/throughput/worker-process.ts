import { runWorker } from './run-worker.ts';
import { sesByHand, sesCall } from './ses-call.ts';
import { profiled, switchboard } from './switchboard.ts';

await runWorker({ switchboard, profiled, 'SES by the SDK': sesCall, 'SES by hand': sesByHand });
