import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { signatureOf } from './signature.ts';

/** Something that the package offers, as it stands in the sources. */
export interface Export {
  /** What it is imported from. */
  readonly door: string;
  /** With its namespace: `random.key`. */
  readonly name: string;
  /** Under src/. */
  readonly file: string;
  readonly position: number;
  readonly signature: string;
  /** The docstring without its tags. */
  readonly text: string;
  readonly tags: readonly { readonly name: string; readonly text: string }[];
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, string>>;
}

/** Everything that a package's doors export. @param root the package's folder */
export function readExports(root: string): Export[] {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
  const doors = Object.entries(manifest.exports).map(
    ([door, file]) => [manifest.name + door.slice(1), join(root, file)] as const,
  );
  const program = ts.createProgram(
    doors.map(([, file]) => file),
    { module: ts.ModuleKind.NodeNext, allowImportingTsExtensions: true, noEmit: true, types: [] },
  );
  const checker = program.getTypeChecker();
  const read = (door: string, module: ts.Symbol, prefix: string): Export[] =>
    checker.getExportsOfModule(module).flatMap((exported) => {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      const name = prefix + exported.name;
      const declaration = symbol.declarations?.[0];
      if (declaration === undefined) throw new Error(`${name} is declared nowhere.`);
      if (ts.isSourceFile(declaration)) return read(door, symbol, `${name}.`);
      return {
        ...{ door, name },
        file: relative(join(root, 'src'), declaration.getSourceFile().fileName).replaceAll('\\', '/'),
        position: declaration.pos,
        signature: signatureOf(declaration),
        text: ts.displayPartsToString(symbol.getDocumentationComment(checker)),
        tags: symbol
          .getJsDocTags(checker)
          .map((tag) => ({ name: tag.name, text: ts.displayPartsToString(tag.text) })),
      };
    });
  return doors.flatMap(([door, file]) => {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} exports nothing.`);
    return withoutSecondNames(read(door, module, ''));
  });
}

/** What a namespace holds and the package exports by itself as well stands there once. */
function withoutSecondNames(exports: readonly Export[]): Export[] {
  const place = ({ file, position }: Export): string => `${file} ${position}`;
  const plain = new Set(exports.filter(({ name }) => !name.includes('.')).map(place));
  return exports.filter((one) => !one.name.includes('.') || !plain.has(place(one)));
}
