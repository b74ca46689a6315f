import type { IdentityHealth } from '../../../shared/balancing/identity-health.ts';
import type { Channel } from '../../../shared/channels/channel.ts';
import type { Renderer } from '../../../shared/channels/renderer.ts';
import type { CustomerStore } from '../../../shared/customers/customer-store.ts';
import type { Shares } from '../../../shared/fairness/shares.ts';
import type { Journal } from '../../../shared/journal/journal.ts';
import type { LaneQueue } from '../../../shared/lanes/lane-queue.ts';
import type { LargeBodies } from '../../../shared/lanes/large-bodies.ts';
import type { ContactPolicy } from '../../../shared/policy/contact-policy.ts';
import type { Authoriser } from '../../../shared/security/authoriser.ts';
import type { PersonalCipher } from '../../../shared/security/personal-cipher.ts';
import type { ControlBoard } from '../../../shared/state/control-board.ts';

/** The ports that all contenders are given. */
export type BarePorts = {
  readonly queue: LaneQueue;
  readonly journal: Pick<Journal, 'insert'>;
  readonly customers: Pick<CustomerStore, 'get'>;
  readonly cipher: Pick<PersonalCipher, 'decrypt'>;
  readonly largeBodies: Pick<LargeBodies, 'get'>;
  readonly authoriser: Authoriser;
  readonly contactPolicy: ContactPolicy;
  readonly render: Renderer<string>;
  readonly channel: Channel<string>;
  /** A board with the switch of the provider's breaker. */
  readonly controls: Pick<ControlBoard, 'get'>;
  readonly health: IdentityHealth;
  readonly shares: () => Promise<Shares>;
  readonly write: (line: string) => void;
  readonly now: () => number;
  readonly newId: () => string;
};
