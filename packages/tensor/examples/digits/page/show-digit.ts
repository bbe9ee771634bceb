const side = 28;

/** A picture of [28, 28] of ink from 0 to 1: dark on light, whatever the page's colours. */
export function showDigit(ink: Float32Array, label: string): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = side;
  canvas.role = 'img';
  canvas.ariaLabel = label;
  const pixels = new ImageData(side, side);
  ink.forEach((share, i) => pixels.data.set([20, 20, 20, Math.round(share * 255)], i * 4));
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}
