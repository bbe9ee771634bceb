import { amclRecipe } from './amcl.ts';
import { barlowTwinsRecipe } from './barlow-twins.ts';
import { cacrRecipe } from './cacr.ts';
import { inContextGradientDescentRecipe } from './in-context-gradient-descent.ts';
import { infiniteScheduleRecipe } from './infinite-schedule.ts';
import { isogclrRecipe } from './isogclr.ts';
import { mixedBarlowTwinsRecipe } from './mixed-barlow-twins.ts';
import { naiveBayesRecipe } from './naive-bayes.ts';
import { projectionHeadAnalysisRecipe } from './projection-head-analysis.ts';
import { rankmeRecipe } from './rankme.ts';
import type { Recipe } from './recipe.ts';
import { selfDistillationRecipe } from './self-distillation.ts';
import { simclrRecipe } from './simclr.ts';
import { slaRecipe } from './sla.ts';
import { tJepaRecipe } from './t-jepa.ts';

/** Every recipe, in the order of the rows. */
export const recipes: readonly Recipe[] = [
  simclrRecipe,
  barlowTwinsRecipe,
  mixedBarlowTwinsRecipe,
  isogclrRecipe,
  cacrRecipe,
  amclRecipe,
  projectionHeadAnalysisRecipe,
  tJepaRecipe,
  slaRecipe,
  selfDistillationRecipe,
  infiniteScheduleRecipe,
  inContextGradientDescentRecipe,
  naiveBayesRecipe,
  rankmeRecipe,
];

/** @throws RangeError with those that there are. */
export function findRecipe(id: string): Recipe {
  const found = recipes.find((recipe) => recipe.id === id);
  if (found !== undefined) return found;
  throw new RangeError(
    `There is no recipe for ${id}. There are: ${recipes.map((recipe) => recipe.id).join(', ')}.`,
  );
}
