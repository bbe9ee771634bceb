import { readFileSync } from 'node:fs';

/** What the search page of an archive does. */
export const searchScript = readFileSync(new URL('./page/search.js', import.meta.url), 'utf8');

/** The search page, made of a still page of the site: its frame stays, and the search stands in its middle. */
export function searchPage(frame: string): string {
  const own = `
<div class="spread"><div>
<header class="heading"><div class="wide">
<h1>Search this archive</h1>
<form id="archive-search" class="search-form large">
<label class="hidden" for="archive-query">Words</label>
<input id="archive-query" name="q" maxlength="300" autocomplete="off" placeholder="Words of titles, abstracts and authors" />
<button>Search</button>
</form>
<p id="archive-said" role="status"></p>
</div></header>
<ol id="archive-found" class="papers"></ol>
<noscript><p class="notice">Searching takes a script, which this browser does not run. Every paper stands in the lists of its day, category, venue and authors.</p></noscript>
<p class="quiet">Papers that hold all of the words, or words that begin with them. No phrases, no operators, no meaning: the site itself has those.</p>
</div></div>
<script src="search.js"></script>
`;
  return frame
    .replace(/(<main\b[^>]*>)[^]*(<\/main>)/, (_, open: string, close: string) => open + own + close)
    .replace(/<title>[^]*?<\/title>/, '<title>Search this archive · Broadsheet</title>');
}
