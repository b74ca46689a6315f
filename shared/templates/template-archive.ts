import type { Template } from './template-store.ts';

/** A version that was pushed: by whom and when (ISO 8601). */
export type PushedVersion = {
  readonly version: string;
  readonly pushedBy: string;
  readonly pushedAt: string;
};

/** Versions of one template, newest first, and which of them is sent. */
export type PushedTemplate = {
  readonly templateId: string;
  readonly current: string;
  readonly versions: readonly PushedVersion[];
};

/**
 * What a push did: `pushed`; `unchanged` where this version was current already; `conflict` where somebody else pushed
 * meanwhile and what is sent stayed theirs.
 */
export type PushOutcome = 'pushed' | 'unchanged' | 'conflict';

/** Where pushed templates are kept: a version is written once and never changed. Throws `TemplatesUnavailableError`. */
export type TemplateArchive = {
  /** Keeps a version and makes it the one that is sent. */
  push(template: Template, by: Omit<PushedVersion, 'version'>): Promise<PushOutcome>;
  /** Every template that was ever pushed. */
  list(): Promise<readonly PushedTemplate[]>;
};
