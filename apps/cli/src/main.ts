import { CommanderError } from 'commander';
import { exitCodes, Failure } from './failure.ts';
import { makeProgram } from './program.ts';

// A reader such as `head` may close the pipe: that is how it says that it has enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitCodes.success);
  throw error;
});

try {
  const program = await makeProgram(process.argv.slice(2));
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Says what went wrong in the surface's own form, and gives the exit code. */
function tell(error: unknown): number {
  // commander has already said it.
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.success : exitCodes.usage;
  const message = error instanceof Error ? error.message : String(error);
  const hint =
    error instanceof Error && 'hint' in error && typeof error.hint === 'string' ? error.hint : undefined;
  if (process.argv.includes('--json')) {
    process.stderr.write(`${JSON.stringify({ error: { message, ...(hint ? { hint } : {}) } })}\n`);
  } else {
    process.stderr.write(`broadsheet: ${message}\n${hint ? `  ${hint}\n` : ''}`);
  }
  if (process.argv.includes('--debug') && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  // By its name: the package of its class is not loaded for commands that need none of it.
  if (error instanceof Error && error.name === 'SettingsError') return exitCodes.usage;
  return error instanceof Failure ? error.exitCode : exitCodes.failure;
}
