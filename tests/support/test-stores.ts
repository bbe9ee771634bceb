import { prepareTestStores } from '@broadsheet/papers/testing';

/** Before the tests of the packages: none of them should wait for the store that all of them copy. */
export default prepareTestStores;
