// Kernels whose time is multiplications: those of which there is a build with relaxed multiply-add.
export { gram, matmul } from './matmul';
export { convolution, convolutionInputGradient } from './convolution';
export { convolutionFilterGradient, sumParts } from './convolution-filter-gradient';
export { packFilters, packTurnedFilters } from './convolution-filters';
export { depthwise, depthwiseFilterGradient, depthwiseInputGradient } from './depthwise';
export { packWinograd, winograd } from './winograd';
export { sumWinogradParts, winogradFilterGradient } from './winograd-filter-gradient';
