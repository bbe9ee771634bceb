/** A rectangle that a label fills: from its left upper corner on. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A label and what it belongs to. */
export interface LabelToPlace {
  /** Where its middle would best be. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Steps from one place that is tried to the next. */
const step = 12;
/** How far a label goes to leave what it covers in sight. */
const detour = 110;

/**
 * Places for labels, the first first: each as near to where it belongs as it can be without lying on another one, and none
 * outside of the frame. Where a frame is too full, a label lies on others, still inside; one that is larger than the frame
 * begins at its left upper corner.
 * @param sights what labels leave in sight where they need not go far for that
 */
export function placeLabels(
  labels: readonly LabelToPlace[],
  frame: { readonly width: number; readonly height: number },
  sights: readonly Box[] = [],
): Box[] {
  const placed: Box[] = [];
  for (const label of labels) {
    const inside = (x: number, y: number): Box => ({
      x: Math.max(0, Math.min(frame.width - label.width, x - label.width / 2)),
      y: Math.max(0, Math.min(frame.height - label.height, y - label.height / 2)),
      width: label.width,
      height: label.height,
    });
    const best = inside(label.x, label.y);
    placed.push(
      freeNear(label, inside, [...placed, ...sights], detour) ??
        freeNear(label, inside, placed, Math.hypot(frame.width, frame.height)) ??
        best,
    );
  }
  return placed;
}

/** The nearest free place: on rings around the wanted one, wider and wider. */
function freeNear(
  { x, y }: LabelToPlace,
  inside: (x: number, y: number) => Box,
  placed: readonly Box[],
  furthest: number,
): Box | null {
  for (let radius = 0; radius <= furthest; radius += step) {
    const count = Math.max(1, Math.ceil((2 * Math.PI * radius) / step));
    // Above and below first: labels are wider than high.
    for (let turn = 0; turn < count; turn++) {
      const angle = ((turn % 2 === 0 ? 1 : -1) * Math.ceil(turn / 2) * 2 * Math.PI) / count - Math.PI / 2;
      const box = inside(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
      if (placed.every((other) => !overlap(box, other))) return box;
    }
  }
  return null;
}

export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
