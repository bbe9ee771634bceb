/** A digit in the colour of its class, drawn once and then stamped. */
export type Stamps = readonly HTMLCanvasElement[];

const sizeOfStamp = 15;

/** @param colours of the classes, as CSS has them */
export function makeStamps(colours: readonly string[], pixelRatio: number): Stamps {
  return colours.map((colour, label) => {
    const stamp = document.createElement('canvas');
    stamp.width = stamp.height = Math.ceil(sizeOfStamp * pixelRatio);
    const pen = stamp.getContext('2d');
    if (pen === null) return stamp;
    pen.scale(pixelRatio, pixelRatio);
    pen.font = `600 ${sizeOfStamp - 3}px Inter, Arial, sans-serif`;
    pen.textAlign = 'center';
    pen.textBaseline = 'middle';
    pen.fillStyle = colour;
    pen.fillText(String(label), sizeOfStamp / 2, sizeOfStamp / 2 + 0.5);
    return stamp;
  });
}

export interface MapFrame {
  /** [n, 2] */
  readonly points: ArrayLike<number>;
  readonly labels: ArrayLike<number>;
  readonly window: Window;
  /** The class that stands out, or null. */
  readonly chosen: number | null;
}

/** Draws each point as the digit that it is, in CSS pixels of the canvas. */
export function drawMap(canvas: HTMLCanvasElement, stamps: Stamps, frame: MapFrame): void {
  const ratio = devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  const wide = Math.round(width * ratio);
  const high = Math.round(height * ratio);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, width, height);
  const scale = (Math.min(width, height) - sizeOfStamp) / 2 / frame.window.extent;
  const stampAll = (wanted: (label: number) => boolean): void => {
    for (let i = 0; i < frame.labels.length; i++) {
      const label = frame.labels[i] ?? 0;
      const stamp = stamps[label];
      if (stamp === undefined || !wanted(label)) continue;
      const x = width / 2 + scale * ((frame.points[2 * i] ?? 0) - frame.window.x) - sizeOfStamp / 2;
      const y = height / 2 - scale * ((frame.points[2 * i + 1] ?? 0) - frame.window.y) - sizeOfStamp / 2;
      pen.drawImage(stamp, x, y, sizeOfStamp, sizeOfStamp);
    }
  };
  const { chosen } = frame;
  pen.globalAlpha = chosen === null ? 0.9 : 0.16;
  stampAll((label) => label !== chosen);
  if (chosen === null) return;
  pen.globalAlpha = 1;
  stampAll((label) => label === chosen);
}

/** What part of the plane is shown: its middle, and how far it goes to each side. */
export interface Window {
  readonly x: number;
  readonly y: number;
  readonly extent: number;
}

/** The smallest square that holds all points; around the origin where there are none. */
export function windowOf(points: ArrayLike<number>): Window {
  const [low, high] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ] as [[number, number], [number, number]];
  for (let i = 0; i < points.length; i++) {
    const axis = (i % 2) as 0 | 1;
    low[axis] = Math.min(low[axis], points[i] ?? 0);
    high[axis] = Math.max(high[axis], points[i] ?? 0);
  }
  if (points.length === 0) return { x: 0, y: 0, extent: 1 };
  const extent = Math.max(high[0] - low[0], high[1] - low[1]) / 2;
  return { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2, extent: extent || 1 };
}
