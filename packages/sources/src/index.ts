/** Where papers come from: one file per source, and polite HTTP. Floor 1: imports papers only. */
export * from './http/http-client.ts';
export * from './http/source-error.ts';
export * from './source.ts';
export { arxivFeed } from './sources/arxiv-feed.ts';
export { arxivOai } from './sources/arxiv-oai.ts';
export { arxivQuery } from './sources/arxiv-query.ts';
export { github } from './sources/github.ts';
export { huggingFace } from './sources/hugging-face.ts';
export { openreview } from './sources/openreview.ts';
export { semanticScholar } from './sources/semantic-scholar.ts';
export { systemClock, type Clock } from './http/clock.ts';
export { createHttpClient, type ClientOptions, type PoliteClient } from './http/polite-client.ts';
export { isPublicAddress, readUrl } from './http/public-address.ts';
export { shownUrl } from './http/shown-url.ts';
export { userAgent } from './http/user-agent.ts';
export { aclAnthology } from './sources/acl-anthology.ts';
export { biorxiv } from './sources/biorxiv.ts';
export { crossref } from './sources/crossref.ts';
export { medrxiv } from './sources/medrxiv.ts';
export { openalex } from './sources/openalex.ts';
export { rss } from './sources/rss.ts';
export { catalogue, usualSources } from './catalogue.ts';
export {
  gatherSource,
  type GatherOptions,
  type GatherProgress,
  type GatherReport,
} from './gather/gather-source.ts';
export { dueSources, listSourceStates, type SourceState } from './gather/source-state.ts';
export { readConfigFile } from './settings/config-file.ts';
export { readSecret, type Environment } from './settings/secret.ts';
export { SettingsError } from './settings/settings-error.ts';
export { optionsOf, readSettings, type ChosenSource, type SourceSettings } from './settings/settings.ts';
export { lookUpPaper, type LookUpAccess } from './look-up/look-up-paper.ts';
export { askOrcidWorks, orcidEtiquette, type OrcidWorks } from './orcid/ask-works.ts';
export {
  askZoteroLibrary,
  askZoteroOwner,
  zoteroEtiquette,
  type ZoteroAccess,
  type ZoteroOwner,
  type ZoteroPage,
} from './zotero/ask-library.ts';
