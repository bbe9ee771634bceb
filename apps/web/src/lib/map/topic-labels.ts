import { frame, type MapData } from './map-data.ts';
import { placeLabels, type Box } from './place-labels.ts';

/** What stands on the map beside a topic: its number and its first words, in lines, and where. */
export interface TopicLabel {
  readonly number: number;
  readonly lines: readonly string[];
  readonly box: Box;
}

/** Of the names, in units of the frame; the style sheet has the same. */
export const nameSize = 19;
const numberSize = 46;
/** Width of a letter of the sans-serif face at most, on average, as a part of its size. */
const letter = 0.6;

/** How large marks are about. */
const mark = 14;

/** Names of topics on a wide map: two lines of words at most, each at the middle of its papers. */
export function nameLabels({ topics, points }: MapData): TopicLabel[] {
  const lines = topics.map(({ words }, topic) => {
    const [first = `Topic ${topic + 1}`, second] = words;
    return second === undefined ? [`${topic + 1}  ${first}`] : [`${topic + 1}  ${first}`, second];
  });
  return placed(points, lines, (of) => ({
    width: Math.max(...of.map((line) => line.length)) * letter * nameSize + 10,
    height: of.length * nameSize * 1.15 + 6,
  }));
}

/** Their numbers alone, for a narrow one. */
export function numberLabels({ topics, points }: MapData): TopicLabel[] {
  const lines = topics.map((_, topic) => [String(topic + 1)]);
  return placed(points, lines, ([text = '']) => ({
    width: Math.max(1, text.length) * letter * numberSize + 14,
    height: numberSize * 1.1,
  }));
}

function placed(
  points: MapData['points'],
  lines: readonly (readonly string[])[],
  sizeOf: (lines: readonly string[]) => { width: number; height: number },
): TopicLabel[] {
  const boxes = placeLabels(
    lines.map((of, topic) => ({ ...middleOf(points, topic), ...sizeOf(of) })),
    frame,
    points.map(({ x, y }) => ({ x: x - mark / 2, y: y - mark / 2, width: mark, height: mark })),
  );
  return lines.flatMap((of, topic) => {
    const box = boxes[topic];
    return box === undefined ? [] : [{ number: topic + 1, lines: of, box }];
  });
}

/** The medians: papers that lie far off move them little. */
function middleOf(points: MapData['points'], topic: number): { x: number; y: number } {
  const own = points.filter((point) => point.topic === topic);
  const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
  return { x: median(own.map(({ x }) => x)), y: median(own.map(({ y }) => y)) };
}
