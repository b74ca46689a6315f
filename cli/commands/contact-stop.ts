import type { Journal } from '../../shared/journal/journal.ts';
import { readStopOrder, STOP_CONTROL, type StopOrder, stopFact } from '../../shared/policy/stop-order.ts';
import type { ControlStore } from '../../shared/state/control-store.ts';
import { CliError } from '../cli-error.ts';
import { visibleText } from '../format/visible-text.ts';
import type { Outcome } from '../outcome.ts';

export type StopAct = {
  readonly store: ControlStore;
  readonly journal: Pick<Journal, 'insert'>;
  /** Who stops or resumes, and when (ISO 8601). */
  readonly by: string;
  readonly at: string;
};

const MOST_TRIES = 5;

/** `contact stop`: no contact of the stage goes out any more, which is a fact; one that is stopped already stays as it is. */
export const stopContacts = ({ reason, ...act }: StopAct & { readonly reason: string }): Promise<Outcome> =>
  turn(act, { stopped: true, by: act.by, at: act.at, reason }, 'Within 5 s no agent starts another contact.');

/** `contact resume`: contacts go out again, and the fact of it has what was parked for the stop released. */
export const resumeContacts = (act: StopAct): Promise<Outcome> =>
  turn(
    act,
    { stopped: false, by: act.by, at: act.at },
    'Every agent knows within a second; what the stop parked is released.',
  );

/** `contact status`: whether contacts are stopped, by whom and why. */
export const showStop = async (store: Pick<ControlStore, 'read'>): Promise<Outcome> =>
  outcomeOf((await read(store)).order);

/** Who died after the switch and before the fact gives the same command again: the fact's key makes it one. */
const turn = async ({ store, journal }: StopAct, order: StopOrder, effect: string): Promise<Outcome> => {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const { version, order: before } = await read(store);
    if (before.stopped === order.stopped) {
      if (version > 0) await journal.insert([stopFact(before, version)]);
      return outcomeOf(before);
    }
    const outcome = await store.write(STOP_CONTROL, { version: version + 1, value: order });
    if (outcome === 'stored') {
      await journal.insert([stopFact(order, version + 1)]);
      return outcomeOf(order, effect);
    }
  }
  throw new CliError('FAILED', 'The switch was changed by others at every try.', 'See contact status.');
};

const read = async (store: Pick<ControlStore, 'read'>) => {
  const [control] = await store.read([STOP_CONTROL]);
  return { version: control?.version ?? 0, order: readStopOrder(control?.value) };
};

const outcomeOf = (order: StopOrder, effect?: string): Outcome => ({
  exit: 'OK',
  json: { stop: order },
  lines: [lineOf(order), ...(effect === undefined ? [] : [effect])],
});

const lineOf = ({ stopped, by, at, reason }: StopOrder): string => {
  const setBy = by === undefined ? '' : `, by ${visibleText(by)}${at === undefined ? '' : ` at ${at}`}`;
  return `Contacts ${stopped ? 'are stopped' : 'go out'}${setBy}${reason === undefined ? '' : `: ${visibleText(reason)}`}`;
};
