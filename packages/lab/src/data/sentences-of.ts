/** The sentences of a text: parted after a full stop, question or exclamation mark before a space and a capital or digit. */
export function sentencesOf(text: string): string[] {
  return text.split(/(?<=[.!?])\s+(?=[\p{Lu}\p{N}])/u).filter((sentence) => sentence.trim() !== '');
}
