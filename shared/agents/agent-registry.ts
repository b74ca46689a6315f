import type { BalancingName } from '../balancing/strategies.ts';
import type { ContactCommandType } from '../messages/message-types.ts';

/** One sender that an agent type speaks as: an address, a number, a line. */
export type AgentIdentity = {
  /** What the recipient sees as the origin, in the form that the channel's provider takes. */
  readonly sender: string;
  /**
   * Its share of the pool's messages beside the others'. With 0 it is out of service, and commands that name it go to another
   * one of its pool. @default its capacity, or 1
   */
  readonly weight?: number;
  /**
   * What its provider lets it do, over all processes: messages a second, which is kept to, and calls at once, beyond which
   * others are chosen where there are any. @default no limit of ours
   */
  readonly capacity?: { readonly perSecond?: number; readonly concurrent?: number };
};

/** An identity's weight as the registry has it; 0 where it gets nothing. */
export const weightOf = ({ weight, capacity }: AgentIdentity): number => weight ?? capacity?.perSecond ?? 1;

/** Memory in MB and time-outs in seconds of a pool's two functions. */
export type PoolFunctions = {
  readonly memoryMb: number;
  readonly timeoutSeconds: { readonly critical: number; readonly standard: number };
};

/** The service that contacts the customer; infra grants an agent's functions just what it takes. */
export type Provider =
  | { readonly kind: 'ses' }
  /** AWS End User Messaging, for text messages or for voice. */
  | { readonly kind: 'sms' }
  | { readonly kind: 'voice' }
  /**
   * Any service that takes a message by HTTPS POST; `HttpChannel` has the form of question and answer. No credentials are
   * sent, and none belong into the URL, which shows in the template: it must know the caller otherwise, as a gateway of
   * your own does. `idempotent` declares that it takes each `Idempotency-Key` once, for 30 days at least: then, and only
   * then, a command whose fate nobody knows is sent to it again.
   */
  | { readonly kind: 'http'; readonly url: string; readonly idempotent?: boolean };

/**
 * What takes over while the breaker of an agent type's provider is open: SES in another `region`, or a second number or pool of
 * End User Messaging as `sender`. An HTTP provider has none: two services cannot promise together to take a command once.
 */
export type Standby =
  | { readonly region: string; readonly sender?: undefined }
  | { readonly sender: string; readonly region?: undefined };

/** The name of a standby's service, as its breaker, facts and events have it. */
export const standbyName = ({ kind }: Provider, standby: Standby): string =>
  standby.region !== undefined ? `${kind}-${standby.region}` : `${kind}-standby`;

/** All that Switchboard must know of an agent type: with this entry and its folder under `functions/` it exists. */
export type AgentType = {
  /** The target that means the whole pool; identities are named `<pool>-001` and so on. */
  readonly pool: string;
  /** Names the customer's address that it speaks to and the template's part that it speaks from. */
  readonly channel: string;
  readonly commands: readonly ContactCommandType[];
  readonly identities: Readonly<Record<string, AgentIdentity>>;
  /**
   * How messages are shared out among the identities; those in rotation, that is. An idempotent provider must get a repeated
   * message as it was, so there a customer keeps the identity. @default 'by-customer'
   */
  readonly balancing?: BalancingName;
  readonly provider: Provider;
  /** Without one, messages wait while the provider is down. @default none */
  readonly standby?: Standby;
  readonly functions: PoolFunctions;
  /** Milliseconds after which a provider call that has not answered counts as UNKNOWN. */
  readonly providerTimeoutMs: number;
};

/** Agent types by name; the name is also the lane table's key and, with `-agent`, the folder's. */
export type AgentRegistry = Readonly<Record<string, AgentType>>;
