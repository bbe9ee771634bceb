export {
  firstEditionList,
  loadEditions,
  type EditionProgress,
  type LoadEditionsOptions,
} from './load-editions.ts';
export { removeSample } from './remove-sample.ts';
