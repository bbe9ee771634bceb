import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { methods } from '../src/methods/catalogue.ts';
import { readmeBlocks, readmeProgram } from '../../../packaging/readme-blocks.ts';

const root = join(import.meta.dirname, '..');

/** What a strict compiler says of a program that stands in the package's folder. */
function complaints(program: string): string[] {
  const path = join(root, 'readme.ts');
  const options: ts.CompilerOptions = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node'], allowImportingTsExtensions: true },
    ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2024, lib: ['lib.esnext.d.ts'] },
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => file === path || fileExists(file);
  host.getSourceFile = (file, ...rest) =>
    file === path ? ts.createSourceFile(file, program, ts.ScriptTarget.ES2024) : getSourceFile(file, ...rest);
  const built = ts.createProgram([path], options, host);
  return ts
    .getPreEmitDiagnostics(built, built.getSourceFile(path))
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

function run(program: string): string[] {
  const options = ['--input-type=module-typescript', '--disable-warning=ExperimentalWarning', '-e', program];
  return execFileSync(process.execPath, options, { cwd: root, encoding: 'utf8' }).trim().split('\n');
}

describe('the README', () => {
  test('has a first training that learns', () => {
    const losses = run(readmeBlocks(root)[0]).map((line) => Number(/^step \d+, loss (\S+)$/.exec(line)?.[1]));
    expect(losses).toHaveLength(4);
    // Of 499 that might be the other view, all alike would be 6.21.
    expect(losses[0]).toBeLessThan(Math.log(499) - 0.1);
    expect(losses.at(-1)).toBeLessThan((losses[0] as number) - 0.02);
  });

  test('runs whole, and the trained encoder is the better one', () => {
    const lines = run(`${readmeProgram(root)}\nconsole.log('done');\n`);
    expect(lines.at(-1)).toBe('done');
    const accuracies = lines.flatMap((line) => /^accuracy (\S+),/.exec(line)?.[1] ?? []).map(Number);
    expect(accuracies).toHaveLength(2);
    expect(accuracies[1]).toBeGreaterThan((accuracies[0] as number) + 0.02);
  });

  test('has types that a strict program accepts', () => {
    expect(complaints(readmeProgram(root))).toEqual([]);
  });

  test.each(methods.map(({ id }) => id))('and a page tell of %s', (id) => {
    const page = readFileSync(join(root, 'pages', `${id}.md`), 'utf8');
    for (const part of ['Idea', 'Equation', 'Code', 'Run', 'What differs from the paper, and why'])
      expect(page).toContain(`\n## ${part}\n`);
    expect(page).toContain(`broadsheet lab run ${id}`);
    expect(readFileSync(join(root, 'README.md'), 'utf8')).toContain(`\`${id}\``);
  });

  test('names pages that are there', () => {
    const pages = [...readFileSync(join(root, 'README.md'), 'utf8').matchAll(/\((pages\/[^)]+)\)/g)].map(
      ([, page]) => page,
    );
    expect(pages.length).toBeGreaterThan(0);
    expect(pages.filter((page) => !existsSync(join(root, page as string)))).toEqual([]);
  });
});
