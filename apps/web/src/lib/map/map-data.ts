/** A map of papers as its page draws it: what the server has made of it, places in units of the frame. */
export interface MapData {
  readonly topics: readonly MapTopic[];
  /** Topic by topic, in a topic as the list has them. */
  readonly points: readonly MapPoint[];
  /** Papers that the encoder has not read yet. */
  readonly without: readonly MapPaper[];
}

export interface MapTopic {
  /** Its most telling words, the first the most. May be none. */
  readonly words: readonly string[];
  readonly papers: number;
}

export interface MapPaper {
  readonly key: string;
  readonly title: string;
  /** Where the title has formulas, as HTML. */
  readonly titleHtml?: string;
  /** Names of the first authors, and how many others there are. */
  readonly authors: string;
}

export interface MapPoint extends MapPaper {
  /** From the left, in [0, frame.width]. */
  readonly x: number;
  /** From the top, in [0, frame.height]. */
  readonly y: number;
  /** Place of its topic among the topics. */
  readonly topic: number;
}

/** The size of a map in its own units. */
export const frame = { width: 1000, height: 760 } as const;

/** What a topic is called in lists: its words, or its number where it has none. */
export function topicName({ words }: MapTopic, topic: number): string {
  return words.length > 0 ? words.join(' · ') : `Topic ${topic + 1}`;
}
