import { usdOfUnits } from '../../cli/capacity/aws-prices.ts';
import { sagas as plans } from '../../config/sagas.ts';
import type { LaneEntry } from '../../shared/lanes/lane-sender.ts';
import type { SagaPlan } from '../../shared/sagas/saga-plan.ts';
import { aCorrectAndCall, aCustomerResponse } from '../support/a-saga-input.ts';
import { expressPlan } from '../support/express-plan.ts';
import type { Benchmark } from './benchmark.ts';
import { type Counted, type CountedPath, countSaga } from './sagas/count-saga.ts';

/** AWS calls and units of a port's method, as its adapter makes them; ports that are not named are refused. */
const CALLS: Readonly<Record<string, { calls: number; writes?: number; reads?: number; sqs?: number }>> = {
  'journal.insert': { calls: 1 },
  'journal.read': { calls: 1 },
  'journal.get': { calls: 1 },
  // An address row's change would be two more; a saga changes none.
  'customers.put': { calls: 2, writes: 2, reads: 1 },
  'customers.get': { calls: 1, reads: 1 },
  'conversations.get': { calls: 1, reads: 1 },
  'conversations.put': { calls: 1, writes: 1 },
  'timers.put': { calls: 1, writes: 1 },
  'timers.remove': { calls: 1, writes: 1 },
  'timers.find': { calls: 1, reads: 1 },
  'waits.put': { calls: 1, writes: 1 },
  'waits.get': { calls: 1, reads: 1 },
  'lanes.send': { calls: 1, sqs: 1 },
  'tokens.succeed': { calls: 1 },
  'tokens.fail': { calls: 1 },
  'tokens.beat': { calls: 1 },
  'cipher.encrypt': { calls: 0 },
  'cipher.decrypt': { calls: 0 },
};

/** Milliseconds that a function waits for a call of AWS, and those of an invocation beside its calls: assumed. */
const [CALL_MS, INVOCATION_MS] = [10, 10];
/** What Step Functions itself takes for a state of an express workflow: assumed. */
const STATE_MS = 50;
const FUNCTION_GB = 0.5;
const EXPRESS_GB = 64 / 1024;

const priceOf = (counted: Counted, kind: SagaPlan['kind']) => {
  const total = { calls: 0, writes: counted.facts, reads: counted.factReads, sqs: 0 };
  for (const [name, times] of counted.calls) {
    const each = CALLS[name];
    if (each === undefined) throw new Error(`sagas: no price of ${name}`);
    total.calls += each.calls * times;
    total.writes += (each.writes ?? 0) * times;
    total.reads += (each.reads ?? 0) * times;
    total.sqs += (each.sqs ?? 0) * times;
  }
  const usesCipher = [...counted.calls.keys()].some((name) => name.startsWith('cipher.'));
  // A customer's key is in no process that the saga reaches: each invocation fetches it and has it opened.
  const keys = usesCipher ? counted.invocations : 0;
  const { invocations, transitions } = counted;
  const functionMs = (total.calls + 2 * keys) * CALL_MS + invocations * INVOCATION_MS;
  const expressMs = Math.ceil((functionMs + transitions * STATE_MS) / 100) * 100;
  const states =
    kind === 'express'
      ? usdOfUnits('expressRequest', 1) + usdOfUnits('expressCompute', (expressMs / 1000) * EXPRESS_GB)
      : usdOfUnits('stepTransition', transitions);
  const work =
    usdOfUnits('lambdaInvoke', invocations) +
    usdOfUnits('lambdaComputeArm', (functionMs / 1000) * FUNCTION_GB) +
    usdOfUnits('dynamoDbWrite', total.writes) +
    usdOfUnits('dynamoDbRead', total.reads + keys) +
    usdOfUnits('sqsRequest', total.sqs) +
    usdOfUnits('kmsRequest', keys) +
    usdOfUnits('eventBridgeEvent', counted.events);
  return { ...total, calls: total.calls + 2 * keys, keys, states: states * 1e6, work: work * 1e6 };
};

const rowOf = async (name: string, expected: string, path: CountedPath) => {
  const counted = await countSaga(path);
  if (!counted.outcome.includes(expected)) throw new Error(`${name}: ended as ${counted.outcome}`);
  const kind = path.plan?.kind;
  const priced = priceOf(counted, kind);
  const total = priced.states + priced.work;
  const both = total + (kind === 'express' ? 0 : usdOfUnits('stepTransition', 2) * 1e6);
  return {
    saga: name,
    transitions: counted.transitions,
    invocations: counted.invocations,
    'AWS calls': priced.calls,
    'write units': priced.writes,
    'read units': priced.reads + priced.keys,
    KMS: priced.keys,
    SQS: priced.sqs,
    events: counted.events,
    'USD states': priced.states.toFixed(2),
    'USD work': priced.work.toFixed(2),
    'USD in all': total.toFixed(2),
    'with start and end': both.toFixed(2),
  };
};

/** No agent is called so: the step that submits such a contact fails for good. */
const nobody = { type: 'SEND_EMAIL', target: 'nobody', templateId: 'templ-789' };
const standard: SagaPlan = plans['customer-response'];

const fourSteps = async (label: string, plan: SagaPlan) => {
  const run = async (how: string, expected: string, changes: Record<string, unknown>) =>
    rowOf(`customer-response, ${label}, ${how}`, expected, {
      saga: 'customer-response',
      plan,
      input: await aCustomerResponse(changes),
    });
  return [
    await run('complete', 'COMPLETED', {}),
    await run('compensated, last step failed', 'COMPENSATED', {
      nextContact: { ...nobody, afterHours: 0.1 },
    }),
    await run('compensated, third step failed', 'COMPENSATED', { followUp: nobody }),
    await run('input refused by the first step', 'COMPENSATED', { receivedAt: 'yesterday' }),
  ];
};

const ending = (phone: 'sent' | 'failed') => (entry: LaneEntry) =>
  entry.agentType === 'phone' ? phone : 'sent';

const twoAgents = (how: string, expected: string, phone: 'sent' | 'failed') =>
  rowOf(`correct-and-call, ${how}`, expected, {
    saga: 'correct-and-call',
    input: aCorrectAndCall(),
    ends: ending(phone),
    isHeardOnce: true,
  });

/** What a saga costs beside its contacts, where it completes and where it is compensated. */
export const sagas: Benchmark = async () => ({
  title: 'P11: what a saga costs beside its contacts, USD per million',
  layer: 'in process',
  goal: '≤ 150 USD standard, ≤ 40 USD express',
  rows: [
    ...(await fourSteps('standard', standard)),
    await twoAgents('complete', 'COMPLETED', 'sent'),
    await twoAgents('compensated, call failed', 'COMPENSATED', 'failed'),
    ...(await fourSteps('express', expressPlan)),
  ],
  notes: [
    'Transitions are the states entered and their retries, as the synthesized definition is run in process. AWS’s own pricing example counts start and end, too: the last column.',
    `Calls are counted at the ports and priced as the adapters make them. Assumed, not measured: ${CALL_MS} ms of waiting for each call, one after the other, ${INVOCATION_MS} ms more for an invocation of ${FUNCTION_GB} GB, ${STATE_MS} ms of Step Functions for a state, 64 MB of an express workflow. No cold starts.`,
    'Each invocation fetches the customer’s key anew (a read and a KMS request), as when no two reach the same process. One event comes for each awaited command; a receipt would be one invocation more. Left out: the agents’ and the relay’s work (P5), logs, traces, and StartExecution, which is free.',
  ],
});
