/** Splits into pages of at most `size`, in order; the last may be shorter. */
export const pagesOf = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, page) =>
    items.slice(page * size, (page + 1) * size),
  );

/** What a page takes at most: items, and of all of them together what counts, such as bytes. */
export type PageLimits = { readonly most: number; readonly mostInAll: number };

/** Splits into pages within limits, in order. An item that is larger than a page has one of its own. */
export const pagesWithin = <T>(
  items: readonly T[],
  { most, mostInAll }: PageLimits,
  sizeOf: (item: T) => number,
): T[][] => {
  const pages: T[][] = [];
  let total = 0;
  for (const item of items) {
    const size = sizeOf(item);
    const page = pages.at(-1);
    const fits = page !== undefined && page.length < most && total + size <= mostInAll;
    total = fits ? total + size : size;
    if (fits) page.push(item);
    else pages.push([item]);
  }
  return pages;
};
