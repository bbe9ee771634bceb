import { RE2JS } from 're2js';

/** Longest regular expression, in characters. */
export const longestExpression = 300;
/** Most instructions that an expression may compile to: each paper is read in a time that grows with them. */
const mostInstructions = 400;

/** A regular expression that is safe to run on any text. */
export interface Expression {
  /** Whether the text matches anywhere. */
  matches(text: string): boolean;
}

const compiled = new Map<string, Expression>();
const mostCompiled = 500;

/**
 * Compiles a reader's regular expression, in the syntax of RE2 (https://github.com/google/re2/wiki/Syntax), case not counting.
 * It is matched by automata, in a time proportional to the text, never by backtracking; so there is no `(?=`, `(?!` or `\1`.
 * @throws RangeError that says what is wrong with it.
 */
export function compileExpression(source: string): Expression {
  const known = compiled.get(source);
  if (known !== undefined) return known;
  if (source.length > longestExpression)
    throw new RangeError(`An expression has at most ${longestExpression} characters.`);
  const program = compile(source);
  if (program.programSize() > mostInstructions)
    throw new RangeError('This expression is too large: repeat less often, as in a{1,20}.');
  const expression: Expression = { matches: (text) => program.test(text) };
  if (expression.matches(''))
    throw new RangeError('This expression also matches a text without anything in it, and so every paper.');
  if (compiled.size >= mostCompiled) compiled.clear();
  compiled.set(source, expression);
  return expression;
}

function compile(source: string): RE2JS {
  try {
    return RE2JS.compile(source, RE2JS.CASE_INSENSITIVE);
  } catch (error) {
    const words = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : '';
    throw new RangeError(
      `This is not understood${words === '' ? '' : ` (${words})`}. Write it in the syntax of RE2, without (?=, (?! and \\1.`,
      { cause: error },
    );
  }
}
