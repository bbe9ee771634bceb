/** Two different names in one of these mean two different papers, whatever their titles say. */
export const exclusiveSchemes: ReadonlySet<string> = new Set(['arxiv', 'openreview', 'acl']);
