/** How fast one domain gets mails from this process: a bucket of tokens for each. */
export interface DomainRate {
  /** Takes a token; false where there is none just now. */
  take(domain: string, now: Date): boolean;
  /** Domains that have to wait, and in how many milliseconds the first of them goes on. */
  resting(now: Date): { domains: string[]; wait: number };
}

interface Bucket {
  tokens: number;
  at: number;
  resting: boolean;
}

/**
 * In no minute does a domain get more than `perMinute`: a tenth of them may come at once, and the others come evenly. A
 * domain that had to wait goes on when half of that tenth is there again, so that it is not asked about for each mail.
 */
export function domainRate(perMinute: number): DomainRate {
  const size = Math.max(1, Math.floor(perMinute / 10));
  const perMillisecond = Math.max(1, perMinute - size) / 60_000;
  const enough = Math.max(1, size / 2);
  const buckets = new Map<string, Bucket>();

  function fill(bucket: Bucket, now: Date): void {
    const elapsed = Math.max(0, now.getTime() - bucket.at);
    bucket.tokens = Math.min(size, bucket.tokens + elapsed * perMillisecond);
    bucket.at = now.getTime();
    if (bucket.tokens >= enough) bucket.resting = false;
  }

  return {
    take(domain, now) {
      let bucket = buckets.get(domain);
      if (bucket === undefined)
        buckets.set(domain, (bucket = { tokens: size, at: now.getTime(), resting: false }));
      fill(bucket, now);
      if (bucket.resting || bucket.tokens < 1) {
        bucket.resting = true;
        return false;
      }
      bucket.tokens--;
      return true;
    },
    resting(now) {
      const domains: string[] = [];
      let wait = Infinity;
      for (const [domain, bucket] of buckets) {
        fill(bucket, now);
        if (bucket.resting) {
          domains.push(domain);
          wait = Math.min(wait, Math.ceil((enough - bucket.tokens) / perMillisecond));
        } else if (bucket.tokens >= size) buckets.delete(domain);
      }
      return { domains, wait };
    },
  };
}
