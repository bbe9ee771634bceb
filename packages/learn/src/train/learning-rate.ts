import { infinite, warmUpCosine, type Schedule } from '@broadsheet/methods';

/** How the learning rate goes: see `learningRate`. */
export type RateSchedule = 'cosine' | 'infinite';

/** Shares of the peak, and of the steps, of the infinite schedule. */
const constantShare = 0.4;
const endShare = 0.02;
const cooldownUntil = 0.4;
const annealingFrom = 0.7;

/**
 * The learning rate of a training. `cosine` warms up and goes down to nothing, and again so each time an encoder goes on learning.
 * `infinite` (Singh et al., 2025) comes down to a constant rate, which an encoder that goes on learning begins with: it is never
 * warmed up again. Either way the rate ends low, since an encoder is taken out.
 */
export function learningRate(
  kind: RateSchedule,
  { peak, steps, goesOn }: { readonly peak: number; readonly steps: number; readonly goesOn: boolean },
): Schedule {
  const warmUp = Math.min(100, Math.ceil(steps / 10));
  if (kind === 'cosine') return warmUpCosine({ peak, steps, warmUp });
  const cooldown = Math.max(1, Math.ceil(cooldownUntil * steps) - warmUp);
  const begun = goesOn ? warmUp + cooldown : 0;
  const from = begun + Math.max(goesOn ? 0 : warmUp + cooldown, Math.floor(annealingFrom * steps));
  const rate = infinite({
    peak,
    constant: constantShare * peak,
    end: endShare * peak,
    warmUp,
    cooldown,
    annealing: { from, steps: Math.max(1, begun + steps - from) },
  });
  return (step) => rate(begun + step);
}
