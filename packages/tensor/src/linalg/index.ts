/** Linear algebra for evaluation: dense matrices of float64 on the host, apart from the engine's tensors. */
export * from './cholesky.ts';
export * from './cholesky-solve.ts';
export * from './gram-matrix.ts';
export * from './lbfgs.ts';
export * from './least-squares.ts';
export * from './matrix.ts';
export * from './multiply-matrices.ts';
export * from './qr.ts';
export * from './qr-solve.ts';
export * from './svd.ts';
export * from './symmetric-eigen.ts';
export * from './transpose-matrix.ts';
