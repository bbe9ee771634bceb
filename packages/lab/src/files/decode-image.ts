import { inflateSync } from 'node:zlib';
import { decode as decodePng, convertIndexedToRgb } from 'fast-png';
import jpeg from 'jpeg-js';

export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  /** 1 for grey, 3 for colours. */
  readonly channels: 1 | 3;
  /** [height, width, channels], 0 to 255; what was transparent lies on white. */
  readonly pixels: Uint8Array<ArrayBuffer>;
}

/** Larger images are refused before they are unpacked: a small file can claim to be any size. */
const mostMegapixels = 40;

/**
 * A PNG or JPEG file as pixels.
 * @throws Error that says what is wrong with the file, without its name.
 */
export function decodeImage(bytes: Uint8Array): DecodedImage {
  if (isPng(bytes)) return fromPng(bytes);
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return fromJpeg(bytes);
  throw new Error('neither PNG nor JPEG');
}

function isPng(bytes: Uint8Array): boolean {
  return [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a].every((byte, i) => bytes[i] === byte);
}

function fromPng(bytes: Uint8Array): DecodedImage {
  refuseBomb(bytes);
  const png = decodePng(bytes);
  const { width, height } = png;
  const raw = png.palette === undefined ? png.data : convertIndexedToRgb(png);
  const channels = png.palette === undefined ? png.channels : (png.palette[0]?.length ?? 3);
  const most = png.palette === undefined ? 2 ** png.depth - 1 : 255;
  const level = (i: number): number => ((raw[i] as number) * 255) / most;
  const colours = channels < 3 ? 1 : 3;
  const alphas = channels === 2 || channels === 4;
  const pixels = new Uint8Array(width * height * colours);
  for (let i = 0; i < width * height; i++) {
    const opaque = alphas ? level(i * channels + channels - 1) / 255 : 1;
    for (let c = 0; c < colours; c++)
      pixels[i * colours + c] = Math.round(opaque * level(i * channels + c) + 255 * (1 - opaque));
  }
  return { width, height, channels: colours, pixels };
}

/** Sizes by the header, and whether what is packed has no more than they say. */
function refuseBomb(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) throw new Error('a PNG that ends in its header');
  const [width, height, depth] = [view.getUint32(16), view.getUint32(20), view.getUint8(24)];
  refuseSize(width, height);
  const packed: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (type === 'acTL') throw new Error('an animated PNG');
    if (type === 'IDAT') packed.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  // At most four channels, a byte of filter a row, and seven passes where it is interlaced.
  const most = Math.ceil((width * 4 * depth) / 8 + 8) * (height + 8) * 2;
  try {
    inflateSync(Buffer.concat(packed), { maxOutputLength: most });
  } catch {
    throw new Error('a PNG whose pixels cannot be unpacked');
  }
}

function refuseSize(width: number, height: number): void {
  if (width < 1 || height < 1 || width * height > mostMegapixels * 1e6)
    throw new Error(`${width} × ${height} pixels; at most ${mostMegapixels} million are read`);
}

function fromJpeg(bytes: Uint8Array): DecodedImage {
  const { width, height, data } = jpeg.decode(bytes, {
    useTArray: true,
    formatAsRGBA: false,
    tolerantDecoding: false,
    maxResolutionInMP: mostMegapixels,
    maxMemoryUsageInMB: 1024,
  });
  refuseSize(width, height);
  return { width, height, channels: 3, pixels: new Uint8Array(data) };
}
