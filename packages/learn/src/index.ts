/** Learning from the papers themselves. Floor 2: imports papers, tensor and methods. */
export { quantise } from './encoder/quantise.ts';
export type { EncoderInput, TextEncoder } from './encoder/text-encoder.ts';
export { mapPapers, type MapRequest, type PaperMap, type Topic } from './map/map-papers.ts';
export { MapThread, type MapThreadOptions } from './map/map-thread.ts';
export { neighbourhoodKept, type NeighbourhoodKept } from './map/neighbourhood-kept.ts';
export { placeOnPlane, principalPlane, type Plane } from './map/principal-plane.ts';
export { project, type ProjectOptions } from './map/project.ts';
export { mostTopics } from './topics/find-topics.ts';
