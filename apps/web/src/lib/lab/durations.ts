/** A number of seconds as people say it: `4 s`, `3 min 20 s`, `1 h 5 min`. */
export function inWords(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) {
    const rest = whole % 60;
    return `${Math.floor(whole / 60)} min${rest > 0 ? ` ${rest} s` : ''}`;
  }
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h${minutes % 60 > 0 ? ` ${minutes % 60} min` : ''}`;
}

/** How fast steps are, in the unit that is easier to read: `7.4 steps a second`, `2.1 s a step`. */
export function rateInWords(stepsPerSecond: number): string {
  return stepsPerSecond >= 1
    ? `${stepsPerSecond.toFixed(1)} steps a second`
    : `${(1 / stepsPerSecond).toFixed(1)} s a step`;
}
