import { frame } from './map-data.ts';

/** What part of a map is seen: drawn at `scale · place + (x, y)`. */
export interface MapWindow {
  /** 1 shows the whole map. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const whole: MapWindow = { scale: 1, x: 0, y: 0 };
const largest = 16;

/** The same window moved back so that the map fills the frame. */
function within({ scale, x, y }: MapWindow): MapWindow {
  const held = (value: number, size: number): number => Math.min(0, Math.max(size - size * scale, value));
  return { scale, x: held(x, frame.width), y: held(y, frame.height) };
}

/**
 * Enlarges by a factor, from the whole map to sixteen times, around a place of the frame that stays where it is.
 * @param at in units of the frame as it is seen; its middle unless given
 */
export function zoom(
  seen: MapWindow,
  factor: number,
  at: { readonly x: number; readonly y: number } = { x: frame.width / 2, y: frame.height / 2 },
): MapWindow {
  const scale = Math.min(largest, Math.max(1, seen.scale * factor));
  const share = scale / seen.scale;
  return within({ scale, x: at.x - share * (at.x - seen.x), y: at.y - share * (at.y - seen.y) });
}

/** Moves what is seen by units of the frame. */
export function pan(seen: MapWindow, dx: number, dy: number): MapWindow {
  return within({ ...seen, x: seen.x + dx, y: seen.y + dy });
}

/** Moves a place of the map into sight, with some room around it, where it is not. */
export function show(seen: MapWindow, place: { readonly x: number; readonly y: number }): MapWindow {
  const room = 40;
  const outside = (at: number, size: number): boolean => at < room || at > size - room;
  const [x, y] = [seen.scale * place.x + seen.x, seen.scale * place.y + seen.y];
  if (!outside(x, frame.width) && !outside(y, frame.height)) return seen;
  return within({ ...seen, x: seen.x + frame.width / 2 - x, y: seen.y + frame.height / 2 - y });
}
