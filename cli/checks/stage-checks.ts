import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DescribeEventBusCommand } from '@aws-sdk/client-eventbridge';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { createSandboxClient } from '../../local/provider-sandbox/sandbox-client.ts';
import { CliError } from '../cli-error.ts';
import { deployedLanes } from '../deployed-lanes.ts';
import type { Check } from '../format/format-checks.ts';
import { openStage, type StageAccess } from '../stage-access.ts';
import { runningStage, type StageTarget } from '../stage-target.ts';
import { runCheck, skippedCheck } from './run-check.ts';

const HEALTH_TIMEOUT_MS = 10_000;
const RESTART = 'stop npm start with Ctrl-C and start it again';

/** Whether the local stage runs and its engine and provider sandbox answer. */
export const localStageChecks = async (target: StageTarget): Promise<readonly Check[]> => {
  const running = await runCheck('local stage', 'npm start', target, async () => {
    const { pid, startedAt } = runningStage(target);
    return `process ${pid}, since ${startedAt}`;
  });
  if (running.state !== 'ok') return [running, skippedCheck('engine'), skippedCheck('provider sandbox')];
  const { endpoint, sandbox } = runningStage(target);
  return [
    running,
    ...(await Promise.all([
      runCheck('engine', RESTART, target, () => askEngine(endpoint)),
      runCheck('provider sandbox', RESTART, target, async () => {
        await createSandboxClient(sandbox).calls({ commandId: 'doctor' });
        return sandbox;
      }),
    ])),
  ];
};

/** Whether AWS answers and bus, journal and lanes are where the stage's parameters say. */
export const deploymentChecks = async (target: StageTarget): Promise<readonly Check[]> => {
  const local = target.name === 'local';
  const access = openStage(target);
  const deploy = local ? RESTART : `SWITCHBOARD_STAGE=${target.name} npx cdk deploy --all`;
  try {
    const answers = await runCheck(
      local ? 'parameter store' : 'AWS credentials and region',
      local ? RESTART : 'aws sso login, AWS_PROFILE, AWS_REGION',
      target,
      async () => {
        await access.findParameters([access.names.busName]);
        return 'SSM answers';
      },
    );
    const looks = { parameters, 'message bus': bus, 'journal table': journal, lanes } as const;
    if (answers.state !== 'ok') return [answers, ...Object.keys(looks).map(skippedCheck)];
    const found = Object.entries(looks).map(([name, look]) =>
      runCheck(name, deploy, target, () => look(access)),
    );
    return [answers, ...(await Promise.all(found))];
  } finally {
    access.close();
  }
};

const parameters = async ({ target, names, parameters: read }: StageAccess): Promise<string> => {
  const lanes = deployedLanes(target.name).flatMap((lane) => [
    lane.urlParameter,
    lane.deadLetterUrlParameter,
  ]);
  const found = await read([names.busName, names.journalTableName, ...lanes]);
  return `${found.length} under ${names.root}`;
};

const bus = async ({ bus: client, names, parameters: read }: StageAccess): Promise<string> => {
  const [Name] = await read([names.busName]);
  await client.send(new DescribeEventBusCommand({ Name }));
  return Name ?? '';
};

const journal = async ({ dynamoDb, names, parameters: read }: StageAccess): Promise<string> => {
  const [TableName] = await read([names.journalTableName]);
  const { Table } = await dynamoDb.send(new DescribeTableCommand({ TableName }));
  if (Table?.TableStatus === 'ACTIVE') return TableName ?? '';
  throw new CliError('FAILED', `The table is ${Table?.TableStatus ?? 'not there'}.`, 'Wait, then ask again.');
};

const lanes = async ({ target, sqs, parameters: read }: StageAccess): Promise<string> => {
  const urls = await read(
    deployedLanes(target.name).flatMap((lane) => [lane.urlParameter, lane.deadLetterUrlParameter]),
  );
  await Promise.all(
    urls.map((QueueUrl) =>
      sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] })),
    ),
  );
  return `${urls.length / 2} lanes with their dead-letter queues`;
};

const askEngine = async (endpoint: string): Promise<string> => {
  const answer = await fetch(`${endpoint}/_localstack/health`, {
    signal: AbortSignal.timeout(HEALTH_TIMEOUT_MS),
  });
  if (answer.ok) return endpoint;
  throw new CliError('NO_STAGE', `LocalStack answers with status ${answer.status}.`, RESTART);
};
