import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { agents } from '../../config/agents.ts';
import { settingsOf } from '../stage-access.ts';
import type { StageTarget } from '../stage-target.ts';
import type { AttainmentSource } from './attainment.ts';
import { cloudWatchAttainment } from './cloudwatch-attainment.ts';
import { loggedAttainment } from './logged-attainment.ts';

/** Where a stage's attainment is read: CloudWatch's metrics on AWS, the functions' logs on the local stage. */
export const openAttainment = (target: StageTarget): AttainmentSource =>
  target.name === 'local'
    ? loggedAttainment(new CloudWatchLogsClient(settingsOf(target)))
    : cloudWatchAttainment(new CloudWatchClient(settingsOf(target)), target.name, Object.keys(agents));
