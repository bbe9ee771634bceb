/** One line on standard error that is written over; silent where nobody watches. */
export interface Progress {
  update(text: string): void;
  /** Takes the line away. */
  clear(): void;
}

const period = 100;

export function makeProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let shown = 0;
  let last = 0;
  return {
    update(text) {
      const now = performance.now();
      if (!stream.isTTY || now - shown < period) return;
      shown = now;
      const line = text.slice(0, (stream.columns || 80) - 1);
      stream.write(`\r${line.padEnd(last)}`);
      last = line.length;
    },
    clear() {
      if (stream.isTTY && last > 0) stream.write(`\r${' '.repeat(last)}\r`);
      last = 0;
    },
  };
}

/** `[=====>    ] 62 %` for a share from 0 to 1. */
export function bar(share: number, width = 24): string {
  const bounded = Math.min(1, Math.max(0, share));
  const full = Math.round(bounded * width);
  return `[${'='.repeat(full)}${' '.repeat(width - full)}] ${String(Math.floor(bounded * 100)).padStart(3)} %`;
}
