import { SqsLaneSender } from '../../shared/lanes/adapters/sqs-lane-sender.ts';
import { sqsClient } from '../../shared/runtime/aws-clients.ts';
import { createTimerSweepHandler } from '../../shared/runtime/create-timer-sweep-handler.ts';
import { parseEnv } from '../../shared/runtime/env.ts';
import { openTimers } from '../../shared/runtime/open-timers.ts';
import { systemPorts } from '../../shared/runtime/system-ports.ts';

const env = parseEnv('STAGE', 'STATE_TABLE', 'LANE_URLS');

/** Sends what waited for its time. */
export const handler = createTimerSweepHandler({
  ...systemPorts,
  dimensions: { stage: env.STAGE, function: 'timer-sweep' },
  timers: openTimers(env),
  lanes: new SqsLaneSender({ ...systemPorts, client: sqsClient(), laneUrls: env.LANE_URLS }),
});
