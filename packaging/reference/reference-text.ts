import type { Export } from './read-exports.ts';
import type { Room } from './room.ts';

function preface(name: string): string {
  return `# Reference

Everything that \`${name}\` exports, with its signature and docstring. Made from the sources by \`npm run
reference -w packages/${name.split('/').at(-1)}\`. Where to begin: [README.md](README.md).`;
}

/**
 * REFERENCE.md of a package.
 * @throws Error where an export belongs to no room.
 */
export function referenceText(name: string, exports: readonly Export[], rooms: readonly Room[]): string {
  const anchorOf = anchors();
  const parts = byRoom(exports, rooms).map(([room, members]) => ({
    room,
    anchor: anchorOf(room.title),
    members: members.map((member) => ({ ...member, anchor: anchorOf(member.name) })),
  }));
  const contents = parts.map(({ room, anchor, members }) => {
    const names = members.map((member) => `[${member.name}](#${member.anchor})`);
    return `- [**${room.title}**](#${anchor}): ${names.join(', ')}`;
  });
  const sections = parts.map(({ room, members }) =>
    [
      `## ${room.title}`,
      ...(room.door === name ? [] : [`From \`${room.door}\`.`]),
      ...members.map(entry),
    ].join('\n\n'),
  );
  return `${[preface(name), contents.join('\n'), ...sections].join('\n\n')}\n`;
}

function entry({ name, signature, text, tags }: Export): string {
  const parts = [`### ${name}`, `\`\`\`ts\n${signature}\n\`\`\``, text, ...tags.map(tagText)];
  return parts.filter((part) => part !== '').join('\n\n');
}

function tagText(tag: { readonly name: string; readonly text: string }): string {
  const [first = '', ...rest] = tag.text.split(' ');
  if (tag.name === 'param') return `**${first}:** ${rest.join(' ')}`;
  return `**${tag.name === 'throws' ? 'Throws' : 'Returns'}** ${tag.text}`;
}

/** In the order of the rooms, of their files, and of the lines in these. */
function byRoom(exports: readonly Export[], rooms: readonly Room[]): [Room, Export[]][] {
  const placed = exports.map((item) => ({ item, ...placeOf(item, rooms) }));
  placed.sort(
    (a, b) => a.file - b.file || compare(a.item.file, b.item.file) || a.item.position - b.item.position,
  );
  return rooms.map((room) => [room, placed.filter((one) => one.room === room).map(({ item }) => item)]);
}

/** The room whose list names the file, or else its folder. */
function placeOf({ door, name, file }: Export, rooms: readonly Room[]): { room: Room; file: number } {
  const find = (fits: (entry: string) => boolean) =>
    rooms.find((room) => room.door === door && room.files.some(fits));
  const folder = file.replace(/[^/]*$/, '');
  for (const wanted of [file, folder]) {
    const room = find((entry) => entry === wanted);
    if (room !== undefined) return { room, file: room.files.indexOf(wanted) };
  }
  throw new Error(`${name} of src/${file} belongs to no room of the package’s packaging/reference/rooms.ts.`);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Anchors as GitHub makes them of headings: letters, digits and dashes in lower case; the second of a kind gets -1. */
function anchors(): (heading: string) => string {
  const seen = new Map<string, number>();
  return (heading) => {
    const plain = heading
      .toLowerCase()
      .replaceAll(' ', '-')
      .replaceAll(/[^\w-]/g, '');
    const before = seen.get(plain) ?? 0;
    seen.set(plain, before + 1);
    return before === 0 ? plain : `${plain}-${before}`;
  };
}
