/** Parked messages could not be reached: whoever asked tries again. */
export class ParkingUnavailableError extends Error {
  override readonly name = 'ParkingUnavailableError';
  readonly retryable = true;
}
