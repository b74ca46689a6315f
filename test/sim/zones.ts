/** Zones of customers; the last two are known to nobody, so that the policies' own counts. */
export const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Atlantic/Azores',
  'America/New_York',
  'America/Havana',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Mars/Olympus',
  undefined,
] as const;

/** When worlds begin: on an ordinary day, and minutes before clocks change, at which in some of the zones a day begins too. */
export const starts = [
  '2026-01-05T08:00:00Z',
  '2026-03-29T00:58:00Z', // Berlin, London and the Azores, whose day begins at 01:00, go ahead
  '2026-10-25T00:58:00Z', // and back: on the Azores the hour before 01:00 comes twice
  '2026-03-08T04:58:00Z', // Havana goes ahead at midnight, New York two hours later
  '2026-11-01T04:58:00Z',
  '2026-04-04T14:58:00Z', // Lord Howe goes back by half an hour
].map((text) => Date.parse(text));
