import { convNet, mlp, type Net } from '@broadsheet/methods';
import type { EncoderName } from './encoder-names.ts';

const digit = [28, 28, 1] as const;

const makers: Record<EncoderName, () => Net> = {
  conv: () => convNet(digit, { widths: [16, 32, 64], stemStride: 2 }) as Net,
  'wide-conv': () => convNet(digit, { widths: [32, 64, 128], stemStride: 2 }) as Net,
  mlp: () => mlp(digit, { hidden: [256], gives: 64, batchNorm: true }) as Net,
};

/** The encoder of a name: digits [n, 28, 28, 1] → [n, 64 or 128]. */
export function makeEncoder(name: EncoderName): Net {
  return makers[name]();
}
