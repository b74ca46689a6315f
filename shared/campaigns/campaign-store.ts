import type { StepTally } from '../journal/facts/campaign-facts.ts';
import type { CampaignDefinition } from './campaign-definition.ts';

/** What a campaign's budget counts: contacts, and millionths of a USD. */
export type Spent = { readonly contacts: number; readonly microUsd: number };

/** A line of an audience that is no member, and why: its place, from 1, and never what stood there. */
export type MemberIssue = { readonly place: number; readonly rule: string };

/**
 * Some members of a pass, as they were chosen once and for all: pass 0 takes them from the audience, each one after it goes
 * through the members of the step before, closes that step for them, and chooses those who go on.
 */
export type CampaignPage = {
  readonly pass: number;
  readonly page: number;
  /** The customers who are contacted, or about whom a person is asked. */
  readonly customers: readonly string[];
  /** Of how many it was to choose. */
  readonly considered: number;
  /** The audience's lines that are no members; pass 0 only. */
  readonly issues: readonly MemberIssue[];
  /** Where the audience goes on; absent at its end, and in later passes. */
  readonly next?: string | undefined;
  /** What became of the step before; absent in pass 0. */
  readonly tally?: StepTally | undefined;
  /** Why nobody else was chosen, where the budget did not reach. */
  readonly budget?: 'PAID' | 'PROMISED' | undefined;
};

/** How far a campaign's master has come. */
export type CampaignProgress = {
  /** Grows by one with each change. */
  readonly version: number;
  /** Who works: of one run and leg the execution that came first. */
  readonly run: number;
  readonly leg: number;
  readonly execution: string;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly pass: number;
  readonly page: number;
  /** Where the audience goes on. */
  readonly cursor?: string | undefined;
  /** Pages of the pass before. */
  readonly pages: number;
  /** Members chosen so far in this pass. */
  readonly chosen: number;
  /** From when on this pass may begin, in milliseconds since 1970. */
  readonly dueAt: number;
  /** Members and lines of the audience that are none. */
  readonly members: number;
  readonly brokenMembers: number;
  /** What is promised and what is paid, together. */
  readonly spent: Spent;
  /** Of each step that is being closed, or was; in the order of the passes. */
  readonly tallies: readonly StepTally[];
  /** All is done but to say so. */
  readonly ended?: boolean | undefined;
};

/** A customer at a place of an audience. */
export type MemberPlace = { readonly customerId: string; readonly place: number };

/** Where campaigns are kept: definitions and pages for ever as they were first written, progress by version. */
export type CampaignStore = {
  /** Keeps the definition of a new campaign; `exists` where there is one, which stays. Throws `CampaignsUnavailableError`. */
  putDefinition(campaignId: string, definition: CampaignDefinition): Promise<'stored' | 'exists'>;
  /** Strongly consistent. Throws `CampaignsUnavailableError`. */
  getDefinition(campaignId: string): Promise<CampaignDefinition | undefined>;
  /** Strongly consistent. Throws `CampaignsUnavailableError`. */
  getProgress(campaignId: string): Promise<CampaignProgress | undefined>;
  /** Writes progress whose stored version is one less; `conflict` where it is another one. Throws `CampaignsUnavailableError`. */
  putProgress(campaignId: string, progress: CampaignProgress): Promise<'stored' | 'conflict'>;
  /** Keeps a page unless there is one of its place, and answers with the one that is kept. Throws `CampaignsUnavailableError`. */
  putPage(campaignId: string, page: CampaignPage): Promise<CampaignPage>;
  /** Strongly consistent. Throws `CampaignsUnavailableError`. */
  getPage(campaignId: string, pass: number, page: number): Promise<CampaignPage | undefined>;
  /**
   * Gives each of these customers, all different, its place in the campaign, unless it has one; answers with the places that
   * they have, in order. Throws `CampaignsUnavailableError`.
   */
  takePlaces(campaignId: string, members: readonly MemberPlace[]): Promise<readonly number[]>;
  /** Ids of campaigns that were started and are still kept. Throws `CampaignsUnavailableError`. */
  list(): Promise<readonly string[]>;
};

/** Campaigns could not be read or written: what depends on them must wait. */
export class CampaignsUnavailableError extends Error {
  override readonly name = 'CampaignsUnavailableError';
  readonly retryable = true;
}

/** The ids of campaigns' items in the table of state begin so (`State.grantCampaigns`). */
export const CAMPAIGN_PREFIX = 'campaign';
