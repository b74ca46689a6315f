import { randomUUID } from 'node:crypto';
import { agents } from '../../config/agents.ts';
import { lanes as laneTable } from '../../config/lanes.ts';
import { followMembers } from '../../shared/batches/follow-members.ts';
import { InMemoryCampaignStore } from '../../shared/campaigns/adapters/in-memory-campaign-store.ts';
import { advanceCampaign } from '../../shared/campaigns/advance-campaign.ts';
import type { CampaignDefinition } from '../../shared/campaigns/campaign-definition.ts';
import { createCampaignDesk } from '../../shared/campaigns/campaign-desk.ts';
import type { Move, Ticket } from '../../shared/campaigns/master-move.ts';
import { ticketOf } from '../../shared/campaigns/master-move.ts';
import { readCampaign } from '../../shared/campaigns/turn-campaign.ts';
import { createContactClient } from '../../shared/client/contact-client.ts';
import { InMemoryCustomerStore } from '../../shared/customers/adapters/in-memory-customer-store.ts';
import { InMemoryJournal } from '../../shared/journal/adapters/in-memory-journal.ts';
import { commandAggregate, customerAggregate, fact } from '../../shared/journal/command-facts.ts';
import { commandSubject } from '../../shared/journal/command-subject.ts';
import type { LaneMessage } from '../../shared/lanes/lane-message.ts';
import type { LaneEntry, LaneSender } from '../../shared/lanes/lane-sender.ts';
import { eventOfFact } from '../../shared/relay/event-of-fact.ts';
import { InMemoryControlStore } from '../../shared/state/adapters/in-memory-control-store.ts';
import type { Task } from '../../shared/tasks/task.ts';
import { InMemoryTimers } from '../../shared/timers/adapters/in-memory-timers.ts';
import { CrashPlan, type CrashPoint } from './crash-plan.ts';
import { fakeCipher } from './fake-cipher.ts';
import { testSigner } from './test-signer.ts';

/** How an agent's work on a command ends in this world. */
export type Ending = 'delivered' | 'bounced' | 'suppressed' | 'sent';

/** What reached a lane first, and what became of it, as this world itself has it. */
export type Contact = {
  readonly commandId: string;
  readonly customerId: string;
  readonly channel: string;
  readonly message: LaneMessage;
  ending?: Ending;
};

type Execution = { readonly name: string; ticket: Ticket; wakeAt: number };

export const CAMPAIGN = 'camp-1';

/** A campaign with its real desk and master on ports in memory, in virtual time: its state machine, agents and customers are played. */
export class CampaignWorld {
  readonly journal = new InMemoryJournal();
  readonly controls = new InMemoryControlStore();
  readonly customers = new InMemoryCustomerStore();
  readonly store = new InMemoryCampaignStore();
  readonly tasks = new Map<string, Task>();
  /** By command id: what comes into a lane again is the same contact. */
  readonly contacts = new Map<string, Contact>();
  /** When each customer first answered. */
  readonly replied = new Map<string, number>();
  readonly files = new Map<string, string>();
  readonly executions: Execution[] = [];
  now = Date.parse('2026-03-02T10:00:00Z');
  /** How many pages one call of the master may make. */
  pagesPerCall = 1;
  readonly #begun = new Set<string>();

  async order(
    type: 'START_CAMPAIGN' | 'PAUSE_CAMPAIGN' | 'RESUME_CAMPAIGN' | 'CANCEL_CAMPAIGN',
    campaign?: unknown,
  ) {
    const desk = createCampaignDesk({
      ...{ agents, journal: this.journal, controls: this.controls, store: this.store, now: () => this.now },
      prices: { email: 0.0001, sms: 0.01, phone: 0.02 },
      templates: {
        get: async (templateId) => (templateId === 'none' ? undefined : ({ templateId } as never)),
      },
    });
    const command = { type, campaignId: CAMPAIGN, ...(campaign === undefined ? {} : { campaign }) };
    const done = await desk.serve({ messageId: randomUUID(), source: 'test', command });
    this.#hear();
    return done;
  }

  start(definition: CampaignDefinition) {
    return this.order('START_CAMPAIGN', definition);
  }

  async state(): Promise<string> {
    return (await readCampaign(CAMPAIGN, this.journal)).state;
  }

  /** Begins what the event of a fact begins, each once, and once more where `twice` says so. */
  #hear(twice = false): void {
    for (const each of this.journal.all()) {
      if (!/^campaign-(started|turned)$/.test(each.type)) continue;
      const event = eventOfFact(each);
      if (!/^CAMPAIGN_(STARTED|RESUMED)$/.test(event?.event.type ?? '')) continue;
      const key = event?.messageId ?? '';
      if (this.#begun.has(key) && !twice) continue;
      this.#begun.add(key);
      const name = randomUUID();
      const input = JSON.parse(JSON.stringify({ detail: event }));
      this.executions.push({ name, ticket: ticketOf({ execution: name, input }), wakeAt: this.now });
    }
  }

  /** The bus delivers every event of a start or resumption once more. */
  repeatEvents(): void {
    this.#hear(true);
  }

  /** One call of the master by an execution that is awake; it may die on its way, and is called again then. */
  async step(at = 0, crash?: CrashPoint): Promise<Move | 'crashed' | undefined> {
    const awake = this.executions.filter(({ wakeAt }) => wakeAt <= this.now);
    const execution = awake[at % Math.max(1, awake.length)];
    if (execution === undefined) return undefined;
    const plan = new CrashPlan(crash);
    const move = await Promise.race([this.#call(execution.ticket, plan), plan.crashed]);
    if (move !== 'crashed') this.#follow(execution, move);
    return move;
  }

  #follow(execution: Execution, move: Move): void {
    const { move: _, ...next } = JSON.parse(JSON.stringify(move));
    execution.ticket = ticketOf({ execution: execution.name, input: next });
    if (move.move === 'WAIT') execution.wakeAt = Date.parse(move.until);
    if (move.move === 'CHAIN' && !this.executions.some(({ name }) => name === move.name)) {
      const { campaignId, run, leg } = move;
      const ticket = ticketOf({ execution: move.name, input: { campaignId, run, leg } });
      this.executions.push({ name: move.name, ticket, wakeAt: this.now });
    }
    if (move.move === 'CHAIN' || move.move === 'END')
      this.executions.splice(this.executions.indexOf(execution), 1);
  }

  async #call(ticket: Ticket, plan: CrashPlan): Promise<Move> {
    let pages = 0;
    const ports = { journal: plan.wrap(this.journal), now: () => this.now, agents };
    const lanes: LaneSender = { send: async (entries) => entries.map((entry) => this.#receive(entry)) };
    const opener = plan.wrap({ open: async (task: Task) => this.#open(task) });
    const files = { read: async (key: string, from: number, bytes: number) => this.#read(key, from, bytes) };
    return advanceCampaign(ticket, {
      ...ports,
      store: plan.wrap(this.store),
      controls: plan.wrap(this.controls),
      customers: plan.wrap(this.customers),
      files: plan.wrap(files),
      prices: { email: 0.0001, sms: 0.01, phone: 0.02 },
      openTask: (task) => opener.open(task),
      hasTime: () => {
        pages += 1;
        return pages < this.pagesPerCall;
      },
      client: createContactClient({
        ...ports,
        laneTable,
        lanes: plan.wrap(lanes),
        timers: new InMemoryTimers(),
        cipher: fakeCipher(),
        signer: testSigner(),
      }),
    });
  }

  #read(key: string, from: number, bytes: number): Uint8Array | undefined {
    const text = this.files.get(key);
    return text === undefined ? undefined : new TextEncoder().encode(text).subarray(from, from + bytes);
  }

  #open(task: Task): 'opened' | 'exists' {
    const outcome = this.tasks.has(task.taskId) ? 'exists' : 'opened';
    this.tasks.set(task.taskId, task);
    return outcome;
  }

  #receive({ agentType, message }: LaneEntry) {
    const { messageId: commandId, command } = message.message;
    if (!this.contacts.has(commandId)) {
      const { customerId } = command;
      this.contacts.set(commandId, { commandId, customerId, channel: agentType, message });
    }
    return { sent: true } as const;
  }

  /** An agent works on contacts that have no end yet, as `choose` says of each; `undefined` leaves it in its lane. */
  async work(choose: (contact: Contact) => Ending | undefined): Promise<void> {
    for (const contact of this.contacts.values()) {
      const ending = contact.ending === undefined ? choose(contact) : undefined;
      if (ending === undefined) continue;
      contact.ending = ending;
      const facts = this.#factsOf(contact, ending);
      await this.journal.insert(facts);
      await followMembers(facts, this.journal);
    }
  }

  #factsOf({ commandId, message }: Contact, ending: Ending) {
    const of = commandAggregate(commandId);
    const subject = commandSubject(message);
    if (ending === 'suppressed')
      return [fact('suppressed', of, this.now, { ...subject, reasons: ['NO_CONSENT'] })];
    const receipt = { providerMessageId: 'p', occurredAt: new Date(this.now).toISOString() };
    return [
      fact('claimed', of, this.now, { ...subject, attempt: 1, owner: 'o', deadlineAt: this.now }),
      fact('sent', of, this.now, { ...subject, attempt: 1, providerMessageId: 'p', startedAt: this.now }),
      ...(ending === 'delivered' ? [fact('delivered', of, this.now, { ...subject, ...receipt })] : []),
      ...(ending === 'bounced'
        ? [fact('bounced', of, this.now, { ...subject, ...receipt, cause: 'X' })]
        : []),
    ];
  }

  /** A customer answers: to a command, or without saying to which. */
  async reply(customerId: string, to?: Contact): Promise<void> {
    if (!this.replied.has(customerId)) this.replied.set(customerId, this.now);
    const aggregate = to === undefined ? customerAggregate(customerId) : commandAggregate(to.commandId);
    const subject =
      to === undefined
        ? { agentType: 'sms', identity: 'agent-coordinator', commandType: 'REPLY', customerId }
        : commandSubject(to.message);
    await this.journal.insert([
      fact('responded', aggregate, this.now, {
        ...{ ...subject, intakeId: randomUUID(), channel: 'sms', response: 'JWE' },
        receivedAt: new Date(this.now).toISOString(),
      }),
    ]);
  }

  /** Lets time pass until something is to be done, agents work and the master end, without crashes. */
  async finish(ending: (contact: Contact) => Ending = () => 'delivered'): Promise<void> {
    for (let turn = 0; this.executions.length > 0; turn += 1) {
      if (turn > 3000) throw new Error('the campaign never ends');
      await this.work(ending);
      if ((await this.step()) === undefined)
        this.now = Math.min(...this.executions.map(({ wakeAt }) => wakeAt));
    }
  }
}

/** Three channels, each for who has not answered by the next day, and then a person. */
export const threeChannels = (
  customers: readonly unknown[],
  more: Partial<CampaignDefinition> = {},
): CampaignDefinition => ({
  audience: { customers: [...customers] },
  steps: [
    {
      step: 'mail',
      channel: 'email',
      templateId: 'templ-789',
      next: { step: 'text', when: 'NO_REPLY', after: 'P1D' },
    },
    {
      step: 'text',
      channel: 'sms',
      templateId: 'templ-789',
      next: { step: 'call', when: 'NO_REPLY', after: 'P1D' },
    },
    { step: 'call', channel: 'phone', templateId: 'templ-789' },
  ],
  ...more,
});
