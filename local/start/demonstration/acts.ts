import type { createSandboxClient } from '../../provider-sandbox/sandbox-client.ts';
import { phoneIsDown, whatTheyDo } from './cast.ts';
import { areCallsAnswered } from './counts.ts';
import { happenings } from './happenings.ts';
import type { BusWatch } from './watch-bus.ts';

/** What the acts of a demonstration work with. */
export type Play = {
  /** `campaign start`, with the demonstration's definition. */
  readonly startCampaign: () => Promise<void>;
  /** `saga start` about what a customer answered, by an input of which a step cannot be done. */
  readonly beginRollBack: () => Promise<void>;
  /** Shows what the steps of that saga came to, and whether the customer's profile is as before. */
  readonly showRollBack: () => Promise<void>;
  /** Puts a command of the demonstration's folder on the bus, as a new one. */
  readonly put: (file: string) => Promise<void>;
  readonly watch: BusWatch;
  readonly sandbox: ReturnType<typeof createSandboxClient>;
  readonly say: (line: string) => void;
};

/** One after the other; each ends when the bus has told what it is about. */
export const acts: readonly ((play: Play) => Promise<void>)[] = [
  async ({ startCampaign, watch, sandbox, say }) => {
    say('20 customers get an e-mail: two answer, one mail bounces; whoever promises to pay begins a saga');
    for (const fault of [...whatTheyDo, phoneIsDown]) await sandbox.fault(fault);
    await startCampaign();
    await all(watch, 'starts', 'bounces', 'answersMail', 'completes');
  },
  async ({ beginRollBack, showRollBack, watch, say }) => {
    await all(watch, 'isHeard');
    say(
      'a saga about the other answer names a follow-up by nobody, a step that cannot be done: all before it is undone',
    );
    await beginRollBack();
    await all(watch, 'rollsBack');
    await showRollBack();
  },
  async ({ put, watch, say }) => {
    say('who did not answer gets a text message; one answers, one writes STOP');
    await all(watch, 'failsOver', 'answersText', 'optsOut');
    say('somebody sends one text more to who wrote STOP');
    await put('text-after-stop.json');
    await all(watch, 'isLeftAlone');
  },
  async ({ watch, say }) => {
    say('who still did not answer is called, and the provider of calls is down');
    await all(watch, 'opens');
  },
  async ({ watch, sandbox, say }) => {
    say('the provider works again: a call that was kept aside tries it, within a minute');
    await sandbox.clearFaults();
    await all(watch, 'closes', 'mails', 'texts', 'calls', 'ends');
    await watch.until('all calls to be answered', areCallsAnswered);
  },
];

const all = async (watch: BusWatch, ...names: readonly (keyof typeof happenings)[]): Promise<void> => {
  for (const name of names) await watch.until(happenings[name].name, happenings[name].isTold);
};
