export { parseArxivId, type ArxivId } from './arxiv-id.ts';
export { foldText } from './fold-text.ts';
export { identityUrl } from './identity-url.ts';
export { authorKey, foldTitle, mergeKey } from './keys.ts';
export { identitiesOf, parseIdentity, type ParsedIdentity } from './parse-identity.ts';
