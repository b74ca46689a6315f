import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { KMSClient } from '@aws-sdk/client-kms';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetParametersCommand, SSMClient } from '@aws-sdk/client-ssm';
import { stages } from '../config/stages.ts';
import { localAws } from '../local/start/aws-settings.ts';
import { DynamoDbConversationStore } from '../shared/conversations/adapters/dynamodb-conversation-store.ts';
import type { ConversationStore } from '../shared/conversations/conversation-store.ts';
import { DynamoDbCustomerStore } from '../shared/customers/adapters/dynamodb-customer-store.ts';
import type { CustomerStore } from '../shared/customers/customer-store.ts';
import { DynamoDbJournal } from '../shared/journal/adapters/dynamodb-journal.ts';
import type { Journal } from '../shared/journal/journal.ts';
import { parameterNames } from '../shared/lanes/parameter-names.ts';
import { pagesOf } from '../shared/messages/pages-of.ts';
import { systemPorts } from '../shared/runtime/system-ports.ts';
import { DynamoDbKeyRing } from '../shared/security/adapters/dynamodb-key-ring.ts';
import { HmacTokenSigner } from '../shared/security/adapters/hmac-token-signer.ts';
import { JosePersonalCipher } from '../shared/security/adapters/jose-personal-cipher.ts';
import type { KeyRing } from '../shared/security/key-ring.ts';
import type { PersonalCipher } from '../shared/security/personal-cipher.ts';
import type { TokenSigner } from '../shared/security/token-signer.ts';
import { CliError } from './cli-error.ts';
import { runningStage, type StageTarget } from './stage-target.ts';

/** Names in one `GetParameters` at most (SSM's limit). */
const MOST_NAMES = 10;
/** Milliseconds to reach a service, and for its answer; LocalStack loads a service at its first call. */
const TIMEOUTS = { connectionTimeout: 3000, requestTimeout: 30_000 };

/** A stage's AWS services and the names that its stacks have published. */
export type StageAccess = {
  readonly target: StageTarget;
  readonly names: ReturnType<typeof parameterNames>;
  readonly bus: EventBridgeClient;
  readonly sqs: SQSClient;
  readonly dynamoDb: DynamoDBClient;
  readonly streams: DynamoDBStreamsClient;
  readonly s3: S3Client;
  /** Where all of AWS is on the local stage. */
  readonly endpoint: string | undefined;
  /** Values of those of the named parameters that exist. */
  findParameters(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Values of all named parameters, in order. Throws when one does not exist. */
  parameters(names: readonly string[]): Promise<readonly string[]>;
  /** The stage's journal. */
  journal(): Promise<Journal>;
  /** The stage's customers. */
  customers(): Promise<CustomerStore>;
  /** The stage's conversations. */
  conversations(): Promise<ConversationStore>;
  /** What encrypts and decrypts for the stage's customers. */
  cipher(): Promise<PersonalCipher>;
  /** What signs with the stage's keys. */
  signer(): Promise<TokenSigner>;
  /** The keys of the stage and of its customers. */
  keys(): Promise<KeyRing>;
  /** Closes the connections. */
  close(): void;
};

/** Opens a stage: the local one by its own endpoint, any other by the default provider chain. Throws when it does not run. */
export const openStage = (target: StageTarget): StageAccess => {
  const settings = settingsOf(target);
  const ssm = new SSMClient(settings);
  const clients = {
    bus: new EventBridgeClient(settings),
    sqs: new SQSClient(settings),
    dynamoDb: new DynamoDBClient(settings),
    streams: new DynamoDBStreamsClient(settings),
    s3: new S3Client({ ...settings, forcePathStyle: true }),
    kms: new KMSClient(settings),
  };
  const names = parameterNames(target.name);
  const findParameters = (wanted: readonly string[]) => readParameters(ssm, wanted);
  const parameters = async (wanted: readonly string[]) => {
    const found = await findParameters(wanted);
    return wanted.map((name) => found.get(name) ?? notDeployed(target, name));
  };
  return {
    target,
    names,
    ...clients,
    endpoint: target.name === 'local' ? runningStage(target).endpoint : undefined,
    findParameters,
    parameters,
    journal: async () => {
      const [tableName = ''] = await parameters([names.journalTableName]);
      const retentionDays = stages[target.name].journalRetentionDays;
      return new DynamoDbJournal({ ...systemPorts, client: clients.dynamoDb, tableName, retentionDays });
    },
    ...personalStores(target, clients, parameters),
    close: () => {
      for (const client of [ssm, ...Object.values(clients)]) client.destroy();
    },
  };
};

/** The stores of personal data, over one ring of keys. */
const personalStores = (
  { name }: StageTarget,
  { dynamoDb: client, kms }: { readonly dynamoDb: DynamoDBClient; readonly kms: KMSClient },
  parameters: StageAccess['parameters'],
): Pick<StageAccess, 'customers' | 'conversations' | 'cipher' | 'keys' | 'signer'> => {
  const names = parameterNames(name);
  const openRing = async () => {
    const [tableName = '', kmsKeyId = ''] = await parameters([names.keysTableName, names.branchKeyArn]);
    return new DynamoDbKeyRing({ ...systemPorts, client, kms, kmsKeyId, tableName, stage: name });
  };
  let ring: Promise<DynamoDbKeyRing> | undefined;
  const openTable = async (parameter: string) => {
    ring ??= openRing();
    const [keys, [tableName = '']] = await Promise.all([ring, parameters([parameter])]);
    return { ...systemPorts, client, tableName, keys, cipher: new JosePersonalCipher(keys) };
  };
  return {
    customers: async () => new DynamoDbCustomerStore(await openTable(names.customersTableName)),
    conversations: async () => new DynamoDbConversationStore(await openTable(names.stateTableName)),
    keys: () => {
      ring ??= openRing();
      return ring;
    },
    cipher: async () => {
      ring ??= openRing();
      return new JosePersonalCipher(await ring);
    },
    signer: async () => {
      ring ??= openRing();
      return new HmacTokenSigner(await ring);
    },
  };
};

/** How clients reach a stage's AWS services. Throws when the stage does not run. */
export const settingsOf = (target: StageTarget) => ({ ...endpointOf(target), requestHandler: TIMEOUTS });

const endpointOf = (target: StageTarget) => {
  if (target.name !== 'local') return {};
  const { endpoint, region } = runningStage(target);
  return { ...localAws(endpoint), region };
};

const readParameters = async (
  ssm: SSMClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const answers = await Promise.all(
    pagesOf(names, MOST_NAMES).map((Names) => ssm.send(new GetParametersCommand({ Names }))),
  );
  return new Map(
    answers
      .flatMap(({ Parameters = [] }) => Parameters)
      .flatMap(({ Name, Value }) => (Name === undefined || Value === undefined ? [] : [[Name, Value]])),
  );
};

const notDeployed = ({ name }: StageTarget, parameter: string): never => {
  const advice =
    name === 'local'
      ? 'Wait until npm start has deployed it, then run npx switchboard doctor.'
      : `Deploy it (SWITCHBOARD_STAGE=${name} npx cdk deploy --all), or check account and region.`;
  throw new CliError('FAILED', `Stage ${name} has no parameter ${parameter}.`, advice);
};
