import { encodeWaiting, encoderInUse } from '@broadsheet/learn';
import { countTextsToEncode, type Store } from '@broadsheet/papers';
import { plain } from '../print.ts';
import { bar, makeProgress } from '../progress.ts';

/**
 * Encodes papers that a command has brought in, with a bar, so that they are found by meaning when it ends. What hinders it is told
 * and is no failure of the command: the papers wait for whoever encodes next.
 */
export async function encodeNew(store: Store, signal: AbortSignal): Promise<void> {
  const progress = makeProgress();
  const started = performance.now();
  try {
    if (signal.aborted || (await countTextsToEncode(store)) === 0) return;
    const encoder = await encoderInUse(store, { patient: true });
    if (encoder === null) return;
    await encodeWaiting(store, encoder, {
      signal,
      onProgress: ({ done, total }) =>
        progress.update(
          `Encoding ${bar(done / total)} ${done} papers, ${Math.round(done / ((performance.now() - started) / 1000))}/s`,
        ),
    });
  } catch (error) {
    progress.clear();
    console.error(
      `New papers are not found by meaning yet: ${plain(error instanceof Error ? error.message : String(error))}`,
    );
  } finally {
    progress.clear();
  }
}
