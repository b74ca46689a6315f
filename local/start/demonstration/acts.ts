import { setTimeout as pause } from 'node:timers/promises';
import type { Event } from '../../../shared/messages/event.ts';
import type { createSandboxClient } from '../../provider-sandbox/sandbox-client.ts';
import { phoneIsDown, whatTheyDo } from './cast.ts';
import { happenings } from './happenings.ts';
import type { BusWatch } from './watch-bus.ts';

/** The longest wait of a breaker that opened once: it lets a probe pass after it. */
const BREAKER_WAIT_MS = 6500;
const CALLS = 8;

/** What the acts of a demonstration work with. */
export type Play = {
  /** Puts a document of the demonstration's folder on the bus. */
  readonly put: (file: string) => Promise<void>;
  readonly watch: BusWatch;
  readonly sandbox: ReturnType<typeof createSandboxClient>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

/** One after the other; each ends when the bus has told what it is about. */
export const acts: readonly ((play: Play) => Promise<void>)[] = [
  async ({ put, watch, sandbox, say }) => {
    say('12 customers get an e-mail or a text message; two answer, one writes STOP, one mail bounces');
    for (const fault of whatTheyDo) await sandbox.fault(fault);
    await Promise.all([put('email.json'), put('sms.json')]);
    const { answersMail, answersText, optsOut, bounces } = happenings;
    for (const { name, isTold } of [bounces, answersMail, answersText, optsOut])
      await watch.until(name, isTold);
  },
  async ({ put, watch, say }) => {
    say('the mail that bounced goes on as a text message; a reminder goes to two, one of whom opted out');
    await Promise.all([put('next-channel.json'), put('reminder.json')]);
    for (const { name, isTold } of [happenings.failsOver, happenings.isLeftAlone])
      await watch.until(name, isTold);
  },
  async ({ put, watch, sandbox, say }) => {
    say('8 customers are called, and the provider of calls is down');
    await sandbox.fault(phoneIsDown);
    await put('phone.json');
    await watch.until(happenings.opens.name, happenings.opens.isTold);
  },
  async ({ put, watch, sandbox, say, signal }) => {
    say('the provider works again; the next call is the probe');
    await sandbox.clearFaults();
    await pause(BREAKER_WAIT_MS, undefined, { signal });
    await put('phone-again.json');
    await watch.until(happenings.closes.name, happenings.closes.isTold);
    await watch.until('all calls to be answered', (events) => deliveredCalls(events) === CALLS);
  },
];

const deliveredCalls = (events: readonly Event[]): number =>
  new Set(
    events.flatMap(({ event }) =>
      event.type === 'CALL_SENT' && event.status === 'DELIVERED' ? [event.customerId] : [],
    ),
  ).size;
