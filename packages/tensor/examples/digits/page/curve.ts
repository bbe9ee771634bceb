const left = 34;
const bottom = 18;
/** The loss of guessing is ln 10; of a bad beginning somewhat more. */
const highest = 3;

/** Draws the loss of each step so far as dots, and their running mean as a line; `steps` fill the width. */
export function drawCurve(canvas: HTMLCanvasElement, losses: readonly number[], steps: number): void {
  const pen = fitted(canvas);
  const { clientWidth: width, clientHeight: height } = canvas;
  const x = (step: number): number => left + ((width - left) * step) / Math.max(1, steps - 1);
  const y = (loss: number): number => (height - bottom) * (1 - Math.min(loss, highest) / highest);
  const { color, accentColor } = getComputedStyle(canvas);
  pen.font = '12px system-ui';
  pen.fillStyle = pen.strokeStyle = color;
  pen.textBaseline = 'middle';
  for (const mark of [0.5, 1, 1.5, 2]) {
    pen.globalAlpha = 1;
    pen.fillText(mark.toFixed(1), 0, y(mark));
    pen.globalAlpha = 0.15;
    pen.fillRect(left, y(mark), width - left, 1);
  }
  pen.globalAlpha = 1;
  pen.fillRect(left, height - bottom, width - left, 1);
  pen.textBaseline = 'bottom';
  pen.fillText('steps', left, height);
  pen.textAlign = 'right';
  pen.fillText(String(steps), width, height);
  pen.globalAlpha = 0.3;
  losses.forEach((loss, step) => pen.fillRect(x(step) - 1, y(loss) - 1, 2, 2));
  pen.globalAlpha = 1;
  pen.strokeStyle = accentColor;
  pen.lineWidth = 2;
  pen.beginPath();
  runningMeans(losses).forEach((loss, step) => pen.lineTo(x(step), y(loss)));
  pen.stroke();
}

/** As many pixels as the screen shows, drawn on in CSS pixels. */
function fitted(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const pen = canvas.getContext('2d') as CanvasRenderingContext2D;
  canvas.width = canvas.clientWidth * devicePixelRatio;
  canvas.height = canvas.clientHeight * devicePixelRatio;
  pen.scale(devicePixelRatio, devicePixelRatio);
  return pen;
}

function runningMeans(losses: readonly number[]): number[] {
  let mean = losses[0] ?? 0;
  return losses.map((loss) => (mean = 0.9 * mean + 0.1 * loss));
}
