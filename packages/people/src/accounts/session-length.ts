/** How long a browser stays signed in after it was last used, in seconds: 30 days. */
export const sessionLasts = 30 * 86_400;

/** How often the use of a session is written down, in seconds. */
export const sessionNoted = 3_600;

/** For how long after signing in somebody counts as known for what cannot be taken back, in milliseconds: ten minutes. */
export const freshFor = 10 * 60_000;
