import { crc32, deflateSync } from 'node:zlib';
import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { expect, test } from 'vitest';
import { decodeImage } from './decode-image.ts';

test('PNG of any channels and depths becomes grey or colours from 0 to 255', () => {
  const grey = encodePng({ width: 2, height: 1, channels: 1, data: Uint8Array.of(7, 255) });
  expect(decodeImage(grey)).toEqual({ width: 2, height: 1, channels: 1, pixels: Uint8Array.of(7, 255) });
  const deep = encodePng({
    width: 1,
    height: 1,
    channels: 3,
    depth: 16,
    data: Uint16Array.of(0, 65535, 32768),
  });
  expect([...decodeImage(deep).pixels]).toEqual([0, 255, 128]);
  // Half transparent black and wholly transparent red on white.
  const clear = encodePng({
    width: 2,
    height: 1,
    channels: 4,
    data: Uint8Array.of(0, 0, 0, 51, 255, 0, 0, 0),
  });
  expect(decodeImage(clear)).toMatchObject({
    channels: 3,
    pixels: Uint8Array.of(204, 204, 204, 255, 255, 255),
  });
});

test('JPEG becomes colours', () => {
  const data = new Uint8Array(16 * 16 * 4).fill(200);
  const found = decodeImage(jpeg.encode({ width: 16, height: 16, data }, 95).data);
  expect([found.width, found.height, found.channels, found.pixels.length]).toEqual([16, 16, 3, 768]);
  expect(Math.abs((found.pixels[300] ?? 0) - 200)).toBeLessThan(4);
});

/** A PNG of one header and one piece of pixels. */
function png(width: number, height: number, pixels: Uint8Array): Uint8Array {
  const chunk = (type: string, body: Uint8Array): Uint8Array => {
    const made = Buffer.alloc(12 + body.length);
    made.writeUInt32BE(body.length, 0);
    made.write(type, 4);
    made.set(body, 8);
    made.writeUInt32BE(crc32(made.subarray(4, 8 + body.length)), 8 + body.length);
    return made;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', new Uint8Array()),
  ]);
}

test('what claims to be huge, or packs more than it says, is refused before it is unpacked', () => {
  expect(decodeImage(png(2, 1, Uint8Array.of(0, 5, 6))).pixels).toEqual(Uint8Array.of(5, 6));
  expect(() => decodeImage(png(100_000, 100_000, Uint8Array.of(0)))).toThrow('at most 40 million');
  expect(() => decodeImage(png(2, 1, new Uint8Array(50_000_000)))).toThrow('cannot be unpacked');
  const data = new Uint8Array(8 * 8 * 4);
  const small = jpeg.encode({ width: 8, height: 8, data }, 50).data;
  const at = small.findIndex((byte, i) => byte === 0xff && small[i + 1] === 0xc0);
  small.writeUInt16BE(60_000, at + 5);
  small.writeUInt16BE(60_000, at + 7);
  expect(() => decodeImage(small)).toThrow(/resolution/i);
});

test('other and broken files are told', () => {
  expect(() => decodeImage(Buffer.from('GIF89a'))).toThrow('neither PNG nor JPEG');
  expect(() => decodeImage(png(2, 1, Uint8Array.of(0, 5, 6)).subarray(0, 20))).toThrow('ends in its header');
  expect(() => decodeImage(Buffer.from([0xff, 0xd8, 0xff]))).toThrow();
});
