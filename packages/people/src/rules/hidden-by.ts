import type { PaperCondition } from '@broadsheet/papers';
import type { Rule, RuleKind } from './rule.ts';

/**
 * The papers that any of some rules hides, as a condition of the views. Texts are looked up among what has been read for them
 * (`readPatterns`), which must be up to date; everything else is asked of the papers themselves. Never null.
 */
export function hiddenBy(rules: readonly Pick<Rule, 'kind' | 'value' | 'patternId'>[]): PaperCondition {
  const valuesOf = (kind: RuleKind) => rules.flatMap((rule) => (rule.kind === kind ? [rule.value] : []));
  const patterns = rules.flatMap(({ patternId }) => patternId ?? []);
  const categories = valuesOf('category');
  const authors = valuesOf('author');
  const orcids = authors.filter(isOrcid);
  const venues = valuesOf('venue');
  const sources = valuesOf('source');
  return (bind) => {
    const parts: string[] = [];
    if (patterns.length > 0)
      parts.push(
        `p.id in (select m.paper_id from rule_matches m where m.pattern_id = any(${bind(patterns)}::bigint[]))`,
      );
    if (categories.length > 0) {
      const codes = `${bind(categories)}::text[]`;
      parts.push(
        `exists (select from unnest(p.categories) c where c = any(${codes}) or split_part(c, '.', 1) = any(${codes}))`,
      );
    }
    if (authors.length > 0)
      parts.push(
        `p.id in (select a.paper_id from authorships a where a.name_key = any(${bind(authors)}::text[]))`,
      );
    if (orcids.length > 0)
      parts.push(
        `p.id in (select a.paper_id from authorships a where a.orcid = any(${bind(orcids)}::text[]))`,
      );
    if (venues.length > 0) parts.push(`coalesce(p.venue = any(${bind(venues)}::text[]), false)`);
    if (sources.length > 0)
      parts.push(
        `p.id in (select r.paper_id from records r where r.source = any(${bind(sources)}::text[])
                     and not exists (select from records e where e.paper_id = r.paper_id and e.id < r.id))`,
      );
    return parts.length === 0 ? 'false' : `(${parts.join(' or ')})`;
  };
}

/** Whether the value of an author's rule is an ORCID: no name's key has digits and hyphens alone. */
export function isOrcid(value: string): boolean {
  return /^\d{4}-\d{4}-\d{4}-\d{3}[\dX]$/.test(value);
}
