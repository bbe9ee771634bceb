export { sharePlaces, type InterestList, type SharedPlace } from './share-places.ts';
