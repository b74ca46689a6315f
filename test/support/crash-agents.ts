import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { agents } from '../../config/agents.ts';
import { unknownAgeSeconds } from '../../config/lanes.ts';
import type { AgentRegistry, AgentType } from '../../shared/agents/agent-registry.ts';
import { InMemoryLoadExchange } from '../../shared/balancing/adapters/in-memory-load-exchange.ts';
import { EndUserMessagingSmsChannel } from '../../shared/channels/adapters/end-user-messaging-sms-channel.ts';
import { EndUserMessagingVoiceChannel } from '../../shared/channels/adapters/end-user-messaging-voice-channel.ts';
import { SesEmailChannel } from '../../shared/channels/adapters/ses-email-channel.ts';
import type { Channel } from '../../shared/channels/channel.ts';
import { renderEmail } from '../../shared/channels/render-email.ts';
import { renderSms } from '../../shared/channels/render-sms.ts';
import { renderVoice } from '../../shared/channels/render-voice.ts';
import type { Renderer } from '../../shared/channels/renderer.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryTokenLedger } from '../../shared/fairness/adapters/in-memory-token-ledger.ts';
import { InMemoryDueClaims } from '../../shared/journal/adapters/in-memory-due-claims.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { commandStateOf, isTerminal } from '../../shared/journal/command-state.ts';
import type { LaneMessage } from '../../shared/lanes/lane-message.ts';
import { InMemoryCapLedger } from '../../shared/policy/adapters/in-memory-cap-ledger.ts';
import { createAgentHandler } from '../../shared/runtime/create-agent-handler.ts';
import { createSweepHandler } from '../../shared/runtime/create-sweep-handler.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { InMemoryTaskIndex } from '../../shared/tasks/adapters/in-memory-task-index.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { aBalancer } from './a-balancer.ts';
import { aBreaker } from './a-breaker.ts';
import { aLaneMessage } from './a-lane-message.ts';
import { aCallLaneMessage, anSmsLaneMessage } from './a-phone-command.ts';
import { aCustomer } from './a-recipient.ts';
import { aTemplate } from './a-template.ts';
import { allowed } from './a-verdict.ts';
import type { CrashCase, CrashWorld } from './crash-everywhere.ts';
import type { CrashPlan } from './crash-plan.ts';
import { fakeCipher } from './fake-cipher.ts';
import { queueDeps, queueWorld } from './queue-world.ts';
import { recordingPorts } from './recording-ports.ts';
import { someTurns } from './some-turns.ts';
import { testLinks } from './test-links.ts';

/** The wire of a provider: the one call that its client makes. */
type Wire = { send(request: { readonly input: unknown }): Promise<{ readonly MessageId: string }> };

type Agent<Content> = {
  readonly lane: () => LaneMessage;
  readonly render: (templates: { get: () => Promise<ReturnType<typeof aTemplate>> }) => Renderer<Content>;
  readonly channel: (wire: Wire) => Channel<Content>;
};

const options = { configurationSet: 'set', stage: 'test', timeoutMs: 5000 };
const asClient = <Client>(wire: Wire) => wire as unknown as Client;

const email: Agent<never> = {
  lane: () => aLaneMessage(),
  render: (templates) => renderEmail({ agents, templates, linksOf: testLinks }) as Renderer<never>,
  channel: (wire) => new SesEmailChannel({ ...options, client: asClient(wire) }) as Channel<never>,
};
const sms: Agent<never> = {
  lane: () => anSmsLaneMessage(),
  render: (templates) => renderSms({ agents, templates }) as Renderer<never>,
  channel: (wire) => new EndUserMessagingSmsChannel({ ...options, client: asClient(wire) }) as Channel<never>,
};
const phone: Agent<never> = {
  lane: () => aCallLaneMessage(),
  render: (templates) => renderVoice({ agents, templates }) as Renderer<never>,
  channel: (wire) =>
    new EndUserMessagingVoiceChannel({ ...options, client: asClient(wire) }) as Channel<never>,
};

/** What the provider does with the first call of each command; all later ones it takes. */
const answers = {
  takes: () => undefined,
  throttles: () =>
    Object.assign(new Error('slow down'), {
      name: 'ThrottlingException',
      $metadata: { httpStatusCode: 429 },
    }),
  'takes and does not answer': () => Object.assign(new Error('no answer'), { name: 'TimeoutError' }),
} as const;

/** How messages come: their customer in them, stored, or one message twice. */
const kinds = {
  carrying: (agent: Agent<never>) => [agent.lane(), agent.lane()],
  referring: (agent: Agent<never>) => [withoutContext(agent.lane()), agent.lane()],
  'one twice': (agent: Agent<never>) => {
    const lane = agent.lane();
    return [lane, lane, agent.lane()];
  },
} as const;

const withoutContext = (lane: LaneMessage): LaneMessage => {
  const { context: _, ...command } = lane.message.command;
  return { ...lane, message: { ...lane.message, command } };
};

const agentCase =
  (agent: Agent<never>, kind: keyof typeof kinds, answer: keyof typeof answers, isLost = false): CrashCase =>
  async () => {
    const lanes = kinds[kind](agent);
    const clock = { now: 1_700_000_000_000 };
    const controls = new InMemoryControlStore();
    const due = new InMemoryDueClaims();
    const loads = new InMemoryLoadExchange();
    const ledger = new InMemoryTokenLedger();
    const pool = { ...registry[lanes[0]?.agentType ?? ''], balancing: 'least-connections' } as AgentType;
    const journal = new InMemoryJournal(due);
    const customers = new InMemoryCustomerStore();
    await customers.put(aCustomer());
    const accepted: string[] = [];
    const called = new Set<string>();
    const wire: Wire = {
      send: async ({ input }) => {
        const id = commandIdIn(input, lanes);
        const failure = called.has(id) ? undefined : answers[answer]();
        called.add(id);
        if (failure?.name !== 'ThrottlingException') accepted.push(id);
        if (failure !== undefined) throw failure;
        return { MessageId: `m-${accepted.length}` };
      },
    };
    const handlerOf = (plan: CrashPlan, queue: Parameters<typeof queueDeps>[0]) =>
      createAgentHandler<never>({
        ...queueDeps(queue),
        now: () => clock.now,
        newId: () => randomUUID(),
        journal: plan.wrap(journal),
        customers: plan.wrap(customers),
        cipher: plan.wrap(fakeCipher()),
        authoriser: () => ({ allowed: true }),
        largeBodies: { get: async () => undefined },
        caps: new InMemoryCapLedger(),
        timers: new InMemoryTimers(),
        contactPolicy: async () => allowed,
        render: agent.render(
          plan.wrap({ get: async () => aTemplate({ sms: 'Hello', voice: '<p>Hello</p>' }) }),
        ),
        breaker: aBreaker({ now: () => clock.now, store: plan.wrap(controls) }),
        balancer: aBalancer({ now: () => clock.now, agent: pool, loads: plan.wrap(loads) }),
        turns: someTurns({
          now: () => clock.now,
          ledger: plan.wrap(ledger),
          shares: async () => RATES,
        }),
        providerTimeoutMs: 3000,
        channel: agent.channel(plan.wrap(wire)),
      });
    const world = queueWorld(lanes, clock, handlerOf, () =>
      checkAgent({ journal, due, clock, lanes, accepted, isLost }),
    );
    return isLost ? once(world) : world;
  };

/** The messages are gone once their consumer died: only the sweep can find what was claimed. */
const once = (world: CrashWorld): CrashWorld => {
  let invocations = 0;
  return {
    ...world,
    invoke: async (plan) => {
      invocations += 1;
      return invocations > 1 || world.invoke(plan);
    },
  };
};

const commandIdIn = (input: unknown, lanes: readonly LaneMessage[]): string => {
  const text = JSON.stringify(input);
  return lanes.find(({ message }) => text.includes(message.messageId))?.message.messageId ?? 'nobody';
};

type Checked = {
  readonly journal: InMemoryJournal;
  readonly due: InMemoryDueClaims;
  readonly clock: { now: number };
  readonly lanes: readonly LaneMessage[];
  readonly accepted: readonly string[];
  /** Messages did not come again: of a command that was never claimed nothing is known here. */
  readonly isLost: boolean;
};

/** After the sweep: at most one acceptance of each command, and each has ended or is UNKNOWN and listed. */
const checkAgent = async ({ journal, due, clock, lanes, accepted, isLost }: Checked): Promise<void> => {
  clock.now += 60_000;
  const sweep = createSweepHandler({
    ...recordingPorts(),
    dimensions: {},
    stage: 'test',
    ageSeconds: unknownAgeSeconds,
    now: () => clock.now,
    journal,
    due,
    controls: new InMemoryControlStore(),
    tasks: new InMemoryTaskIndex(),
  });
  await sweep({}, { getRemainingTimeInMillis: () => 60_000 });
  const listed = (await journal.listUnknown(100)).map(({ aggregate }) => aggregate);
  for (const { message } of lanes) {
    const { status, claim } = commandStateOf(await journal.read(commandAggregate(message.messageId)));
    expect(accepted.filter((id) => id === message.messageId).length).toBeLessThanOrEqual(1);
    if (status === 'UNKNOWN') expect(listed).toContain(commandAggregate(message.messageId));
    else if (!isLost || claim !== undefined) expect(isTerminal(status), status).toBe(true);
  }
  expect(due.all()).toEqual([]);
};

const keysOf = <Key extends string>(record: Readonly<Record<Key, unknown>>) => Object.keys(record) as Key[];

const casesOf = (agent: Agent<never>): Readonly<Record<string, CrashCase>> =>
  Object.fromEntries([
    ...keysOf(kinds).flatMap((kind) =>
      keysOf(answers).map((answer) => [`${kind}, the provider ${answer}`, agentCase(agent, kind, answer)]),
    ),
    ['carrying, and gone from the lane after the crash', agentCase(agent, 'carrying', 'takes', true)],
  ]);

const registry: AgentRegistry = agents;

/** Rates that make every agent take tokens. */
const RATES = {
  campaigns: {},
  identities: Object.fromEntries(
    Object.values(registry).flatMap(({ identities }) =>
      Object.keys(identities).map((identity) => [identity, { perSecond: 100 }]),
    ),
  ),
};

/** Every agent with its own renderer and its own channel: three kinds of messages, three answers of its provider. */
export const crashingAgents = {
  'email-agent': casesOf(email),
  'sms-agent': casesOf(sms),
  'phone-agent': casesOf(phone),
} as const;
