/** An IANA zone in which it is noon, or near it. */
export const noonZone = (now: Date): string => {
  const hours = 12 - now.getUTCHours(); // from -11 to 12
  // The sign of these zones is the other way round: Etc/GMT-3 is three hours ahead.
  return hours === 0 ? 'Etc/GMT' : `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
};
