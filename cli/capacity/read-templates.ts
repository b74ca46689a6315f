import * as z from 'zod';
import { type Priority, priorities } from '../../shared/messages/priority.ts';
import { awsLimits } from './aws-limits.ts';
import type { DeployedFunction, DeployedLane, DeployedMapping, DeployedSystem } from './deployed-system.ts';
import type { Templates } from './synthesize.ts';

const HOURS_OF_A_MONTH = 730;

const resourceSchema = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
});
const templateSchema = z.object({ Resources: z.record(z.string(), resourceSchema) });

const functionSchema = z.object({
  MemorySize: z.number().default(128),
  Timeout: z.number().default(3),
  Architectures: z.tuple([z.enum(['arm64', 'x86_64'])]).default(['x86_64']),
  ReservedConcurrentExecutions: z.number().optional(),
});
const aliasSchema = z.object({
  FunctionName: z.object({ Ref: z.string() }),
  ProvisionedConcurrencyConfig: z.object({ ProvisionedConcurrentExecutions: z.number() }).optional(),
});
const mappingSchema = z.object({
  BatchSize: z.number().default(10),
  MaximumBatchingWindowInSeconds: z.number().default(0),
  ScalingConfig: z.object({ MaximumConcurrency: z.number() }).optional(),
  ProvisionedPollerConfig: z.object({ MinimumPollers: z.number(), MaximumPollers: z.number() }).optional(),
  EventSourceArn: z.unknown(),
  FunctionName: z.unknown(),
});
const queueSchema = z.object({
  VisibilityTimeout: z.number().default(30),
  RedrivePolicy: z.object({ maxReceiveCount: z.number() }).optional(),
});
const laneParameter = /\/lanes\/([^/]+)\/([A-Z]+)\/arn$/;

type Resource = { readonly id: string; readonly stack: string } & z.infer<typeof resourceSchema>;

/** Reads from templates what decides a deployment's capacity and its idle cost. Throws on a template that it does not know. */
export const readTemplates = (templates: Templates): DeployedSystem => {
  const resources = [...templates].flatMap(([stack, template]) =>
    Object.entries(templateSchema.parse(template).Resources).map(([id, resource]) => ({
      id,
      stack,
      ...resource,
    })),
  );
  const mappings = ofType(resources, 'AWS::Lambda::EventSourceMapping').filter(
    ({ Properties }) => Properties['StartingPosition'] === undefined,
  );
  return {
    functions: ofType(resources, 'AWS::Lambda::Function').map((found) => readFunction(found, resources)),
    lanes: readLanes(resources, mappings),
    mappings: mappings.map((mapping) => readMapping(mapping, resources)),
    alarms: ofType(resources, 'AWS::CloudWatch::Alarm').length,
    keys: ofType(resources, 'AWS::KMS::Key').length,
    scheduledInvocations: ofType(resources, 'AWS::Events::Rule')
      .map(({ Properties }) => invocationsOf(Properties['ScheduleExpression']))
      .reduce((sum, count) => sum + count, 0),
  };
};

const ofType = (resources: readonly Resource[], type: string): readonly Resource[] =>
  resources.filter(({ Type }) => Type === type);

const readFunction = (
  { id, stack, Properties }: Resource,
  resources: readonly Resource[],
): DeployedFunction => {
  const { MemorySize, Timeout, Architectures, ReservedConcurrentExecutions } =
    functionSchema.parse(Properties);
  const aliases = ofType(resources, 'AWS::Lambda::Alias')
    .filter((alias) => alias.stack === stack)
    .map((alias) => aliasSchema.parse(alias.Properties))
    .filter(({ FunctionName }) => FunctionName.Ref === id);
  return {
    id: `${stack}/${id}`,
    memoryMb: MemorySize,
    timeoutSeconds: Timeout,
    architecture: Architectures[0],
    ...(ReservedConcurrentExecutions === undefined
      ? {}
      : { reservedConcurrency: ReservedConcurrentExecutions }),
    provisionedConcurrency: aliases.reduce(
      (sum, { ProvisionedConcurrencyConfig: config }) => sum + (config?.ProvisionedConcurrentExecutions ?? 0),
      0,
    ),
  };
};

const readMapping = (
  { id, stack, Properties }: Resource,
  resources: readonly Resource[],
): DeployedMapping => {
  const mapping = mappingSchema.parse(Properties);
  const target = resources.find(
    (resource) => resource.stack === stack && resource.id === referenced(mapping.FunctionName),
  );
  if (target === undefined) throw new Error(`${stack}/${id}: no function of its template is its target`);
  const functionId =
    target.Type === 'AWS::Lambda::Alias' ? aliasSchema.parse(target.Properties).FunctionName.Ref : target.id;
  const { ScalingConfig: scaling, ProvisionedPollerConfig: pollers } = mapping;
  return {
    functionId: `${stack}/${functionId}`,
    batchSize: mapping.BatchSize,
    windowSeconds: mapping.MaximumBatchingWindowInSeconds,
    ...(scaling === undefined ? {} : { maximumConcurrency: scaling.MaximumConcurrency }),
    ...(pollers === undefined
      ? {}
      : { pollers: { minimum: pollers.MinimumPollers, maximum: pollers.MaximumPollers } }),
  };
};

/** Queues are known as lanes by the parameters that publish their ARNs. */
const readLanes = (
  resources: readonly Resource[],
  mappings: readonly Resource[],
): readonly DeployedLane[] => {
  const published = ofType(resources, 'AWS::SSM::Parameter').flatMap((parameter) => {
    const [, pool, tier] = laneParameter.exec(String(parameter.Properties['Name'])) ?? [];
    if (pool === undefined || !isPriority(tier)) return [];
    return [{ pool, tier, stack: parameter.stack, queue: referenced(parameter.Properties['Value']) }];
  });
  const byQueue = Map.groupBy(published, ({ stack, queue }) => `${stack}/${queue}`);
  return [...byQueue.values()].flatMap((tiers) => {
    const [first] = tiers;
    return first === undefined ? [] : [readLane(first, tiers, resources, mappings)];
  });
};

type Published = {
  readonly pool: string;
  readonly tier: Priority;
  readonly stack: string;
  readonly queue: string;
};

const readLane = (
  { pool, stack, queue }: Published,
  tiers: readonly Published[],
  resources: readonly Resource[],
  mappings: readonly Resource[],
): DeployedLane => {
  const found = resources.find((resource) => resource.stack === stack && resource.id === queue);
  const mapping = mappings.find(
    (candidate) => candidate.stack === stack && referenced(candidate.Properties['EventSourceArn']) === queue,
  );
  if (found === undefined || mapping === undefined) throw new Error(`${stack}/${queue}: nobody works on it`);
  const { VisibilityTimeout, RedrivePolicy } = queueSchema.parse(found.Properties);
  return {
    ...readMapping(mapping, resources),
    pool,
    tiers: priorities.filter((tier) => tiers.some((published) => published.tier === tier)),
    visibilityTimeoutSeconds: VisibilityTimeout,
    maxReceives: RedrivePolicy?.maxReceiveCount ?? Number.POSITIVE_INFINITY,
  };
};

const isPriority = (text: string | undefined): text is Priority => priorities.some((tier) => tier === text);

/** The logical id in a `Ref` or `Fn::GetAtt`, however deep; an alias's ARN is a text that is joined from one. */
const referenced = (value: unknown): string => {
  const text = JSON.stringify(value) ?? '';
  const found = /"Ref":"([^"]+)"|"Fn::GetAtt":\["([^"]+)",/.exec(text);
  return found?.[1] ?? found?.[2] ?? '';
};

const HOURS = { minute: 1 / 60, minutes: 1 / 60, hour: 1, hours: 1, day: 24, days: 24 } as const;

const invocationsOf = (schedule: unknown): number => {
  const [, count, unit] = /^rate\((\d+) (minutes?|hours?|days?)\)$/.exec(String(schedule)) ?? [];
  if (count === undefined || unit === undefined) return 0;
  return HOURS_OF_A_MONTH / (Number(count) * HOURS[unit as keyof typeof HOURS]);
};

/** Batches that a mapping receives at once when nothing comes: with a cap AWS does not go below its first number. */
export const idlePollersOf = ({ maximumConcurrency, pollers }: DeployedMapping): number => {
  if (pollers !== undefined) return pollers.minimum;
  if (maximumConcurrency === undefined) return awsLimits.leastConcurrency.value;
  return Math.min(maximumConcurrency, awsLimits.firstConcurrency.value);
};
