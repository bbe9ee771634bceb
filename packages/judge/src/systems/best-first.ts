/**
 * The places of the largest scores, the largest first; of equal ones the earlier first.
 * @param among Which scores count at all.
 */
export function bestFirst(
  scores: ArrayLike<number>,
  most: number,
  among: (score: number, place: number) => boolean = () => true,
): number[] {
  const places: number[] = [];
  for (let place = 0; place < scores.length; place++)
    if (among(scores[place] as number, place)) places.push(place);
  places.sort((a, b) => (scores[b] as number) - (scores[a] as number) || a - b);
  return places.slice(0, most);
}
