// Filters in the order in which the convolution reads them: panels of eight channels of the output, in each the taps and
// channels of the input one after the other. Threads share a packed copy, so it is written by kernels of their own.

@inline
const CHANNELS: i32 = 8;

/**
 * w: [depth, cout] with depth = R·S·Cin, as filters [R, S, Cin, Cout] lie in memory. packed: [⌈cout / 8⌉, depth, 8], the
 * missing channels zero. Units: panels, ⌈cout / 8⌉.
 */
export function packFilters(w: usize, packed: usize, depth: i32, cout: i32, from: i32, to: i32): void {
  for (let panel = from; panel < to; panel++) {
    const channel = panel * CHANNELS;
    packPanel(
      w + (channel as usize) * 4, cout, 1, depth, min(CHANNELS, cout - channel),
      packed + (panel as usize) * (depth as usize) * 32,
    );
  }
}

/**
 * The filters of the gradient with respect to the input: for each phase (a, b) of the stride, the taps r = a + i·sh and
 * s = b + j·sw in falling order, input and output channels exchanged: [⌈cin / 8⌉, taps of (a, b), cout, 8], one phase
 * after the other. In all ⌈cin / 8⌉ · 8 · R·S·Cout floats for every stride. Units: panels, ⌈cin / 8⌉.
 */
export function packTurnedFilters(
  w: usize, packed: usize, r: i32, s: i32, cin: i32, cout: i32, sh: i32, sw: i32, from: i32, to: i32,
): void {
  const panels = (cin + CHANNELS - 1) / CHANNELS;
  const tapBytes = (cout as usize) * 32;
  for (let a = 0; a < min(r, sh); a++) {
    for (let b = 0; b < min(s, sw); b++) {
      const taps = ((r - a + sh - 1) / sh) * ((s - b + sw - 1) / sw);
      for (let panel = from; panel < to; panel++) {
        const channel = panel * CHANNELS;
        let out = packed + (panel as usize) * (taps as usize) * tapBytes;
        for (let i = a + ((r - 1 - a) / sh) * sh; i >= 0; i -= sh) {
          for (let j = b + ((s - 1 - b) / sw) * sw; j >= 0; j -= sw) {
            const tap = w + (((i * s + j) * cin + channel) as usize) * (cout as usize) * 4;
            packPanel(tap, 1, cout, cout, min(CHANNELS, cin - channel), out);
            out += tapBytes;
          }
        }
      }
      packed += (panels as usize) * (taps as usize) * tapBytes;
    }
  }
}

/** `depth` rows of eight; the first `width` columns from memory, the others zero. Strides in floats. */
export function packPanel(from: usize, row: i32, column: i32, depth: i32, width: i32, out: usize): void {
  const end = out + (depth as usize) * 32;
  const rowBytes = (row as usize) * 4;
  if (column == 1 && width == CHANNELS) {
    while (out < end) {
      v128.store(out, v128.load(from));
      v128.store(out, v128.load(from, 16), 16);
      out += 32;
      from += rowBytes;
    }
    return;
  }
  while (out < end) {
    let at = from;
    for (let i = 0; i < CHANNELS; i++) {
      store<f32>(out, i < width ? load<f32>(at) : 0);
      out += 4;
      at += (column as usize) * 4;
    }
    from += rowBytes;
  }
}
