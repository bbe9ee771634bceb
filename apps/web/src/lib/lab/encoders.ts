import { convNet, mlp, smallConvNet, type Net } from '@broadsheet/methods';
import type { EncoderName } from './encoder-names.ts';

const digit = [28, 28, 1] as const;

const makers: Record<EncoderName, () => Net> = {
  conv: () => convNet(digit, smallConvNet) as Net,
  'wide-conv': () => convNet(digit, { ...smallConvNet, widths: [48, 96, 192] }) as Net,
  mlp: () => mlp(digit, { hidden: [256], gives: 64, batchNorm: true }) as Net,
};

/** The encoder of a name: digits [n, 28, 28, 1] → [n, 64, 96 or 192]. */
export function makeEncoder(name: EncoderName): Net {
  return makers[name]();
}
