import { agents } from '../../config/agents.ts';
import { coordination } from '../../config/coordination.ts';
import { lanes as laneTable } from '../../config/lanes.ts';
import { policies } from '../../config/policies.ts';
import type { AgentRegistry } from '../../shared/agents/agent-registry.ts';
import { CAMPAIGNS_CONTROL } from '../../shared/campaigns/campaign-switch.ts';
import { createChannelChooser } from '../../shared/client/choose-channels.ts';
import { createSwitchboardClient } from '../../shared/client/switchboard-client.ts';
import { createEscalate } from '../../shared/coordination/escalate.ts';
import { createPoolWatch, poolControls } from '../../shared/coordination/watch-pools.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import type { Customer } from '../../shared/customers/customer.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import type { LaneEntry } from '../../shared/lanes/lane-sender.ts';
import type { Command } from '../../shared/messages/command.ts';
import { createContactPolicy } from '../../shared/policy/contact-policy.ts';
import { STOP_CONTROL } from '../../shared/policy/stop-order.ts';
import { holdOpen } from '../../shared/resilience/breaker.ts';
import { breakerControl } from '../../shared/resilience/breaker-record.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../shared/state/control-board.ts';
import { InMemoryTaskIndex } from '../../shared/tasks/adapters/in-memory-task-index.ts';
import { createTaskOpener } from '../../shared/tasks/open-task.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { aCustomer } from './a-recipient.ts';
import { aReferringCommand } from './a-send-email-command.ts';
import { aTemplate } from './a-template.ts';
import { CrashPlan } from './crash-plan.ts';
import { frontDoorPorts } from './front-door.ts';

const NOW = Date.parse('2026-11-26T12:00:00Z');

/** A command that leaves its channel to the coordinator. */
export const aMessage = (command: object = {}): Command => {
  const message = aReferringCommand();
  return {
    ...message,
    target: 'agent-coordinator',
    command: { ...message.command, ...command, type: 'SEND_MESSAGE' },
  } as Command;
};

/** A stage of one customer and a template for every channel (`templ-789`), its coordinator on ports in memory. */
export const coordinationWorld = async (change: Partial<Customer> = {}, registry: AgentRegistry = agents) => {
  const clock = { now: NOW };
  const now = () => clock.now;
  const journal = new InMemoryJournal();
  const customers = new InMemoryCustomerStore();
  await customers.put(aCustomer(change));
  const store = new InMemoryControlStore();
  const tasks = new InMemoryTaskIndex();
  const timers = new InMemoryTimers();
  const sent: LaneEntry[] = [];
  const controls = createControlBoard({
    store,
    names: [STOP_CONTROL, CAMPAIGNS_CONTROL, ...poolControls(registry)],
    now,
    maxAgeMs: 0,
  });
  const templates = {
    get: async (id: string) =>
      id === 'templ-789' ? aTemplate({ sms: 'Hello', voice: 'Hello', message: 'Hello' }) : undefined,
  };
  const lanes = {
    send: async (entries: readonly LaneEntry[]) => {
      sent.push(...entries);
      return entries.map(() => ({ sent: true as const }));
    },
  };
  /** The coordinator as one process opens it. */
  const open = (plan = new CrashPlan()) => {
    const door = frontDoorPorts(plan.wrap(journal), now);
    const ports = {
      ...door,
      timers,
      agents: registry,
      laneTable: {
        ...laneTable,
        ...Object.fromEntries(Object.keys(registry).map((name) => [name, laneTable.email])),
      },
      policies,
      controls,
      customers: plan.wrap(customers),
      templates: plan.wrap(templates),
      costs: coordination,
      taskMinutes: coordination.taskMinutes,
      ladder: coordination.escalation,
      policyOf: (channel: string) => createContactPolicy({ channel, policies, templates, controls, now }),
      pools: createPoolWatch({ agents: registry, board: controls, loads: async () => new Map(), now }),
      openTask: createTaskOpener({ journal: plan.wrap(journal), tasks: plan.wrap(tasks) }),
    };
    const client = createSwitchboardClient({
      ...ports,
      lanes: plan.wrap(lanes),
      chooseChannels: createChannelChooser(ports),
    });
    return { ...ports, client, escalate: createEscalate({ ...ports, client }) };
  };
  return {
    clock,
    journal,
    customers,
    store,
    tasks,
    timers,
    sent,
    open,
    /** Holds the breaker of an agent type's service open. */
    breakDown: async (agentType: string) => {
      const service = registry[agentType]?.provider.kind ?? '';
      await store.write(breakerControl({ agentType, service }), { version: 1, value: holdOpen(1, NOW) });
    },
    submit: (...messages: readonly unknown[]) =>
      open().client.submit(messages.map((message, at) => ({ intakeId: `in-${at}`, message }))),
    factsOf: (commandId: string) => journal.read(commandAggregate(commandId)),
    openTasks: async () => (await tasks.read('open')).tasks,
  };
};
