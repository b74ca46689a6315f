import { type QueueAccess, queuePages, sendPage } from '../../lanes/adapters/send-pages.ts';
import type { SendOutcome } from '../../lanes/lane-sender.ts';
import type { ReportChore } from '../chore.ts';
import type { ChoreLane } from '../chore-lane.ts';

export type SqsChoreLaneOptions = QueueAccess & { readonly url: string };

/** The lane of work without haste as a queue. */
export class SqsChoreLane implements ChoreLane {
  readonly #options: SqsChoreLaneOptions;

  constructor(options: SqsChoreLaneOptions) {
    this.#options = options;
  }

  async send(chores: readonly ReportChore[]): Promise<readonly SendOutcome[]> {
    const { url } = this.#options;
    const outcomes: SendOutcome[] = chores.map(() => ({ sent: false, cause: 'NO_LANE' }));
    const pending = chores.map((chore, index) => ({
      index,
      url,
      entry: { Id: String(index), MessageBody: JSON.stringify(chore) },
    }));
    for (const page of queuePages(pending)) await sendPage(page, outcomes, this.#options);
    return outcomes;
  }
}
