import { sameShape, show, ShapeError } from '../array/shape.ts';
import type { Tensor } from '../array/tensor.ts';
import { copy } from './shape.ts';

/**
 * Writes `value` into `target`, in place: parameters, running averages, queues. Views of the target see it; `value` may be
 * one of them. Not an operation of which gradients know: neither may be part of what is being differentiated, and a way
 * back over what was there before is refused.
 * @throws ShapeError where shapes or kinds differ, or the target is a view that does not lie in order.
 */
export function assign(target: Tensor, value: Tensor): void {
  if (!sameShape(target.shape, value.shape) || target.dtype !== value.dtype || !target.dense)
    throw new ShapeError(
      `assign: ${value.dtype} ${show(value.shape)} cannot be written into ${target.dtype} ${show(target.shape)}` +
        `${target.dense ? '' : ', a view that does not lie in order'}; both must be alike.`,
    );
  const { storage } = target;
  // Elements would be overwritten before they are read.
  const apart = value.storage === storage ? copy(value) : value;
  storage.backend.run('copy', [apart], [target], {});
  storage.version += 1;
  if (apart !== value) apart.dispose();
}
