import type { Journal } from '../../shared/journal/journal.ts';
import { type BreakerState, close, holdOpen } from '../../shared/resilience/breaker.ts';
import {
  breakerControl,
  breakerFact,
  breakerStateOf,
  type ServiceName,
} from '../../shared/resilience/breaker-record.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';

/** `breaker list`: which services are called, which are not, since when and until when. `now` in milliseconds since 1970. */
export const listBreakers = async (
  store: ControlStore,
  services: readonly ServiceName[],
  now: number,
): Promise<Outcome> => {
  const controls = await store.read(services.map(breakerControl));
  const breakers = services.map((service, at) =>
    toListed(service, breakerStateOf(controls[at] ?? { version: 0, value: undefined }), now),
  );
  return {
    exit: 'OK',
    json: { breakers },
    lines: formatTable(
      ['AGENT TYPE', 'SERVICE', 'STATE', 'SINCE', 'CAUSE', 'NEXT'],
      breakers.map(({ agentType, service, state, since, cause, next }) => [
        agentType,
        service,
        state,
        since ?? '-',
        cause,
        next,
      ]),
    ),
  };
};

const toListed = (service: ServiceName, state: BreakerState, now: number) => ({
  ...service,
  state: state.state,
  since: state.at === 0 ? null : new Date(state.at).toISOString(),
  cause: state.cause,
  next: nextOf(state, now),
});

const nextOf = (state: BreakerState, now: number): string => {
  if (state.state === 'CLOSED') return '-';
  if (state.until === undefined) return 'held open: breaker close ends it';
  const until = new Date(state.until).toISOString();
  if (state.state === 'HALF_OPEN') return `a message probes until ${until}`;
  return now < state.until ? `a probe from ${until} on` : 'the next message is a probe';
};

type SetDeps = {
  readonly store: ControlStore;
  readonly journal: Pick<Journal, 'insert'>;
  readonly now: () => number;
};

/** `breaker open|close`: an operator's word, told as a fact; it wins over what functions write meanwhile. */
export const setBreaker = async (
  { store, journal, now }: SetDeps,
  name: ServiceName,
  verb: 'open' | 'close',
): Promise<Outcome> => {
  const control = breakerControl(name);
  for (;;) {
    const [{ version } = { version: 0 }] = await store.read([control]);
    const term = version + 1;
    const state = verb === 'open' ? holdOpen(term, now()) : close('OPERATOR', term, now());
    if ((await store.write(control, { version: term, value: state })) === 'conflict') continue;
    await journal.insert([breakerFact(name, state)]);
    return {
      exit: 'OK',
      json: { breaker: toListed(name, state, now()) },
      lines: [`${name.agentType}/${name.service} is ${state.state}.`],
    };
  }
};
