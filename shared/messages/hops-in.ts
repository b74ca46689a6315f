import * as z from 'zod';

const carrier = z.looseObject({ correlation: z.looseObject({ hops: z.int().min(0) }) });

/** The hops in a document that is otherwise broken, so that its rejection counts them too. */
export const hopsIn = (document: unknown): number | undefined =>
  carrier.safeParse(document).data?.correlation.hops;
