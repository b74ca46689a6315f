import { describe, expect, it } from 'vitest';
import { findService, namesOf } from '../../../cli/breakers/services.ts';
import { listBreakers, setBreaker } from '../../../cli/commands/breaker-commands.ts';
import { agents } from '../../../config/agents.ts';
import { servicesOf } from '../../../shared/agents/services-of.ts';
import { InMemoryJournal } from '../../../shared/journal/adapters/in-memory-journal.ts';
import { breakerControl } from '../../../shared/resilience/breaker-record.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import { aBreaker, aService } from '../../support/a-breaker.ts';

const NOW = Date.parse('2026-11-26T08:00:00Z');
const voice = { agentType: 'phone', service: 'voice' };

/** Changes of breakers at a time that stands still. */
const aDesk = (store = new InMemoryControlStore()) => {
  const journal = new InMemoryJournal();
  return {
    store,
    journal,
    set: (verb: 'open' | 'close') => setBreaker({ store, journal, now: () => NOW }, aService, verb),
    list: () => listBreakers(store, [aService, voice], NOW),
  };
};

describe('breaker open and close', () => {
  it('hold it open for every function until it is closed, and are facts', async () => {
    const { store, journal, set, list } = aDesk();

    await set('open');
    expect(await aBreaker({ store, now: () => NOW + 86_400_000 }).admit(1000)).toBe('none');
    expect((await list()).lines[1]).toMatch(/^email +ses +OPEN .*OPERATOR +held open: breaker close ends it/);
    await set('close');

    expect(await aBreaker({ store, now: () => NOW }).admit(1000)).toBe('all');
    expect(journal.all()).toMatchObject([
      { key: 'breaker-opened#1', body: { ...aService, cause: 'OPERATOR', term: 1 } },
      { key: 'breaker-closed#2', body: { ...aService, cause: 'OPERATOR', term: 2 } },
    ]);
  });

  it('win over what functions write at the same time', async () => {
    const store = new InMemoryControlStore();
    let others = 2;
    const read: InMemoryControlStore['read'] = async (names) => {
      const controls = await InMemoryControlStore.prototype.read.call(store, names);
      if (others > 0) {
        others -= 1;
        const version = (controls[0]?.version ?? 0) + 1;
        await store.write(breakerControl(aService), {
          version,
          value: { state: 'CLOSED', term: 0, at: 0, cause: '' },
        });
      }
      return controls;
    };
    const journal = new InMemoryJournal();
    const contested = { read, write: store.write.bind(store) };

    await setBreaker({ store: contested, journal, now: () => NOW }, aService, 'open');

    expect(journal.all()).toMatchObject([{ key: 'breaker-opened#3' }]);
  });
});

describe('the argument of breaker open and close', () => {
  const services = servicesOf({ ...agents, email: { ...agents.email, standby: { region: 'eu-west-1' } } });

  it.each([
    ['an agent type', 'email', { agentType: 'email', service: 'ses' }],
    ['its first service', 'email/ses', { agentType: 'email', service: 'ses' }],
    ['its standby', 'email/ses-eu-west-1', { agentType: 'email', service: 'ses-eu-west-1' }],
    ['a service that it does not have', 'sms/ses', undefined],
    ['a service alone', 'ses', undefined],
  ])('names %s', (_, name, service) => {
    expect(findService(name, services)).toEqual(service);
    expect(namesOf(services).includes(name)).toBe(service !== undefined);
  });
});

describe('breaker list', () => {
  it('says of each service whether it is called, why not, and what comes next', async () => {
    const { store, list } = aDesk();
    const transition = { term: 1, at: NOW, cause: 'PROVIDER_FAILURES', opens: 1 };
    const open = { state: 'OPEN', ...transition, until: NOW + 4000 };
    await store.write(breakerControl(aService), { version: 1, value: open });

    expect((await list()).json).toEqual({
      breakers: [
        {
          ...aService,
          state: 'OPEN',
          since: '2026-11-26T08:00:00.000Z',
          cause: 'PROVIDER_FAILURES',
          next: 'a probe from 2026-11-26T08:00:04.000Z on',
        },
        { ...voice, state: 'CLOSED', since: null, cause: 'NEVER_OPENED', next: '-' },
      ],
    });
  });
});
