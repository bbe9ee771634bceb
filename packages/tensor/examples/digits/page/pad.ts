const side = 28;
/** MNIST's digits were scaled to 20 × 20 and lie with their centre of mass in the middle of 28 × 28. */
const tall = 20;

/** Lets a digit be drawn on a canvas; `drawn` is told of it, as MNIST has them, after each stroke. */
export function makePad(canvas: HTMLCanvasElement, drawn: (ink: Float32Array) => void): { clear(): void } {
  const pen = canvas.getContext('2d', { willReadFrequently: true }) as CanvasRenderingContext2D;
  pen.lineWidth = canvas.width / 12;
  pen.lineCap = pen.lineJoin = 'round';
  pen.strokeStyle = '#141414';
  const place = ({ offsetX, offsetY }: PointerEvent): [x: number, y: number] => {
    const scale = canvas.width / canvas.clientWidth;
    return [offsetX * scale, offsetY * scale];
  };
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...place(event));
  });
  canvas.addEventListener('pointermove', (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    pen.lineTo(...place(event));
    pen.stroke();
  });
  canvas.addEventListener('pointerup', () => {
    const ink = asInMnist(canvas, pen);
    if (ink !== null) drawn(ink);
  });
  return { clear: () => pen.clearRect(0, 0, canvas.width, canvas.height) };
}

function asInMnist(canvas: HTMLCanvasElement, pen: CanvasRenderingContext2D): Float32Array | null {
  const { width, height } = canvas;
  const drawn = inkOf(pen, width, height);
  const box = { left: width, right: 0, top: height, bottom: 0 };
  const centre = { mass: 0, x: 0, y: 0 };
  drawn.forEach((ink, i) => {
    if (ink === 0) return;
    const [x, y] = [i % width, Math.floor(i / width)];
    box.left = Math.min(box.left, x);
    box.right = Math.max(box.right, x);
    box.top = Math.min(box.top, y);
    box.bottom = Math.max(box.bottom, y);
    centre.mass += ink;
    centre.x += ink * x;
    centre.y += ink * y;
  });
  if (centre.mass === 0) return null;
  const scale = tall / (1 + Math.max(box.right - box.left, box.bottom - box.top));
  const small = new OffscreenCanvas(side, side).getContext('2d') as OffscreenCanvasRenderingContext2D;
  small.imageSmoothingQuality = 'high';
  const [x, y] = [centre.x, centre.y].map((sum) => side / 2 - (sum / centre.mass) * scale) as [
    number,
    number,
  ];
  small.drawImage(canvas, x, y, width * scale, height * scale);
  return inkOf(small, side, side);
}

/** How much is drawn on each pixel, 0 to 1. */
function inkOf(
  pen: Pick<CanvasRenderingContext2D, 'getImageData'>,
  width: number,
  height: number,
): Float32Array {
  const { data } = pen.getImageData(0, 0, width, height);
  return Float32Array.from({ length: width * height }, (_, i) => (data[i * 4 + 3] as number) / 255);
}
