import ts from 'typescript';

/** A declaration as its users see it: without bodies, without what is private, as it is written. */
export function signatureOf(declaration: ts.Declaration): string {
  const text = ts.isClassDeclaration(declaration) ? classText(declaration) : headOf(declaration);
  return text.replace(/^export (async )?/, '');
}

/** Up to the body, or all of it where there is none. */
function headOf(node: ts.Node): string {
  const end = bodyOf(node)?.getStart() ?? node.end;
  return node.getSourceFile().text.slice(node.getStart(), end).trim();
}

function bodyOf(node: ts.Node): ts.Node | undefined {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isConstructorDeclaration(node))
    return node.body;
  return ts.isGetAccessorDeclaration(node) ? node.body : undefined;
}

function classText(node: ts.ClassDeclaration): string {
  const head = node.getSourceFile().text.slice(node.getStart(), node.members.pos);
  const members = node.members.filter(isPublic).map((member) => `  ${memberText(member)}\n`);
  return members.length === 0 ? `${head.trimEnd()}}` : `${head.trimEnd()}\n${members.join('')}}`;
}

/** What an error overrides is its name. */
function isPublic(member: ts.ClassElement): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected | ts.ModifierFlags.Override;
  return (
    (ts.getCombinedModifierFlags(member) & hidden) === 0 &&
    !(member.name !== undefined && ts.isPrivateIdentifier(member.name)) &&
    ts.getJSDocTags(member).every(({ tagName }) => tagName.text !== 'internal')
  );
}

/** With its docstring, and without the value that it begins with. */
function memberText(member: ts.ClassElement): string {
  const { text } = member.getSourceFile();
  const [comment] = ts.getJSDocCommentsAndTags(member);
  const docstring = comment === undefined ? '' : `${comment.getText()}\n  `;
  const begins = ts.isPropertyDeclaration(member) ? member.initializer : undefined;
  const head = begins === undefined ? headOf(member) : text.slice(member.getStart(), begins.pos - 1).trim();
  return `${docstring}${head.replace(/^async |;$/g, '')};`;
}
