import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { AwsSide } from '../aws-side.ts';
import type { InboxMessage } from '../inbox-message.ts';
import type { ReceiptEvent } from './receipt-event.ts';
import type { ReceiptKind } from './receipt-kinds.ts';
import { sesEvent } from './ses-event.ts';
import { textEvent, voiceEvent } from './sms-voice-event.ts';

type EventMaker = (message: InboxMessage, kind: ReceiptKind, now: number) => ReceiptEvent | undefined;

/** How the provider of each channel speaks of a message; channels that are not here send no receipts. */
const eventMakers: Readonly<Record<string, EventMaker>> = {
  email: sesEvent,
  sms: textEvent,
  phone: voiceEvent,
};

/** The receipts that the sandbox sends. */
export type Receipts = {
  /**
   * Puts a receipt on the default bus after so many milliseconds; resolves when the bus has taken or refused it once.
   * Answers false for what the channel's provider never says.
   */
  send(message: InboxMessage, kind: ReceiptKind, delayMs: number): Promise<boolean>;
  stop(): void;
};

const RETRIES = 10;
const RETRY_AFTER_MS = 500;

/** Puts receipts on the default bus, as providers do; one that cannot be put is tried again, since they would. */
export const createReceipts = (aws: AwsSide): Receipts => {
  const bus = aws && new EventBridgeClient(aws);
  const { later, stop } = createTimers();
  const put = async (event: ReceiptEvent, tries: number): Promise<void> => {
    const taken = await bus?.send(new PutEventsCommand({ Entries: [event] })).then(
      ({ FailedEntryCount }) => FailedEntryCount === 0,
      () => false,
    );
    if (taken !== false) return;
    if (tries > 0) void later(RETRY_AFTER_MS, () => put(event, tries - 1));
    else console.error(`provider sandbox: a receipt was not taken by the bus (${event.DetailType})`);
  };
  return {
    send: async (message, kind, delayMs) => {
      const make = eventMakers[message.channel];
      if (make?.(message, kind, Date.now()) === undefined) return false;
      await later(delayMs, async () => {
        const event = make(message, kind, Date.now());
        if (event) await put(event, RETRIES);
      });
      return true;
    },
    stop: () => {
      stop();
      bus?.destroy();
    },
  };
};

/** Timers that all end at once; work that was to come then never comes. */
const createTimers = () => {
  const timers = new Set<NodeJS.Timeout>();
  let stopped = false;
  return {
    later: (ms: number, then: () => Promise<void>): Promise<void> =>
      new Promise((resolve) => {
        if (stopped) return;
        const timer = setTimeout(() => {
          timers.delete(timer);
          void then().then(resolve);
        }, ms);
        timers.add(timer);
      }),
    stop: (): void => {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
};
