import { identifier } from '../messages/fields.ts';
import type { MemberIssue, MemberPlace } from './campaign-store.ts';

/** Some of an audience, its lines that are no members, and where it goes on; without `next` it is at its end. */
export type AudiencePage = {
  readonly members: readonly MemberPlace[];
  readonly issues: readonly MemberIssue[];
  readonly next?: string | undefined;
};

/** Where the files of audiences are. */
export type AudienceFiles = {
  /** At most so many bytes of a file from a place on, none behind its end; `undefined` where it is gone. Throws where nobody can say. */
  read(key: string, from: number, bytes: number): Promise<Uint8Array | undefined>;
};

/** Members of a page at most: ten batches. */
export const PAGE_MEMBERS = 500;

const NOT_AN_ID =
  'must be a customer id: 1 to 128 letters, digits or . _ : @ / + = -, beginning with a letter or digit';

/** A member, or what is wrong with what stands at its place. */
export const memberAt = (place: number, value: unknown): MemberPlace | MemberIssue => {
  const customerId = identifier.safeParse(value).data;
  return customerId === undefined ? { place, rule: NOT_AN_ID } : { place, customerId };
};

/** Sorts members from issues. */
export const toPage = (
  lines: readonly (MemberPlace | MemberIssue)[],
  next: string | undefined,
): AudiencePage => ({
  members: lines.filter((line) => 'customerId' in line),
  issues: lines.filter((line) => 'rule' in line),
  ...(next === undefined ? {} : { next }),
});
