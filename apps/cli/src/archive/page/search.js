/* global document, location, history, addEventListener */
// The search of an archive: reads the pieces of the index that a query's words lie in, each a script of its own, since a page on a
// disk may read nothing else. Nothing is sent anywhere.
(() => {
  const field = document.querySelector('#archive-query');
  const said = document.querySelector('#archive-said');
  const list = document.querySelector('#archive-found');
  const shown = 50;
  const words = new Map();
  const titles = new Map();
  const loading = new Map();
  let about = null;
  let asked = 0;

  globalThis.broadsheetAbout = (value) => (about = value);
  globalThis.broadsheetWords = (piece, entries) => words.set(piece, new Map(Object.entries(entries)));
  globalThis.broadsheetTitles = (number, entries) => titles.set(number, entries);

  function load(name) {
    if (!loading.has(name))
      loading.set(
        name,
        new Promise((done, failed) => {
          const script = document.createElement('script');
          script.src = `search/${name}`;
          script.onload = done;
          script.onerror = () => {
            loading.delete(name);
            failed(new Error(`search/${name} could not be read.`));
          };
          document.head.append(script);
        }),
      );
    return loading.get(name);
  }

  const spelled = {
    ß: 'ss',
    æ: 'ae',
    œ: 'oe',
    ø: 'o',
    đ: 'd',
    ð: 'd',
    þ: 'th',
    ł: 'l',
    ı: 'i',
    ŋ: 'n',
    ħ: 'h',
    ŧ: 't',
    ĸ: 'k',
  };
  const fold = (text) =>
    text
      .toLowerCase()
      .normalize('NFKD')
      .replace(/\p{Mark}+/gu, '')
      .replace(/[ßæœøđðþłıŋħŧĸ]/g, (letter) => spelled[letter] ?? letter)
      .normalize('NFC');
  const wordsIn = (text) =>
    fold(text)
      .split(/[^\p{Letter}\p{Number}]+/u)
      .filter((word) => word.length > 1)
      .map((word) => word.slice(0, 40));
  const pieceOf = (word) => [...word.slice(0, 2)].map((sign) => sign.codePointAt(0).toString(16)).join('-');

  /** Papers that hold a word or one that begins with it, with a score: rarer words count more. */
  async function find(word) {
    const piece = pieceOf(word);
    if (!about.pieces.includes(piece)) return new Map();
    await load(`words-${piece}.js`);
    const found = new Map();
    for (const [held, list] of words.get(piece) ?? []) {
      if (!held.startsWith(word)) continue;
      const rarity = Math.log(1 + about.papers / (list.length / 2)) * (held === word ? 1 : 0.6);
      let paper = 0;
      for (let at = 0; at < list.length; at += 2) {
        paper += list[at];
        found.set(paper, Math.max(found.get(paper) ?? 0, list[at + 1] * rarity));
      }
    }
    return found;
  }

  async function search() {
    const turn = ++asked;
    const query = [...new Set(wordsIn(field.value))].slice(0, 12);
    list.replaceChildren();
    if (query.length === 0) {
      said.textContent = '';
      return;
    }
    said.textContent = 'Searching';
    try {
      await load('about.js');
      const sides = await Promise.all(query.map(find));
      const [first, ...others] = sides.toSorted((a, b) => a.size - b.size);
      const found = [...first.keys()]
        .filter((paper) => others.every((side) => side.has(paper)))
        .map((paper) => [paper, sides.reduce((sum, side) => sum + side.get(paper), 0)])
        .sort((a, b) => b[1] - a[1] || b[0] - a[0]);
      const best = found.slice(0, shown).map(([paper]) => paper);
      await Promise.all(
        [...new Set(best.map((paper) => Math.floor(paper / about.perFile)))].map((n) =>
          load(`titles-${n}.js`),
        ),
      );
      if (turn !== asked) return;
      said.textContent =
        found.length === 0
          ? 'No paper holds all of these words.'
          : `${found.length.toLocaleString('en')} ${found.length === 1 ? 'paper' : 'papers'}${found.length > shown ? `, the best ${shown} of them here` : ''}`;
      list.replaceChildren(...best.map(entry));
    } catch (error) {
      if (turn === asked) said.textContent = `The index could not be read. ${error.message}`;
    }
  }

  function entry(paper) {
    const [file, title, authors, day] = titles.get(Math.floor(paper / about.perFile))[paper % about.perFile];
    const item = document.createElement('li');
    const heading = document.createElement('h2');
    const link = document.createElement('a');
    link.href = file.split('/').map(encodeURIComponent).join('/');
    link.textContent = title;
    heading.append(link);
    const line = document.createElement('p');
    line.className = 'byline';
    line.textContent = [authors, day].filter(Boolean).join(', ');
    const article = document.createElement('article');
    article.append(heading, line);
    const rank = document.createElement('span');
    rank.className = 'rank';
    item.append(rank, article);
    return item;
  }

  function readAddress() {
    const text = /[#?&]q=([^&]*)/.exec(location.hash || location.search)?.[1] ?? '';
    let query = text.replaceAll('+', ' ');
    try {
      query = decodeURIComponent(query);
    } catch {
      // It is looked for as it stands.
    }
    // Operators of the site's own search are words like others here.
    field.value = query.replace(/"/g, '');
    void search();
  }

  document.querySelector('#archive-search').addEventListener('submit', (event) => {
    event.preventDefault();
    history.replaceState(null, '', `#q=${encodeURIComponent(field.value)}`);
    void search();
  });
  addEventListener('hashchange', readAddress);
  readAddress();
})();
