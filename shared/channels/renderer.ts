import type { Recipient } from '../customers/recipient.ts';
import type { ContentAccount } from '../journal/subjects.ts';
import type { LaneMessage } from '../lanes/lane-message.ts';
import type { Parsed } from '../messages/parse-message.ts';

/** A command and whom it is about, as policy and renderers look at them. */
export type Contact = { readonly lane: LaneMessage; readonly recipient: Recipient };

/** A channel's content, and what its facts say of it. */
export type RenderedContent<Content> = { readonly content: Content; readonly account: ContentAccount };

/** Makes a channel's content, or says which fields cannot serve. Issues name fields and never values. */
export type Renderer<Content> = (contact: Contact) => Promise<Parsed<RenderedContent<Content>>>;
