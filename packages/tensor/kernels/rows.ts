// Rows of a table, read and added to by index. Adding groups the indices by row first, so that each row is summed by one
// thread in the order in which its indices stand: the same sum however the work is divided.
import { madd, splat } from './simd';

/** y[i] = table[indices[i]], rows of so many bytes; zeros where the index is below 0. Units: indices. */
export function gather(table: usize, indices: usize, y: usize, rowBytes: usize, from: i32, to: i32): void {
  for (let i = from; i < to; i++) {
    const index = load<i32>(indices + (i as usize) * 4);
    const out = y + (i as usize) * rowBytes;
    if (index < 0) memory.fill(out, 0, rowBytes);
    else memory.copy(out, table + (index as usize) * rowBytes, rowBytes);
  }
}

/** y[r, i] = x[r, indices[r, i]]; 0 where the index is below 0. Units: rows. */
export function takeAlong(x: usize, indices: usize, y: usize, length: i32, count: i32, from: i32, to: i32): void {
  for (let row = from; row < to; row++) {
    const at = x + (row as usize) * (length as usize) * 4;
    for (let i = row * count; i < (row + 1) * count; i++) {
      const index = load<i32>(indices + (i as usize) * 4);
      store<f32>(y + (i as usize) * 4, index < 0 ? 0 : load<f32>(at + (index as usize) * 4));
    }
  }
}

/** dx[r, indices[r, i]] += g[r, i], from zeros. Units: rows. */
export function takeAlongGradient(
  g: usize, indices: usize, dx: usize, length: i32, count: i32, from: i32, to: i32,
): void {
  for (let row = from; row < to; row++) {
    const out = dx + (row as usize) * (length as usize) * 4;
    memory.fill(out, 0, (length as usize) * 4);
    for (let i = row * count; i < (row + 1) * count; i++) {
      const index = load<i32>(indices + (i as usize) * 4);
      if (index < 0) continue;
      const at = out + (index as usize) * 4;
      store<f32>(at, load<f32>(at) + load<f32>(g + (i as usize) * 4));
    }
  }
}

/** y[b] = Σ or mean of table[indices[b, j]] over indices of at least 0. Units: bags. */
export function embeddingBag(
  table: usize, indices: usize, y: usize, length: i32, width: i32, mean: i32, from: i32, to: i32,
): void {
  const rowBytes = (width as usize) * 4;
  for (let bag = from; bag < to; bag++) {
    const out = y + (bag as usize) * rowBytes;
    memory.fill(out, 0, rowBytes);
    const at = indices + ((bag * length) as usize) * 4;
    const found = members(at, length);
    const by: f32 = mean && found > 0 ? 1 / (found as f32) : 1;
    for (let j = 0; j < length; j++) {
      const index = load<i32>(at + (j as usize) * 4);
      if (index >= 0) addScaled(table + (index as usize) * rowBytes, by, out, width);
    }
  }
}

function members(indices: usize, length: i32): i32 {
  let found = 0;
  for (let j = 0; j < length; j++) found += i32(load<i32>(indices + (j as usize) * 4) >= 0);
  return found;
}

/** y += x·by */
function addScaled(x: usize, by: f32, y: usize, width: i32): void {
  const scale = splat(by);
  let c = 0;
  for (; c + 4 <= width; c += 4) {
    v128.store(y, madd(v128.load(x), scale, v128.load(y)));
    x += 16;
    y += 16;
  }
  for (; c < width; c++) {
    store<f32>(y, load<f32>(y) + load<f32>(x) * by);
    x += 4;
    y += 4;
  }
}

/**
 * Sorts `count` indices by the row that they name (those below 0 are left out): the distinct rows into `found`
 * [capacity], rising, -1 behind them; where each one's members begin into `starts` [capacity + 1]; the members, which are
 * positions in `indices`, into `order` [count]. `counts`: scratch of rows + 1 words. One unit.
 */
export function groupRows(
  indices: usize, count: i32, rows: i32, capacity: i32, counts: usize, found: usize, starts: usize, order: usize,
  from: i32, to: i32,
): void {
  if (from >= to) return;
  memory.fill(counts, 0, ((rows + 1) as usize) * 4);
  for (let i = 0; i < count; i++) {
    const row = load<i32>(indices + (i as usize) * 4);
    if (row >= 0) {
      const at = counts + (row as usize) * 4;
      store<i32>(at, load<i32>(at) + 1);
    }
  }
  let slot = 0;
  let begin = 0;
  for (let row = 0; row < rows; row++) {
    const at = counts + (row as usize) * 4;
    const size = load<i32>(at);
    if (size > 0) {
      store<i32>(found + (slot as usize) * 4, row);
      store<i32>(starts + (slot as usize) * 4, begin);
      store<i32>(at, begin);
      slot += 1;
      begin += size;
    }
  }
  for (let rest = slot; rest < capacity; rest++) {
    store<i32>(found + (rest as usize) * 4, -1);
    store<i32>(starts + (rest as usize) * 4, begin);
  }
  store<i32>(starts + (capacity as usize) * 4, begin);
  for (let i = 0; i < count; i++) {
    const row = load<i32>(indices + (i as usize) * 4);
    if (row >= 0) {
      const at = counts + (row as usize) * 4;
      const place = load<i32>(at);
      store<i32>(at, place + 1);
      store<i32>(order + (place as usize) * 4, i);
    }
  }
}

/**
 * After `groupRows`: y[slot] (or y[row] where `dense`) = Σ over members of x[member / length] · weight, the weight
 * 1 / (indices of at least 0 in the member's bag) where `mean`. Units: slots.
 */
export function sumGroups(
  x: usize, indices: usize, found: usize, starts: usize, order: usize, y: usize,
  length: i32, width: i32, mean: i32, dense: i32, from: i32, to: i32,
): void {
  const rowBytes = (width as usize) * 4;
  for (let slot = from; slot < to; slot++) {
    const row = load<i32>(found + (slot as usize) * 4);
    if (row < 0 && dense) continue;
    const out = y + ((dense ? row : slot) as usize) * rowBytes;
    memory.fill(out, 0, rowBytes);
    const last = load<i32>(starts + ((slot + 1) as usize) * 4);
    for (let place = load<i32>(starts + (slot as usize) * 4); place < last; place++) {
      const bag = load<i32>(order + (place as usize) * 4) / length;
      const by: f32 = mean ? 1 / (members(indices + ((bag * length) as usize) * 4, length) as f32) : 1;
      addScaled(x + (bag as usize) * rowBytes, by, out, width);
    }
  }
}
