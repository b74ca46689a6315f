import { fact } from '../../journal/command-facts.ts';
import type { ContactPolicy } from '../../policy/contact-policy.ts';
import { Settled } from '../settled.ts';
import type { Addressed, Permitted } from './work.ts';

/** Lets commands go on whose customer may be contacted so now; ends the others with every reason, or holds them back. */
export const passGate =
  (policy: ContactPolicy, now: () => number) =>
  async (task: Addressed): Promise<Permitted | Settled> => {
    const { verdict } = await policy(task);
    switch (verdict.kind) {
      case 'ALLOW':
        return { ...task, basis: verdict.basis, templateVersion: verdict.templateVersion };
      case 'HOLD':
        return holdBack(verdict.reasons);
      case 'DROP': {
        const body = { ...task.subject, reasons: verdict.reasons };
        return new Settled('SUPPRESSED', [fact('suppressed', task.aggregate, now(), body)]);
      }
    }
  };

/** What may not go now is set aside, its receives unburnt; `contact resume` releases it (`shared/parking/causes.ts`). */
const holdBack = ([cause = 'STOPPED']: readonly string[]): Settled =>
  new Settled('HELD_BACK', [], { cause }, cause);
