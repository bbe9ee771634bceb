/** Which column holds the largest number of each row, the first of equal ones: [n, width] → int32 [n]. */
export function largestOfRows(values: Float32Array | Float64Array, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, i) => {
    let best = 0;
    for (let j = 1; j < width; j++)
      if ((values[i * width + j] as number) > (values[i * width + best] as number)) best = j;
    return best;
  });
}
