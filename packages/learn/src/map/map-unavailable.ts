/** No map just now: too many are asked for, or this one takes too long. The message says what to do. */
export class MapUnavailable extends Error {
  override readonly name = 'MapUnavailable';
}
