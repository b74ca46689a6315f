/** What EVENTs of commands say that a saga awaits, so that its function hears of no others. */
export const awaitedBy = (saga: string): string => `saga:${saga}`;
