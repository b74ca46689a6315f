import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BREAKER_FAILURES } from '../../../shared/resilience/breaker.ts';
import { breakerControl, breakerStateOf } from '../../../shared/resilience/breaker-record.ts';
import type { SharedBreaker } from '../../../shared/resilience/shared-breaker.ts';
import { InMemoryControlStore } from '../../../shared/state/adapters/in-memory-control-store.ts';
import type { ControlStore } from '../../../shared/state/control-store.ts';
import { aBreaker, aService } from '../../support/a-breaker.ts';

const PROCESSES = 4;
const LEASE_MS = 8000;
/** What one process may see fail before it says so: half of the calls that it looks back on. */
const UNREPORTED = 9;
const CONTROL = breakerControl(aService);

/** How many calls a batch may make; of a probe also the term that it began. */
type Batch = { readonly admitted: number; readonly probe: number | undefined };

/** Processes that share a breaker, on one clock; each works on one batch at a time. */
class Stage {
  now = 1_700_000_000_000;
  writes = 0;
  /** Provider failures since the breaker was closed last. */
  failures = 0;
  /** Since when it is not closed. */
  openedAt: number | undefined;
  probes: { owner: number; until: number }[] = [];
  readonly #inner = new InMemoryControlStore();
  readonly processes: (SharedBreaker | undefined)[] = Array.from({ length: PROCESSES });
  readonly batches: (Batch | undefined)[] = Array.from({ length: PROCESSES });
  readonly store: ControlStore = {
    read: (names) => this.#inner.read(names),
    write: async (name, control) => {
      const answer = await this.#inner.write(name, control);
      if (answer === 'stored') this.writes += 1;
      return answer;
    },
  };

  async state() {
    const [control] = await this.#inner.read([CONTROL]);
    return breakerStateOf(control ?? { version: 0, value: undefined });
  }

  /** A process, started at its first batch. */
  process(at: number): SharedBreaker {
    const running = this.processes[at] ?? aBreaker({ now: () => this.now, store: this.store });
    this.processes[at] = running;
    return running;
  }

  crash(at: number): void {
    this.processes[at] = undefined;
    this.batches[at] = undefined;
  }
}

type Model = Record<string, never>;
type Step = fc.AsyncCommand<Model, Stage>;

/** A process asks who may go, at the start of a batch. */
class Begin implements Step {
  readonly process: number;
  readonly size: number;
  constructor(process: number, size: number) {
    this.process = process;
    this.size = size;
  }
  check = () => true;
  async run(_: Model, stage: Stage): Promise<void> {
    if (stage.batches[this.process] !== undefined) return;
    const before = await stage.state();
    const admission = await stage.process(this.process).admit(LEASE_MS);

    if (admission === 'one') {
      const running = stage.probes.filter(({ until }) => until > stage.now);
      expect(running, 'one probe at a time').toEqual([]);
      expect(before.state, 'a probe of what is not closed').not.toBe('CLOSED');
      stage.probes.push({ owner: this.process, until: stage.now + LEASE_MS });
    }
    if (admission === 'all' && stage.openedAt !== undefined)
      expect(stage.now - stage.openedAt, 'all know it within a second').toBeLessThan(1000);
    const admitted = { all: this.size, one: 1, none: 0 }[admission];
    const probe = admission === 'one' ? (await stage.state()).term : undefined;
    stage.batches[this.process] = { admitted, probe };
  }
  toString = () => `begin(${this.process}, ${this.size})`;
}

/** The calls of a process's batch come back. */
class End implements Step {
  readonly process: number;
  readonly answers: 'ok' | 'down' | 'recipient';
  constructor(process: number, answers: 'ok' | 'down' | 'recipient') {
    this.process = process;
    this.answers = answers;
  }
  check = () => true;
  async run(_: Model, stage: Stage): Promise<void> {
    const batch = stage.batches[this.process];
    if (batch === undefined) return;
    const breaker = stage.process(this.process);
    const before = await stage.state();
    const writes = stage.writes;
    for (let call = 0; call < batch.admitted; call += 1) {
      if (this.answers === 'ok') breaker.note({ kind: 'accepted' });
      else if (this.answers === 'recipient') breaker.note({ kind: 'refused', blame: 'recipient' });
      else breaker.note({ kind: 'unknown', blame: 'provider', cause: 'TimeoutError' });
    }
    await breaker.settle();
    breaker.recorded();
    stage.batches[this.process] = undefined;
    stage.probes = stage.probes.filter(({ owner }) => owner !== this.process);

    const after = await stage.state();
    if (this.answers !== 'down' && batch.probe === undefined)
      expect(stage.writes, 'no write for what is well').toBe(writes);
    if (batch.probe !== undefined && batch.probe === before.term)
      expect(after.state, 'a probe decides').toBe(this.answers === 'down' ? 'OPEN' : 'CLOSED');
    if (after.state !== 'CLOSED') stage.openedAt ??= stage.now;
    else stage.openedAt = undefined;
  }
  toString = () => `end(${this.process}, ${this.answers})`;
}

class Crash implements Step {
  readonly process: number;
  constructor(process: number) {
    this.process = process;
  }
  check = () => true;
  async run(_: Model, stage: Stage): Promise<void> {
    stage.crash(this.process);
  }
  toString = () => `crash(${this.process})`;
}

class Wait implements Step {
  readonly ms: number;
  constructor(ms: number) {
    this.ms = ms;
  }
  check = () => true;
  async run(_: Model, stage: Stage): Promise<void> {
    stage.now += this.ms;
  }
  toString = () => `wait(${this.ms})`;
}

const someProcess = fc.nat({ max: PROCESSES - 1 });
const steps = [
  fc.tuple(someProcess, fc.integer({ min: 1, max: 10 })).map(([at, size]) => new Begin(at, size)),
  fc
    .tuple(someProcess, fc.constantFrom('ok', 'down', 'down', 'down', 'recipient'))
    .map(([at, answers]) => new End(at, answers)),
  someProcess.map((at) => new Crash(at)),
  fc.constantFrom(10, 300, 1000, 4000, 9000).map((ms) => new Wait(ms)),
];

describe('SharedBreaker', () => {
  it('keeps its promises over processes that come, fail, crash and wait in any order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 60, size: 'max' }), async (commands) => {
        await fc.asyncModelRun(() => ({ model: {}, real: new Stage() }), commands);
      }),
      { numRuns: 2000 },
    );
  });

  it('says nothing of single failures, up to every third call for hours', async () => {
    const stage = new Stage();
    for (let call = 0; call < 3000; call += 1) {
      const fails = call % 3 === 2;
      stage.process(0).note(fails ? { kind: 'unknown', blame: 'provider' } : { kind: 'accepted' });
      await stage.process(0).settle();
      stage.now += 777;
    }

    expect(stage.writes).toBe(0);
  });

  it('counts what processes report at the same moment, and tells of transitions only', async () => {
    const stage = new Stage();
    const closed = { state: 'CLOSED', term: 1, at: stage.now, cause: 'TEST' };
    await stage.store.write(CONTROL, { version: 1, value: closed });
    for (let at = 0; at < PROCESSES; at += 1) {
      await stage.process(at).admit(LEASE_MS);
      for (let call = 0; call < 5; call += 1)
        stage.process(at).note({ kind: 'unknown', blame: 'provider', cause: 'TimeoutError' });
    }

    const facts = await Promise.all(stage.processes.map((process) => process?.settle()));

    expect((await stage.state()).state).toBe('OPEN');
    expect(new Set(facts.flat().map((told) => told?.key))).toEqual(
      new Set(['breaker-closed#1', 'breaker-opened#3']),
    );
  });

  it('learns nothing from a probe that made no call: its lease runs out, and another one probes', async () => {
    const stage = new Stage();
    const opened = { state: 'OPEN', term: 1, at: 0, cause: 'TEST', opens: 1, until: stage.now };
    await stage.store.write(CONTROL, { version: 1, value: opened });

    expect(await stage.process(0).admit(LEASE_MS)).toBe('one');
    await stage.process(0).settle();
    expect(await stage.process(1).admit(LEASE_MS)).toBe('none');
    stage.now += LEASE_MS;

    expect(await stage.process(1).admit(LEASE_MS)).toBe('one');
  });

  it('is open for all after N failures and a second, however they fall on processes that were well', async () => {
    const fallOn = fc.array(fc.tuple(someProcess, fc.integer({ min: 1, max: 4 })), {
      minLength: 60,
      maxLength: 80,
    });
    await fc.assert(
      fc.asyncProperty(fallOn, fc.nat({ max: 40 }), async (batches, healthyCalls) => {
        const stage = new Stage();
        for (let at = 0; at < PROCESSES; at += 1) {
          for (let call = 0; call < healthyCalls; call += 1) stage.process(at).note({ kind: 'accepted' });
          await stage.process(at).settle();
        }
        expect(stage.writes, 'no write while healthy').toBe(0);
        let failures = 0;
        const touched = new Set<number>();
        for (const [at, size] of batches) {
          const breaker = stage.process(at);
          if ((await breaker.admit(LEASE_MS)) !== 'all') break;
          for (let call = 0; call < size; call += 1)
            breaker.note({ kind: 'not-accepted', blame: 'provider', cause: 'ECONNREFUSED' });
          failures += size;
          touched.add(at);
          await breaker.settle();
          stage.now += 10;
          const isOpen = (await stage.state()).state === 'OPEN';
          if (failures >= BREAKER_FAILURES + UNREPORTED * touched.size) expect(isOpen).toBe(true);
          if (isOpen) break;
        }
        const openedAt = stage.now;
        stage.now += 1000;
        for (let at = 0; at < PROCESSES; at += 1)
          expect(await stage.process(at).admit(LEASE_MS), `process ${at} at ${openedAt}`).not.toBe('all');
      }),
      { numRuns: 500 },
    );
  });
});
