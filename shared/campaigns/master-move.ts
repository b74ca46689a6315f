import * as z from 'zod';

const count = z.number().int().min(0);

/** Which execution works on which run of a campaign; it goes from call to call through the state machine. Ids and counts only. */
const ticketSchema = z.object({
  campaignId: z.string().min(1),
  run: count,
  /** How many executions of this run were before. */
  leg: count.default(0),
  /** Calls of this execution so far. */
  turns: count.default(0),
  /** Waits for the end of the same page so far. */
  polls: count.default(0),
});

/** What a state machine calls its master with. */
export type Ticket = z.infer<typeof ticketSchema> & {
  /** The execution's own name. */
  readonly execution: string;
};

/** How the state machine goes on; it gives the whole answer back with the next call. */
export type Move = Ticket &
  (
    | { readonly move: 'GO_ON' }
    /** Nothing is to be done until then (ISO 8601). */
    | { readonly move: 'WAIT'; readonly until: string }
    /** Another execution of this name goes on, before this one's history is too long. */
    | { readonly move: 'CHAIN'; readonly name: string }
    | { readonly move: 'END'; readonly why: string }
  );

/** The EVENT that begins a run, whole in what the bus gives to the state machine: LocalStack wants the wrapping's own id. */
const eventSchema = z.object({
  detail: z.object({
    event: z.object({ campaignId: z.string().min(1), metadata: z.object({ run: count }) }),
  }),
});

const callSchema = z.object({ execution: z.string().min(1), input: z.union([ticketSchema, eventSchema]) });

/** Reads a call of the state machine: its own last answer, or the event by which it began. Throws on anything else. */
export const ticketOf = (call: unknown): Ticket => {
  const { execution, input } = callSchema.parse(call);
  if (!('detail' in input)) return { ...input, execution };
  const { campaignId, metadata } = input.detail.event;
  return { campaignId, run: metadata.run, leg: 0, turns: 0, polls: 0, execution };
};
