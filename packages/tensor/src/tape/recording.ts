// How many gradients are being recorded, one inside of the other. Kept apart from the tape, so that memory may ask.
let depth = 0;
let paused = 0;

/** Whether operations note how their results came about. */
export function isRecording(): boolean {
  return depth > 0 && paused === 0;
}

/** Runs `work` with one more gradient recorded. */
export function recorded<T>(work: () => T): T {
  const before = paused;
  depth += 1;
  paused = 0;
  try {
    return work();
  } finally {
    depth -= 1;
    paused = before;
  }
}

/** Runs `work` without noting anything: its results are constants to every gradient. */
export function unrecorded<T>(work: () => T): T {
  paused += 1;
  try {
    return work();
  } finally {
    paused -= 1;
  }
}
