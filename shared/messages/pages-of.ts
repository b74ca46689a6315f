/** Splits into pages of at most `size`, in order; the last may be shorter. */
export const pagesOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );

/** What a call takes at most: items, and bytes of all of them together. */
export type PageLimits = { readonly most: number; readonly mostBytes: number };

/** Splits into pages that a call takes, in order. An item that is larger than a page has one of its own. */
export const pagesWithin = <T>(
  items: readonly T[],
  { most, mostBytes }: PageLimits,
  bytesOf: (item: T) => number,
): T[][] => {
  const pages: T[][] = [];
  let bytes = 0;
  for (const item of items) {
    const size = bytesOf(item);
    const page = pages.at(-1);
    const fits = page !== undefined && page.length < most && bytes + size <= mostBytes;
    bytes = fits ? bytes + size : size;
    if (fits) page.push(item);
    else pages.push([item]);
  }
  return pages;
};
