/** Where an arrow key points to; y goes downwards. */
export const directions = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
} as const;

export type Arrow = keyof typeof directions;

export function isArrow(key: string): key is Arrow {
  return Object.hasOwn(directions, key);
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/**
 * The point that an arrow key leads to: of those within 60° of its direction the one that is nearest, what lies to the side
 * counting twice. Points in the same place are walked through by their order, with the arrows to the right and down.
 * @returns its index; the same one where there is none further on
 */
export function nextPoint(points: readonly Place[], from: number, arrow: Arrow): number {
  const start = points[from];
  if (start === undefined) return from;
  const [right, down] = directions[arrow];
  const forwards = right + down > 0;
  let [best, least] = [from, Infinity];
  points.forEach(({ x, y }, i) => {
    const [dx, dy] = [x - start.x, y - start.y];
    const same = dx === 0 && dy === 0;
    if (i === from || (same && i > from !== forwards)) return;
    const ahead = dx * right + dy * down;
    const aside = Math.abs(dx * down) + Math.abs(dy * right);
    if (!same && (ahead <= 0 || aside > ahead * Math.sqrt(3))) return;
    // Of points in one place, the next in order comes first.
    const away = same ? Math.abs(i - from) * 1e-9 : Math.hypot(ahead, 2 * aside);
    if (away < least) [best, least] = [i, away];
  });
  return best;
}
