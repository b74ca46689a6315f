import type { CommandType } from '../messages/command.ts';

/** One sender that an agent type speaks as: an address, a number, a line. */
export type AgentIdentity = {
  /** What the recipient sees as the origin, in the form that the channel's provider takes. */
  readonly sender: string;
};

/** Memory in MB and time-outs in seconds of a pool's two functions. */
export type PoolFunctions = {
  readonly memoryMb: number;
  readonly timeoutSeconds: { readonly critical: number; readonly standard: number };
};

/** All that Switchboard must know of an agent type: with this entry and its folder under `functions/` it exists. */
export type AgentType = {
  /** The target that means the whole pool; identities are named `<pool>-001` and so on. */
  readonly pool: string;
  readonly commands: readonly CommandType[];
  readonly identities: Readonly<Record<string, AgentIdentity>>;
  /** The service that contacts the customer; infra grants its functions just what it takes. */
  readonly provider: 'ses';
  readonly functions: PoolFunctions;
  /** Milliseconds after which a provider call that has not answered counts as UNKNOWN. */
  readonly providerTimeoutMs: number;
};

/** Agent types by name; the name is also the lane table's key and, with `-agent`, the folder's. */
export type AgentRegistry = Readonly<Record<string, AgentType>>;
