import { type CancelDeps, cancelCommand } from '../../shared/journal/cancel-command.ts';
import { commandAggregate } from '../../shared/journal/command-facts.ts';
import { dueTimesOf, type MoveDeps, moveTimer } from '../../shared/timers/move-timer.ts';
import type { Timer, TimerStore } from '../../shared/timers/timer-store.ts';
import { CliError } from '../cli-error.ts';
import { formatTable } from '../format/format-table.ts';
import type { Outcome } from '../outcome.ts';

export type TimerFilter = {
  readonly campaign?: string | undefined;
  readonly customer?: string | undefined;
  /** Shown at most. */
  readonly limit: number;
};

/** `timer list`: what waits, the first first. It counts all timers, and keeps those that it shows. */
export const listTimers = async (
  timers: Pick<TimerStore, 'due'>,
  { campaign, customer, limit }: TimerFilter,
): Promise<Outcome> => {
  let shown: readonly Timer[] = [];
  let waiting = 0;
  let from: string | undefined;
  do {
    const page = await timers.due(Number.MAX_SAFE_INTEGER - 1, from);
    const found = page.timers.filter((timer) => isOf(timer, campaign, customer));
    waiting += found.length;
    shown = [...shown, ...found].sort((a, b) => a.dueAt - b.dueAt).slice(0, limit);
    from = page.next;
  } while (from !== undefined);
  const rows = shown.map(rowOf);
  return {
    exit: 'OK',
    json: { waiting, timers: shown.map(toJson) },
    lines: [
      ...(shown.length > 0
        ? formatTable(['DUE', 'COMMAND', 'TYPE', 'CUSTOMER', 'CAMPAIGN', 'TIER', 'BECAUSE'], rows)
        : []),
      waiting === 0 ? 'Nothing waits.' : `${waiting} wait, ${shown.length} shown.`,
    ],
  };
};

const isOf = ({ entry }: Timer, campaign: string | undefined, customer: string | undefined): boolean => {
  const { campaignId, customerId } = entry.message.message.command;
  return (campaign ?? campaignId) === campaignId && (customer ?? customerId) === customerId;
};

const toJson = ({ commandId, dueAt, cause, entry }: Timer) => ({
  commandId,
  dueAt: new Date(dueAt).toISOString(),
  cause,
  type: entry.message.message.command.type,
  customerId: entry.message.message.command.customerId,
  campaignId: entry.message.message.command.campaignId,
  tier: entry.tier,
});

const rowOf = (timer: Timer): string[] => {
  const { commandId, dueAt, cause, type, customerId, campaignId = '-', tier } = toJson(timer);
  return [dueAt, commandId, type, customerId, campaignId, tier, cause];
};

export type CancelTimerDeps = CancelDeps & { readonly timers: Pick<TimerStore, 'find' | 'remove'> };

/** `timer cancel`: takes a command back. Fails where it is too late. */
export const cancelTimer = async (deps: CancelTimerDeps, commandId: string, by: string): Promise<Outcome> => {
  const result = await cancelCommand({ commandId, cause: 'OPERATOR', by }, deps);
  if (result.kind === 'TOO_LATE') {
    throw result.status === 'NONE'
      ? new CliError('FAILED', `The journal knows no command ${commandId}.`, 'Look at `timer list`.')
      : new CliError('FAILED', `${commandId} is ${result.status}: it is too late.`, 'Nothing was changed.');
  }
  // The fact holds, whatever becomes of the timer: a command that is cancelled is not sent.
  const dueTimes = dueTimesOf(await deps.journal.read(commandAggregate(commandId)));
  const timer = await deps.timers.find(commandId, dueTimes);
  if (timer !== undefined) await deps.timers.remove([timer]);
  return {
    exit: 'OK',
    json: { commandId, status: 'CANCELLED', waited: timer !== undefined },
    lines: [`${commandId} is CANCELLED.`],
  };
};

/** `timer move`: gives a waiting command another time. Fails where it waits no more. */
export const moveTo = async (
  deps: MoveDeps,
  asked: { readonly commandId: string; readonly to: number; readonly by: string },
): Promise<Outcome> => {
  const result = await moveTimer(asked, deps);
  if (result.kind === 'GONE') {
    throw new CliError(
      'FAILED',
      `${asked.commandId} does not wait as a timer: it is on its way, or ended, or was never taken.`,
      'Look at `command status`; `timer cancel` takes back what is in its lane.',
    );
  }
  if (result.kind === 'TOO_LATE')
    throw new CliError(
      'FAILED',
      `${asked.commandId} is due within three minutes, and goes into its lane any moment.`,
      'Take it back with `timer cancel`, and send it again under another id.',
    );
  if (result.kind === 'REFUSED')
    throw new CliError('USAGE', `The time ${result.rule}.`, 'Nothing was changed.');
  const dueAt = new Date(result.timer.dueAt).toISOString();
  return { exit: 'OK', json: { commandId: asked.commandId, dueAt }, lines: [`It is due at ${dueAt}.`] };
};
