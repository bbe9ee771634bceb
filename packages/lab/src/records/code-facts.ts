import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from '../../package.json' with { type: 'json' };
import type { CodeFacts } from '../run/run-record.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));

/** Which code runs here: the package's version, and in a git checkout its commit and whether anything was changed since. */
export function codeFacts(): CodeFacts {
  const { version } = manifest;
  if (!existsSync(new URL('../../../../.git', import.meta.url)))
    return { version, commit: null, clean: null };
  try {
    const commit = git('rev-parse', 'HEAD');
    return { version, commit, clean: git('status', '--porcelain', '--untracked-files=no') === '' };
  } catch {
    // There is no git here, or the folder is somebody else's.
    return { version, commit: null, clean: null };
  }
}

function git(...parameters: string[]): string {
  return execFileSync('git', parameters, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 10_000,
  }).trim();
}
