/**
 * The places of the largest scores, the largest first; of equal ones the earlier first.
 * @param among Which scores count at all.
 */
export function bestFirst(
  scores: ArrayLike<number>,
  most: number,
  among: (score: number, place: number) => boolean = () => true,
): number[] {
  const isBefore = (a: number, b: number) => {
    const [scoreA, scoreB] = [scores[a] as number, scores[b] as number];
    return scoreA > scoreB || (scoreA === scoreB && a < b);
  };
  // A heap of the best so far with the worst of them on top, so that most scores are compared once.
  const heap: number[] = [];
  const sink = (from: number) => {
    for (let at = from; ;) {
      let worst = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < heap.length && isBefore(heap[worst] as number, heap[child] as number)) worst = child;
      if (worst === at) return;
      [heap[at], heap[worst]] = [heap[worst] as number, heap[at] as number];
      at = worst;
    }
  };
  for (let place = 0; place < scores.length && most > 0; place++) {
    if (heap.length >= most && !isBefore(place, heap[0] as number)) continue;
    if (!among(scores[place] as number, place)) continue;
    if (heap.length < most) {
      heap.push(place);
      if (heap.length === most) for (let at = most >> 1; at >= 0; at--) sink(at);
    } else {
      heap[0] = place;
      sink(0);
    }
  }
  return heap.sort((a, b) => (isBefore(a, b) ? -1 : 1));
}
