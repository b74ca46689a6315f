import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { awsLimits } from './aws-limits.ts';
import { awsPrices, type PriceName, usdOfUnits } from './aws-prices.ts';
import type { DeployedFunction, DeployedSystem } from './deployed-system.ts';
import type { Plan, Usage } from './plan.ts';
import { idlePollersOf } from './read-templates.ts';
import { otherInvocations } from './timings.ts';
import type { Workload } from './workload.ts';

const SECONDS_OF_A_MONTH = 730 * 3600;
/** Messages in a batch of the table of calls. */
const COUNTED_BATCH = 10;

/** What something costs, in US dollars, part by part. */
export type Cost = { readonly usd: number; readonly parts: Readonly<Record<string, number>> };

const callSchema = z
  .string()
  .regex(/^[\d.]+ calls, [\d.]+ × \w+$/)
  .transform((text) => {
    const [calls = '', , units = '', , price = ''] = text.replace(',', '').split(' ');
    return { calls: Number(calls), units: Number(units), price: priceNameIn(price) };
  });
const walkSchema = z.object({
  tier: z.string(),
  path: z.string(),
  calls: z.record(z.string(), callSchema),
});

/** What each message makes us and AWS call, counted in full batches on the wire (`npm run bench -- calls`). */
const countedCalls = () =>
  z
    .array(walkSchema)
    .parse(JSON.parse(readFileSync(new URL('./calls-per-message.json', import.meta.url), 'utf8')));

/** A million messages of a workload, in batches as full as its plan had them, without the provider's price. */
export const costOfMillion = (system: DeployedSystem, { path }: Workload, { usage }: Plan): Cost => {
  const wire = path === 'direct' ? 'direct' : 'by bus';
  const walk = countedCalls().find((candidate) => candidate.path === wire);
  if (walk === undefined) throw new Error(`no calls were counted ${wire}`);
  const batchOf = (stage: string) =>
    averageBatch(system, usage, stage === 'coordinator' ? 'coordinator' : 'agent');
  const parts: Record<string, number> = {};
  const add = (part: string, usd: number) => {
    parts[part] = (parts[part] ?? 0) + usd * 1e6;
  };
  for (const [name, { calls, units, price }] of Object.entries(walk.calls)) {
    const [stage = ''] = name.split(':');
    const perBatch = COUNTED_BATCH / (stage === 'producer' ? COUNTED_BATCH : batchOf(stage));
    // What is less than one for each message was one for a batch.
    const whole = Math.floor(units + 1e-9);
    add(partOf(price), usdOfUnits(price, whole + (units - whole) * perBatch));
    if (price !== 'lambdaInvoke') continue;
    add('logs', usdOfUnits('logKilobyte', calls * perBatch * otherInvocations.logKilobytes));
    const seconds = otherInvocations.seconds[stage as keyof typeof otherInvocations.seconds];
    const gigabytes = otherInvocations.memoryMb / 1024;
    if (seconds !== undefined) {
      add('functions', usdOfUnits('lambdaComputeArm', calls * perBatch * seconds * gigabytes));
    }
  }
  for (const used of usage) add('functions', computeOf(system, used));
  return total(parts);
};

/** A month in which nothing comes: what runs, waits and is watched nevertheless. */
export const idleCostOfMonth = (system: DeployedSystem): Cost => {
  const pollers = system.mappings.flatMap((mapping) => (mapping.pollers === undefined ? [] : [mapping]));
  const receives = system.mappings
    .map((mapping) => {
      // A poller of its own may have ten receives open; each waits for twenty seconds.
      const open = mapping.pollers === undefined ? 1 : awsLimits.pollerInvokes.value;
      return (idlePollersOf(mapping) * open * SECONDS_OF_A_MONTH) / awsLimits.longPollSeconds.value;
    })
    .reduce((sum, count) => sum + count, 0);
  return total({
    'provisioned pollers': usdOfUnits(
      'sqsPollerHour',
      pollers.reduce((sum, mapping) => sum + idlePollersOf(mapping), 0) * (SECONDS_OF_A_MONTH / 3600),
    ),
    'provisioned environments': system.functions.map(provisionedMonth).reduce((sum, usd) => sum + usd, 0),
    'receives of empty queues': usdOfUnits('sqsRequest', receives),
    alarms: usdOfUnits('alarmMonth', system.alarms),
    keys: usdOfUnits('kmsKeyMonth', system.keys),
    'functions by the clock':
      usdOfUnits('lambdaInvoke', system.scheduledInvocations) +
      usdOfUnits(
        'lambdaComputeArm',
        system.scheduledInvocations * otherInvocations.seconds.scheduled * (otherInvocations.memoryMb / 1024),
      ),
  });
};

const provisionedMonth = ({ provisionedConcurrency, memoryMb, architecture }: DeployedFunction): number =>
  usdOfUnits(
    architecture === 'arm64' ? 'provisionedIdleArm' : 'provisionedIdleX86',
    provisionedConcurrency * (memoryMb / 1024) * SECONDS_OF_A_MONTH,
  );

/** US dollars of a function's compute for one message. */
const computeOf = ({ functions }: DeployedSystem, used: Usage): number => {
  const found = functions.find(({ id }) => id === used.worker);
  if (found === undefined) return 0;
  const gigabytes = found.memoryMb / 1024 / used.messages;
  const arm = found.architecture === 'arm64';
  return (
    usdOfUnits(
      arm ? 'lambdaComputeArm' : 'lambdaComputeX86',
      (used.seconds - used.provisionedSeconds) * gigabytes,
    ) +
    usdOfUnits(arm ? 'provisionedComputeArm' : 'provisionedComputeX86', used.provisionedSeconds * gigabytes)
  );
};

/** Messages in an invocation, on average over a kind of pool. */
const averageBatch = (
  { lanes }: DeployedSystem,
  usage: readonly Usage[],
  kind: 'coordinator' | 'agent',
): number => {
  const of = usage.filter(({ worker }) =>
    lanes.some(
      (lane) => lane.functionId === worker && (lane.pool === 'coordinator') === (kind === 'coordinator'),
    ),
  );
  const sum = (field: 'messages' | 'invocations') => of.reduce((all, used) => all + used[field], 0);
  return sum('invocations') === 0 ? COUNTED_BATCH : sum('messages') / sum('invocations');
};

const priceNameIn = (text: string): PriceName => {
  if (Object.hasOwn(awsPrices, text)) return text as PriceName;
  throw new Error(`${text}: has no price (aws-prices.ts)`);
};

const partOf = (price: PriceName): string => {
  if (price === 'sqsRequest') return 'queues';
  if (price === 'eventBridgeEvent') return 'events on the bus';
  if (price.startsWith('dynamoDb')) return 'tables';
  return price.startsWith('lambda') ? 'functions' : 'other';
};

const total = (parts: Readonly<Record<string, number>>): Cost => ({
  usd: Object.values(parts).reduce((sum, usd) => sum + usd, 0),
  parts: Object.fromEntries(Object.entries(parts).filter(([, usd]) => usd > 0)),
});
