import { describe, expect, it } from 'vitest';
import { explainCommands } from '../../../cli/commands/command-explain.ts';
import { resumeContacts, showStop, stopContacts } from '../../../cli/commands/contact-stop.ts';
import { resumeOneCustomer, stopOneCustomer } from '../../../cli/commands/customer-stop.ts';
import { agents } from '../../../config/agents.ts';
import { coordination } from '../../../config/coordination.ts';
import { lanes } from '../../../config/lanes.ts';
import { policies } from '../../../config/policies.ts';
import { createPoolWatch, poolControls } from '../../../shared/coordination/watch-pools.ts';
import { InMemoryCustomerStore } from '../../../shared/customers/adapters/in-memory-customer-store.ts';
import type { Customer } from '../../../shared/customers/customer.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { InMemoryCapLedger } from '../../../shared/policy/adapters/in-memory-cap-ledger.ts';
import { createContactPolicy, policyControls } from '../../../shared/policy/contact-policy.ts';
import { eventOfFact } from '../../../shared/relay/event-of-fact.ts';
import { holdOpen } from '../../../shared/resilience/breaker.ts';
import { breakerControl } from '../../../shared/resilience/breaker-record.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import { createControlBoard } from '../../../shared/state/control-board.ts';
import { aCustomer } from '../../support/a-recipient.ts';
import { aReferringCommand } from '../../support/a-send-email-command.ts';
import { aTemplate } from '../../support/a-template.ts';
import { aMessage } from '../../support/coordination-world.ts';
import { fakeCipher } from '../../support/fake-cipher.ts';

const AT = Date.parse('2026-01-10T12:00:00Z');
const evidence = { recordedBy: 'crm', source: 'web-form', at: '2026-01-01T00:00:00Z' };

/** A stage of one customer, whose template is for marketing where it says so. */
const aStage = async (change: Partial<Customer> = {}, purpose?: string) => {
  const customers = new InMemoryCustomerStore();
  await customers.put(aCustomer(change));
  const store = new InMemoryControlStore();
  const now = () => AT;
  const controls = createControlBoard({
    store,
    names: [...policyControls, ...poolControls(agents)],
    now,
    maxAgeMs: 0,
  });
  const texts = { sms: 'Hello', voice: 'Hello' };
  const templates = {
    get: async (id: string) =>
      id === 'templ-789' ? aTemplate(texts, purpose ? { purpose } : {}) : undefined,
  };
  const deps = {
    agents,
    laneTable: lanes,
    policies,
    allowPlainContext: true,
    customers,
    templates,
    controls,
    caps: new InMemoryCapLedger(),
    costs: coordination,
    cipher: fakeCipher(),
    policyOf: (channel: string) => createContactPolicy({ channel, policies, templates, controls, now }),
    pools: createPoolWatch({ agents, board: controls, loads: async () => new Map(), now }),
    now,
  };
  return { customers, store, deps, journal: new InMemoryJournal() };
};
const anAct = (store: InMemoryControlStore, by = 'ada', journal = new InMemoryJournal()) => ({
  store,
  journal,
  by,
  at: '2026-01-10T12:00:00Z',
});
const consent = { ...evidence, channel: 'email', purpose: 'marketing', given: true };

describe('command explain', () => {
  it('says that a command would go out, and on which basis', async () => {
    const { deps } = await aStage({ consents: [consent] }, 'marketing');
    const command = aReferringCommand();

    const { exit, lines, json } = await explainCommands([command], deps);

    expect(exit).toBe('OK');
    expect(lines).toEqual([
      `${command.messageId} would go out: templ-789 to cust-456 by email, for marketing on the basis of consent of 2026-01-01T00:00:00Z (web-form)`,
      '  stop            lets pass',
      '  campaign pause  lets pass',
      '  campaign end    lets pass',
      '  budget          lets pass',
      '  customer stop   lets pass',
      '  suppression     lets pass',
      '  consent         lets pass',
      '  classification  lets pass',
      '  quiet hours     lets pass',
      '  frequency cap   lets pass',
    ]);
    expect(json).toMatchObject({ results: [{ outcome: 'SEND', verdict: { kind: 'ALLOW' } }] });
  });

  it('shows which channel the coordinator would choose, and what speaks against each other one', async () => {
    const { deps, store } = await aStage({ preferredChannel: 'email' });
    const email = { agentType: 'email', service: 'ses' };
    await store.write(breakerControl(email), { version: 1, value: holdOpen(1, AT) });
    const message = aMessage();

    const { lines, json } = await explainCommands([message], deps);

    expect(lines.slice(0, 5)).toEqual([
      `${message.messageId} would go out: templ-789 to cust-456 by sms, for service on the basis of contract`,
      '  AGENT TYPE  VERDICT              USD     LOAD',
      '  email       BREAKER_OPEN         0.0001  -',
      '  sms         chosen               0.008   -',
      '  phone       comes after by COST  0.013   -',
    ]);
    expect(json).toMatchObject({ results: [{ outcome: 'SEND', assignment: { chosen: 'sms' } }] });
  });

  it('says of a message that no channel could take that a person would be asked', async () => {
    const { deps } = await aStage({ addresses: {} });

    const { lines, json } = await explainCommands([aMessage()], deps);

    expect(lines[0]).toContain('would become a task for a person');
    expect(json).toMatchObject({
      results: [{ outcome: 'ASK_PERSON', assignment: { reasons: ['NO_ADDRESS'] } }],
    });
  });

  it('says until when a command is put off, and which contacts count, and counts nothing itself', async () => {
    const { deps } = await aStage({ consents: [consent] }, 'marketing');
    const key = { customerId: 'cust-456', purpose: 'marketing' };
    const uses = [{ owner: 'another', at: AT - 3_600_000 }];
    await deps.caps.write([{ key, record: { version: 1, uses }, expiresAt: AT }]);

    const { lines, json } = await explainCommands([aReferringCommand()], deps);

    expect(lines[0]).toContain(' would be put off until 2026-01-12T08:00:00.000Z'); // the day after is a Sunday
    expect(lines.slice(-2)).toEqual([
      '  frequency cap   FREQUENCY_CAP:marketing',
      '  contacts that count: 2026-01-10T11:00:00.000Z',
    ]);
    expect(json).toMatchObject({ results: [{ outcome: 'DEFER', counted: ['2026-01-10T11:00:00.000Z'] }] });
    expect(await deps.caps.read([key])).toEqual([{ version: 1, uses }]);
  });

  it('names every reason against a command, and each rule that objects', async () => {
    const ban = { ...evidence, channel: 'email', reason: 'HARD_BOUNCE' } as const;
    const { deps, store } = await aStage({ suppressions: [ban] }, 'marketing');
    await stopContacts({ ...anAct(store), reason: 'test' });

    const { lines, json } = await explainCommands([aReferringCommand()], deps);

    expect(lines.slice(1)).toEqual([
      '  stop            STOPPED',
      '  campaign pause  lets pass',
      '  campaign end    lets pass',
      '  budget          lets pass',
      '  customer stop   lets pass',
      '  suppression     HARD_BOUNCE',
      '  consent         NO_CONSENT:marketing',
      '  classification  lets pass',
      '  quiet hours     lets pass',
    ]);
    expect(json).toMatchObject({
      results: [
        { outcome: 'SUPPRESS', verdict: { reasons: ['STOPPED', 'HARD_BOUNCE', 'NO_CONSENT:marketing'] } },
      ],
    });
  });

  it('says what would be held back, fail or be rejected for other reasons', async () => {
    const { deps, store } = await aStage();
    const command = aReferringCommand();
    const withTemplate = (templateId: string) => ({
      ...command,
      command: { ...command.command, templateId },
    });
    const outcomesOf = async (documents: readonly unknown[]) =>
      (await explainCommands(documents, deps)).json['results'];

    expect(
      await outcomesOf([aReferringCommand({ customerId: 'cust-0' }), withTemplate('templ-0'), {}]),
    ).toMatchObject([
      { outcome: 'FAIL', issues: [{ path: 'command.customerId' }] },
      { outcome: 'FAIL', issues: [{ path: 'command.templateId' }] },
      { outcome: 'REJECT', issues: expect.arrayContaining([expect.objectContaining({ path: 'messageId' })]) },
    ]);
    await stopContacts({ ...anAct(store), reason: 'test' });
    expect(await outcomesOf([command])).toMatchObject([{ outcome: 'HOLD' }]);
  });
});

describe('contact stop', () => {
  it('stops once, says by whom and why, and resumes', async () => {
    const { store } = await aStage();

    expect((await showStop(store)).lines).toEqual(['Contacts go out']);
    await stopContacts({ ...anAct(store), reason: 'wrong price' });
    await stopContacts({ ...anAct(store, 'bob'), reason: 'me too' });
    expect((await showStop(store)).lines).toEqual([
      'Contacts are stopped, by ada at 2026-01-10T12:00:00Z: wrong price',
    ]);
    expect((await resumeContacts(anAct(store, 'bob'))).json).toMatchObject({
      stop: { stopped: false, by: 'bob' },
    });
    expect((await showStop(store)).lines).toEqual(['Contacts go out, by bob at 2026-01-10T12:00:00Z']);
  });

  it('is a fact each time that the switch is turned, and told again by who died before it was', async () => {
    const { store, journal } = await aStage();
    const act = anAct(store, 'ada', journal);
    const dying = { ...act, journal: { insert: () => Promise.reject(new Error('killed')) } };

    await expect(stopContacts({ ...dying, reason: 'a dispute' })).rejects.toThrow('killed');
    expect(journal.all()).toEqual([]);
    for (let again = 0; again < 2; again += 1) await stopContacts({ ...act, reason: 'a dispute' });
    await resumeContacts(anAct(store, 'bob', journal));

    expect(journal.all()).toMatchObject([
      { key: 'contact-stopped#1', at: AT, body: { by: 'ada', term: 1 } },
      { key: 'contact-resumed#2', at: AT, body: { by: 'bob', term: 2 } },
    ]);
    expect(journal.all().map((each) => eventOfFact(each)?.event.type)).toEqual([
      'CONTACT_STOPPED',
      'CONTACT_RESUMED',
    ]);
    expect(JSON.stringify(journal.all())).not.toContain('dispute');
  });

  it('is tried again when others set the switch meanwhile, and gives up in words', async () => {
    const { store } = await aStage();
    const racing = { read: store.read.bind(store), write: async () => 'conflict' as const };

    await expect(stopContacts({ ...anAct(store), store: racing, reason: 'x' })).rejects.toMatchObject({
      exit: 'FAILED',
      message: expect.stringContaining('changed by others'),
    });
  });
});

describe('customer stop', () => {
  const optOut = { ...evidence, channel: 'all', reason: 'OPTED_OUT' } as const;

  it('closes every channel; resume lifts that and no opt-out, and both are facts', async () => {
    const { customers, journal } = await aStage({ suppressions: [optOut] });
    const deps = { customers, journal, now: () => AT, by: 'ada' };

    expect((await stopOneCustomer('cust-456', 'a dispute', deps)).json).toMatchObject({
      customer: { suppressions: [optOut, { channel: 'all', reason: 'OPERATOR', recordedBy: 'ada' }] },
    });
    expect((await resumeOneCustomer('cust-456', deps)).json).toMatchObject({
      customer: { suppressions: [optOut] },
    });

    expect(journal.all().map(({ key }) => key)).toEqual([
      'suppressing#all/OPERATOR/2026-01-10T12:00:00.000Z',
      'suppression-lifted#all/OPERATOR/2026-01-10T12:00:00.000Z',
    ]);
    expect(JSON.stringify(journal.all())).not.toContain('dispute');
  });

  it('fails for nobody, and changes nothing where nothing was stopped', async () => {
    const { customers, journal } = await aStage();
    const deps = { customers, journal, now: () => AT, by: 'ada' };

    await expect(stopOneCustomer('cust-0', 'x', deps)).rejects.toMatchObject({ exit: 'FAILED' });
    await expect(resumeOneCustomer('cust-0', deps)).rejects.toMatchObject({ exit: 'FAILED' });
    expect((await resumeOneCustomer('cust-456', deps)).json).toMatchObject({ customer: { version: 1 } });
    expect(journal.all()).toEqual([]);
  });
});
