import { ExecutionError, StateMachine } from 'aws-local-stepfunctions';
import { agents } from '../../config/agents.ts';
import { lanes as laneTable } from '../../config/lanes.ts';
import { sagas } from '../../config/sagas.ts';
import { sagaDefinition } from '../../infra/saga-definition.ts';
import { createContactClient } from '../../shared/client/contact-client.ts';
import { InMemoryConversationStore } from '../../shared/conversations/adapters/in-memory-conversation-store.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import type { IntentAnalyser } from '../../shared/intent/intent.ts';
import { createRuleAnalyser } from '../../shared/intent/rule-analyser.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, fact } from '../../shared/journal/command-facts.ts';
import { commandStateOf } from '../../shared/journal/command-state.ts';
import type { FactOf } from '../../shared/journal/fact.ts';
import type { LaneEntry } from '../../shared/lanes/lane-sender.ts';
import { createSagaHandler } from '../../shared/runtime/create-saga-handler.ts';
import { InMemorySagaWaits } from '../../shared/sagas/adapters/in-memory-saga-waits.ts';
import { contactCommandId } from '../../shared/sagas/contact-step.ts';
import { correctAndCall } from '../../shared/sagas/correct-and-call/correct-and-call.ts';
import { customerResponse } from '../../shared/sagas/customer-response/customer-response.ts';
import { sagaAggregate } from '../../shared/sagas/saga-id.ts';
import type { SagaPlan } from '../../shared/sagas/saga-plan.ts';
import type { TaskTokens } from '../../shared/sagas/saga-ports.ts';
import { sagaStateOf } from '../../shared/sagas/saga-state.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { aCustomer } from './a-recipient.ts';
import { CrashPlan } from './crash-plan.ts';
import { fakeCipher } from './fake-cipher.ts';
import { recordingPorts } from './recording-ports.ts';
import { testSigner } from './test-signer.ts';

export const SAGA_ID = 'answer-1';
export const START = Date.parse('2026-11-26T12:00:00Z');

/** What happens to one invocation of a saga's function; `call` counts its port calls from 0. */
export type Fault =
  | { readonly kind: 'dies'; readonly call: number; readonly when: 'before' | 'after' }
  /** Step Functions gives it up; it stands still at a call, and goes on while later invocations run. */
  | { readonly kind: 'late'; readonly call: number; readonly forInvocations: number }
  /** All was done, and the answer is lost. */
  | { readonly kind: 'answer lost' }
  | { readonly kind: 'runs twice' };

export type SagaName = keyof typeof sagas;

export type SagaWorldOptions = {
  /** The definition is not checked again, which takes longer than a run. @default false */
  readonly isTrusted?: boolean;
  readonly plan?: SagaPlan;
  /** What happens to the nth invocation. */
  readonly faults?: ReadonlyMap<number, Fault>;
  /** Commands end while they are put into their lanes. @default false: after the invocation */
  readonly endsInLane?: boolean;
  /** The event of a command comes once, and not again after each further step. @default false */
  readonly isHeardOnce?: boolean;
  /** No event of a command ever comes. @default false */
  readonly isDeaf?: boolean;
  /** How a command that was put into its lane ends before the saga's next step; open by default. */
  readonly ends?: (entry: LaneEntry) => 'sent' | 'failed' | 'unknown' | undefined;
  /** Sees what the saga's function calls of a port, such as `journal`. */
  readonly watch?: <P extends object>(name: string, port: P) => P;
  /** @default the rules */
  readonly analyse?: IntentAnalyser;
};

/** The time that passes from one invocation to the next: a run that died is over after a few. */
const STEP_MS = 9000;

/** Made once: its rules are compiled. */
const rules = createRuleAnalyser();

/** A saga's state machine, as it is deployed, run in process with its function on ports in memory. */
export const openSagaWorld = async (name: SagaName, options: SagaWorldOptions = {}) => {
  const plan: SagaPlan = options.plan ?? sagas[name];
  const clock = { now: START };
  const now = () => clock.now;
  const journal = new InMemoryJournal();
  const customers = new InMemoryCustomerStore();
  const conversations = new InMemoryConversationStore();
  const waits = new InMemorySagaWaits();
  await customers.put(aCustomer());
  const tasks: Task[] = [];
  const sent: LaneEntry[] = [];
  const ports = recordingPorts();
  const waiting = new Map<string, { settle: (end: Ended) => void; ended: Promise<Ended> }>();
  const late: { release: () => void; at: number }[] = [];
  let invocations = 0;
  const calls: number[] = [];
  let faultless = false;

  const endCommand = async (entry: LaneEntry): Promise<void> => {
    const end = options.ends?.(entry);
    const commandId = entry.message.message.messageId;
    const accepted = (await journal.read(commandAggregate(commandId))).find(
      (each): each is FactOf<'accepted'> => each.type === 'accepted',
    );
    if (end === undefined || accepted === undefined) return;
    const { aggregate, body } = accepted;
    const claim = { ...body, attempt: 1, owner: 'agent', deadlineAt: now() + 1000 };
    const [outcome] = await journal.insert([fact('claimed', aggregate, now(), claim)]);
    if (outcome === 'exists') return; // taken back, or sent before
    const subject = { ...body, attempt: 1 };
    if (end === 'sent') {
      const more = { providerMessageId: `p-${commandId}`, startedAt: now() };
      await journal.insert([fact('sent', aggregate, now(), { ...subject, ...more })]);
    }
    if (end === 'failed')
      await journal.insert([fact('failed', aggregate, now(), { ...subject, cause: 'REFUSED' })]);
    if (end === 'unknown')
      await journal.insert([fact('unknown', aggregate, now(), { ...subject, cause: 'TIMEOUT' })]);
  };

  const tokens: TaskTokens = {
    succeed: async (token, output) => tell(waiting, token, { output }),
    fail: async (token, error, cause) => tell(waiting, token, { error, cause }),
    beat: async (token) => (waiting.has(token) ? 'told' : 'gone'),
  };

  const timers = new InMemoryTimers();

  const open = (plan_: CrashPlan) => {
    const wrap = <P extends object>(port: P, called: string): P =>
      plan_.wrap(options.watch?.(called, port) ?? port);
    const wrapped = wrap(journal, 'journal');
    const lanes = {
      send: async (entries: readonly LaneEntry[]) => {
        sent.push(...entries);
        if (options.endsInLane) for (const entry of entries) await endCommand(entry);
        return entries.map(() => ({ sent: true }) as const);
      },
    };
    const cipher = fakeCipher();
    const shared = {
      journal: wrapped,
      customers: wrap(customers, 'customers'),
      conversations: wrap(conversations, 'conversations'),
      cipher: options.watch?.('cipher', cipher) ?? cipher,
      now,
      timers: wrap(timers, 'timers'),
      analyse: options.analyse ?? rules,
      channels: new Set(['email', 'sms', 'phone']),
    };
    const client = createContactClient({
      ...shared,
      agents,
      laneTable,
      lanes: wrap(lanes, 'lanes'),
      signer: testSigner(),
    });
    const deps = {
      ...ports,
      stage: 'test',
      journal: wrapped,
      now,
      waits: wrap(waits, 'waits'),
      tokens: wrap(tokens, 'tokens'),
      openTask: async (task: Task) => {
        tasks.push(task);
        return 'opened' as const;
      },
    };
    return name === 'customer-response'
      ? createSagaHandler(customerResponse({ ...shared, client }), plan, deps)
      : createSagaHandler(correctAndCall({ ...shared, client }), plan, deps);
  };

  const invokeOnce = (event: unknown, crashes: CrashPlan, owner: string) => {
    const deadline = clock.now + plan.functionTimeoutSeconds * 1000;
    const context = { awsRequestId: owner, getRemainingTimeInMillis: () => deadline - clock.now };
    return Promise.race([
      open(crashes)(event, context),
      crashes.crashed.then(() => Promise.reject(timedOut())),
    ]);
  };

  /** As Lambda runs it: with the fault that was planned, never longer than its time. */
  const invoke = async (event: unknown): Promise<unknown> => {
    const nth = invocations;
    invocations += 1;
    clock.now += STEP_MS;
    for (const each of late) if (each.at <= nth) each.release();
    const fault = faultless ? undefined : options.faults?.get(nth);
    switch (fault?.kind) {
      case 'dies':
        return invokeOnce(event, new CrashPlan(fault), `run-${nth}`);
      case 'late': {
        const standing = new LatePlan(fault.call, clock.now + plan.functionTimeoutSeconds * 1000, now);
        late.push({ release: () => standing.release(), at: nth + fault.forInvocations });
        const run = invokeOnce(event, standing, `run-${nth}`);
        run.catch(() => undefined);
        return Promise.race([run, standing.stands.then(() => Promise.reject(timedOut()))]);
      }
      case 'answer lost':
        await invokeOnce(event, new CrashPlan(), `run-${nth}`).catch(() => undefined);
        throw timedOut();
      case 'runs twice':
        await invokeOnce(event, new CrashPlan(), `run-${nth}`).catch(() => undefined);
        return invokeOnce(event, new CrashPlan(), `run-${nth}-again`);
      default: {
        const calm = new CrashPlan();
        return invokeOnce(event, calm, `run-${nth}`).finally(() => {
          calls[nth] = calm.calls;
        });
      }
    }
  };

  const heard = new Set<LaneEntry>();
  const afterStep = async (): Promise<void> => {
    for (const entry of sent) {
      if (options.isHeardOnce && heard.has(entry)) continue;
      heard.add(entry);
      await endCommand(entry);
      const commandId = entry.message.message.messageId;
      const event = { 'detail-type': 'EVENT', detail: { correlation: { originalCommandId: commandId } } };
      if (!options.isDeaf && entry.message.message.correlation?.['awaitedBy'])
        await invoke(event).catch(() => undefined);
    }
  };

  const task = (step: string) => async (input: unknown) => {
    const payload = payloadOf(input);
    if (payload === undefined) {
      const answer = await invoke(input);
      await afterStep();
      return answer;
    }
    const token = `token-${step}-${invocations}`;
    const wait = Promise.withResolvers<Ended>();
    waiting.set(token, { settle: wait.resolve, ended: wait.promise });
    try {
      await invoke({ ...payload, token });
      await afterStep();
      const ended = await Promise.race([wait.promise, settled().then(() => undefined)]);
      if (ended === undefined) throw timedOut();
      if ('error' in ended) throw Object.assign(new Error(ended.cause), { name: ended.error });
      return ended.output;
    } finally {
      waiting.delete(token);
    }
  };

  const definition = sagaDefinition(plan, 'arn:aws:lambda:us-east-1:000000000000:function:steps');
  const run = async (
    input: unknown,
  ): Promise<{ output?: unknown; error?: string; states: readonly string[] }> => {
    const names = Object.keys(definition.States);
    const machine = new StateMachine(JSON.parse(JSON.stringify(definition)), {
      validationOptions: { checkArn: false, noValidate: options.isTrusted ?? false },
    });
    const execution = machine.run(JSON.parse(JSON.stringify(input)), {
      context: {
        Execution: { Name: SAGA_ID, Input: JSON.parse(JSON.stringify(input)) },
        Task: { Token: 'T' },
      },
      overrides: {
        taskResourceLocalHandlers: Object.fromEntries(names.map((each) => [each, task(each) as never])),
        retryIntervalOverrides: Object.fromEntries(names.map((each) => [each, 0])),
      },
    });
    const states: string[] = [];
    const log = (async () => {
      for await (const event of execution.eventLogs) {
        if (event.type === 'StateEntered' || event.type === 'StateRetried') states.push(event.state.name);
      }
    })();
    try {
      const output: unknown = await execution.result;
      await log;
      return { output, states };
    } catch (error) {
      await log;
      const cause = error instanceof ExecutionError ? error.cause : error;
      return { error: cause instanceof Error ? cause.name : 'UNKNOWN', states };
    }
  };

  const statusOf = async (contact: string) =>
    commandStateOf(await journal.read(commandAggregate(contactCommandId({ sagaId: SAGA_ID }, contact))))
      .status;

  return {
    run,
    invoke,
    timers,
    /** From here on nothing fails: what waits for its time gets it. */
    calmDown: () => {
      faultless = true;
      clock.now += 600_000;
      for (const each of late) each.release();
    },
    clock,
    journal,
    customers,
    conversations,
    tasks,
    sent,
    lines: ports.lines,
    /** How many port calls each invocation made. */
    calls,
    status: async () => sagaStateOf(await journal.read(sagaAggregate(SAGA_ID))).status,
    statusOf,
    customer: async () => (await customers.get(['cust-456'])).get('cust-456'),
    conversation: () => conversations.get('cust-456'),
  };
};

type Ended = { readonly output: unknown } | { readonly error: string; readonly cause: string };

const tell = (
  waiting: ReadonlyMap<string, { settle: (end: Ended) => void }>,
  token: string,
  end: Ended,
): 'told' | 'gone' => {
  const found = waiting.get(token);
  found?.settle(end);
  return found === undefined ? 'gone' : 'told';
};

const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const timedOut = (): Error => Object.assign(new Error('timed out'), { name: 'States.Timeout' });

const payloadOf = (input: unknown): Record<string, unknown> | undefined =>
  typeof input === 'object' && input !== null && 'Payload' in input
    ? { ...(input.Payload as Record<string, unknown>) }
    : undefined;

/** Stands still before a port call until it is released, and is dead once its time is over. */
class LatePlan extends CrashPlan {
  readonly #call: number;
  readonly #deadlineAt: number;
  readonly #now: () => number;
  #seen = 0;
  readonly #released = Promise.withResolvers<void>();
  readonly #stands = Promise.withResolvers<void>();

  constructor(call: number, deadlineAt: number, now: () => number) {
    super();
    this.#call = call;
    this.#deadlineAt = deadlineAt;
    this.#now = now;
  }

  get stands(): Promise<void> {
    return this.#stands.promise;
  }

  release(): void {
    this.#released.resolve();
  }

  override wrap<P extends object>(port: P): P {
    const inner = super.wrap(port);
    return new Proxy(inner, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== 'function') return member;
        return async (...args: unknown[]) => {
          const isHere = this.#seen === this.#call;
          this.#seen += 1;
          if (isHere) {
            this.#stands.resolve();
            await this.#released.promise;
          }
          if (this.#now() >= this.#deadlineAt) return this.crash();
          return Reflect.apply(member, target, args);
        };
      },
    });
  }
}

/** Runs a saga under faults, and then what ends it where its execution broke: a redrive, or the rule on executions. */
export const runSagaToEnd = async (
  name: Parameters<typeof openSagaWorld>[0],
  input: object,
  options: SagaWorldOptions,
) => {
  const world = await openSagaWorld(name, options);
  const { error } = await world.run(input);
  world.calmDown();
  await new Promise((resolve) => setImmediate(resolve));
  if (error !== undefined) await world.invoke({ action: 'resolve', sagaId: SAGA_ID, input, cause: error });
  return world;
};
