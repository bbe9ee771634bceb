import { encoderInUse as encoderOf, openEncoder } from '@broadsheet/learn';
import { readAhead, type Encoder } from '@broadsheet/search';
import { library } from './library.ts';
import { log } from './log/log.ts';

/**
 * The encoder in use, for finding by meaning; null before there is one, and where none can be opened: papers are then found by
 * words, and the log says why. Asked for with every request, it looks at the store once a second at most.
 */
export function encoderInUse(): Promise<Encoder | null> {
  return encoderOf(library(), { open: openEncoder, notice: (sentence) => log.warn(sentence) });
}

/** Opens the encoder in use and reads its vectors into this process. */
export async function readVectorsAhead(): Promise<void> {
  const encoder = await encoderInUse();
  if (encoder !== null) await readAhead(library(), encoder);
}
