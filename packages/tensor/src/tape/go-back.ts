import { show } from '../array/shape.ts';
import { Tensor } from '../array/tensor.ts';
import { freeEarly } from '../memory/frames.ts';
import { scope } from '../memory/scope.ts';
import { add } from '../operations/arithmetic.ts';
import { view } from '../operations/shape.ts';
import { addSparseRows } from './add-sparse-rows.ts';
import { nextOrder, record, versionsOf, type Gradient, type Origin } from './origin.ts';
import { joinSliceGradients } from './join-slice-gradients.ts';
import { isRecording } from './recording.ts';
import { SliceGradient } from './slice-gradient.ts';
import { SparseRows } from './sparse-rows.ts';

/** A new view of `x` where the way back ends. To a gradient further out it is `x` itself. */
export function leafOf(x: Tensor): Tensor {
  const leaf = record('leaf', [x], view(x, x.shape, x.strides, x.offset), (gradient) => [gradient]);
  leaf.origin ??= {
    order: nextOrder(),
    operation: 'leaf',
    inputs: [],
    output: leaf,
    backward: () => [],
    composed: null,
    versions: 0,
  };
  return leaf;
}

/**
 * Reverse-mode differentiation: from the gradient of `output` to those of the leaves it was made from, entry by entry in
 * the reverse of the order in which they were made. Where no gradient further out is recorded, what is no longer needed
 * is freed on the way, except `kept`.
 */
export function goBack(
  output: Tensor,
  gradient: Tensor,
  leaves: readonly Tensor[],
  kept: ReadonlySet<Tensor> = new Set(),
): Gradient[] {
  const ends = new Set(leaves.map((leaf) => leaf.origin));
  const entries = entriesTo(output, ends);
  const leading = leadingTo(entries, ends);
  const waiting = new Map<Origin, Waiting>();
  if (output.origin !== null) waiting.set(output.origin, gradient);
  for (const entry of entries) {
    if (ends.has(entry) || !leading.has(entry)) continue;
    const found = waiting.get(entry);
    if (found === undefined) continue;
    waiting.delete(entry);
    const reached = joined(found, entry);
    if (reached instanceof SparseRows)
      throw new Error(
        `The gradient of an embedding table reached ${entry.operation}, which takes no sparse rows.`,
      );
    const needs = entry.inputs.map(({ origin }) => origin !== null && leading.has(origin));
    const results = scope(() => backThrough(entry, reached, needs));
    entry.inputs.forEach(({ origin }, i) => {
      const result = results[i];
      if (result === null || result === undefined || origin === null || needs[i] !== true) return;
      const before = waiting.get(origin);
      waiting.set(origin, together(before, result, origin));
    });
    if (isRecording()) continue;
    if (reached !== gradient) freeEarly(reached);
    if (!kept.has(entry.output)) freeEarly(entry.output);
  }
  return leaves.map(({ origin }) => {
    const found = origin === null ? undefined : waiting.get(origin);
    return found === undefined || origin === null ? null : joined(found, origin);
  });
}

/** What has reached an entry so far. */
type Waiting = Tensor | SparseRows | SliceGradient[];

function joined(found: Waiting, { output }: Origin): Tensor | SparseRows {
  return Array.isArray(found) ? joinSliceGradients(found, output) : found;
}

function together(
  before: Waiting | undefined,
  result: Tensor | SparseRows | SliceGradient,
  origin: Origin,
): Waiting {
  if (result instanceof SliceGradient && (before === undefined || Array.isArray(before)))
    return [...(before ?? []), result];
  const whole = result instanceof SliceGradient ? joined([result], origin) : result;
  return before === undefined ? whole : sumOf(joined(before, origin), whole);
}

/** All entries that led from the leaves' making to the output, the last one first. */
function entriesTo(output: Tensor, ends: ReadonlySet<Origin | null>): Origin[] {
  let first = Infinity;
  for (const end of ends) if (end !== null && end.order < first) first = end.order;
  const found = new Set<Origin>();
  const open = [output.origin];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    // What was made before the leaves cannot depend on them.
    if (entry === null || entry.order < first || found.has(entry)) continue;
    found.add(entry);
    if (!ends.has(entry)) for (const { origin } of entry.inputs) open.push(origin);
  }
  return [...found].sort((a, b) => b.order - a.order);
}

/** Those that depend on a leaf; the others are constants to this gradient. */
function leadingTo(entries: readonly Origin[], ends: ReadonlySet<Origin | null>): Set<Origin> {
  const leading = new Set<Origin>();
  for (const entry of entries.toReversed())
    if (ends.has(entry) || entry.inputs.some(({ origin }) => origin !== null && leading.has(origin)))
      leading.add(entry);
  return leading;
}

/** Gradients of an entry's inputs, each a view of its own, so that it can be freed by itself. */
function backThrough(
  entry: Origin,
  gradient: Tensor,
  needs: readonly boolean[],
): (Gradient | SliceGradient)[] {
  if (versionsOf(entry.inputs) !== entry.versions)
    throw new Error(
      `An input of ${entry.operation} was changed in place between its use and the way back. Update parameters after ` +
        'the gradient is there.',
    );
  const results =
    isRecording() && entry.composed !== null
      ? throughPlainForm(entry, entry.composed, gradient, needs)
      : entry.backward(gradient, needs);
  return results.map((result, i) => {
    if (result instanceof SliceGradient) return new SliceGradient(ownView(result.values), result.taken);
    if (!(result instanceof Tensor)) return result;
    const { shape } = entry.inputs[i] as Tensor;
    if (show(shape) !== show(result.shape))
      throw new Error(
        `The gradient of ${entry.operation} with respect to input ${i} has shape ${show(result.shape)}, not ${show(shape)}.`,
      );
    return isRecording() ? result : ownView(result);
  });
}

function ownView(x: Tensor): Tensor {
  return view(x, x.shape, x.strides, x.offset);
}

/** The way back through the same function in plain operations, each of which has a gradient again. */
function throughPlainForm(
  entry: Origin,
  composed: NonNullable<Origin['composed']>,
  gradient: Tensor,
  needs: readonly boolean[],
): Gradient[] {
  const inputs = entry.inputs.map((input, i) => (needs[i] === true ? leafOf(input) : input));
  const asked = inputs.filter((_, i) => needs[i] === true);
  const found = goBack(composed(...inputs), gradient, asked).values();
  return needs.map((need) => (need ? (found.next().value ?? null) : null));
}

function sumOf(a: Tensor | SparseRows, b: Tensor | SparseRows): Tensor | SparseRows {
  if (a instanceof Tensor && b instanceof Tensor) {
    const total = add(a, b);
    if (!isRecording()) for (const part of [a, b]) freeEarly(part);
    return total;
  }
  if (a instanceof SparseRows && b instanceof SparseRows) return addSparseRows(a, b);
  throw new Error(
    'An embedding table was used both by embeddingBag and densely: its gradients do not add up.',
  );
}
