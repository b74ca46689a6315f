import { runWorker } from './run-worker.ts';
import { sesByHand, sesCall } from './ses-call.ts';
import { switchboard } from './switchboard.ts';

await runWorker({ switchboard, 'SES by the SDK': sesCall, 'SES by hand': sesByHand });
