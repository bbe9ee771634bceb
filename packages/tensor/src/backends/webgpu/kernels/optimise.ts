import type { AdamParameters } from '../../kernels.ts';
import { at, type GpuKernel } from '../plan.ts';
import { float, type Numeric } from '../steps.ts';
import { elementGroups, elementShader } from '../wgsl/element-shader.ts';

/** The factors that are the same for every element of a step. */
function factors({
  learningRate,
  beta1,
  beta2,
  epsilon,
  weightDecay,
  step,
}: AdamParameters): Record<string, Numeric> {
  return {
    rate: float(learningRate / (1 - beta1 ** step)),
    unbias: float(1 / Math.sqrt(1 - beta2 ** step)),
    kept: float(1 - learningRate * weightDecay),
    beta1: float(beta1),
    beta2: float(beta2),
    epsilon: float(epsilon),
  };
}

/** `k` is the element's place in the table, `gradient` its gradient. */
const adamStep = /* wgsl */ `
  let mean = p.beta1 * m[p.mAt + k] + (1.0 - p.beta1) * gradient;
  let square = p.beta2 * v[p.vAt + k] + (1.0 - p.beta2) * (gradient * gradient);
  m[p.mAt + k] = mean;
  v[p.vAt + k] = square;
  w[p.wAt + k] = p.kept * w[p.wAt + k] - (p.rate * mean) / (sqrt(square) * p.unbias + p.epsilon);`;

/** From the element of packed gradients to its place in the table; entries of row -1 are empty. */
const inTable = /* wgsl */ `
  let row = rows[p.rowsAt + i / p.width];
  if (row < 0) { return; }
  let k = row * p.width + i % p.width;
  let gradient = g[p.gAt + i];`;

export const adam: GpuKernel<'adam'> = (plan, inputs, _, parameters) => {
  const [w, g, m, v] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)];
  plan.dispatch({
    shader: 'adam',
    reads: { g },
    writes: { w, m, v },
    numbers: { size: w.size, ...factors(parameters) },
    groups: elementGroups(w.size),
    code: () => elementShader(`let k = i; let gradient = g[p.gAt + i]; ${adamStep}`),
  });
  return true;
};

export const sparseAdam: GpuKernel<'sparseAdam'> = (plan, inputs, _, parameters) => {
  const [w, rows, g, m, v] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3), at(inputs, 4)];
  plan.dispatch({
    shader: 'sparseAdam',
    reads: { rows, g },
    writes: { w, m, v },
    numbers: { size: g.size, width: w.shape[1] as number, ...factors(parameters) },
    groups: elementGroups(g.size),
    code: () => elementShader(inTable + adamStep),
  });
  return true;
};

export const sparseAdagrad: GpuKernel<'sparseAdagrad'> = (plan, inputs, _, { learningRate, epsilon }) => {
  const [w, rows, g, squares] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)];
  plan.dispatch({
    shader: 'sparseAdagrad',
    reads: { rows, g },
    writes: { w, squares },
    numbers: {
      size: g.size,
      width: w.shape[1] as number,
      rate: float(learningRate),
      epsilon: float(epsilon),
    },
    groups: elementGroups(g.size),
    code: () =>
      elementShader(/* wgsl */ `${inTable}
  let sum = squares[p.squaresAt + k] + gradient * gradient;
  squares[p.squaresAt + k] = sum;
  w[p.wAt + k] = w[p.wAt + k] - (p.rate * gradient) / (sqrt(sum) + p.epsilon);`),
  });
  return true;
};
