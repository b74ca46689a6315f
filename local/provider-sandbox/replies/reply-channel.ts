import type { AwsSide } from '../aws-side.ts';

/** What a recipient answers, by whom to whom. */
export type SandboxReply = {
  readonly channel: string;
  readonly from: string;
  readonly to: string;
  readonly text: string;
  /** Headers of a mail that are there beside the usual ones, or in their place. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
};

/** How the provider of a channel hands an answer to us. */
export type ReplyChannel = (reply: SandboxReply, aws: NonNullable<AwsSide>) => Promise<void>;
