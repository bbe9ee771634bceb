import type { Command } from 'commander';
import { oneOf } from '../arguments.ts';
import { examples } from '../examples.ts';
import { print } from '../print.ts';

const shells = ['bash', 'zsh', 'fish'] as const;

export function addCompletions(program: Command): void {
  program
    .command('completions')
    .argument('<shell>', shells.join(', '), oneOf(...shells))
    .description('Print a completion script for your shell.')
    .addHelpText(
      'after',
      examples(
        'broadsheet completions bash >> ~/.bashrc',
        'broadsheet completions fish > ~/.config/fish/completions/broadsheet.fish',
      ),
    )
    .action((shell: (typeof shells)[number]) => print(completionScript(shell, program)));
}

interface Entry {
  name: string;
  about: string;
  flags: string[];
}

/** Made from the command tree, so that it cannot fall behind. */
function completionScript(shell: (typeof shells)[number], program: Command): string {
  const entries = program.commands.map((command): Entry => ({
    name: command.name(),
    about: command.description().replaceAll("'", '’'),
    flags: [...command.options, ...program.options].flatMap((option) => option.long ?? []),
  }));
  const names = entries.map((entry) => entry.name).join(' ');
  switch (shell) {
    case 'bash':
      return `_broadsheet() {
  local word="\${COMP_WORDS[COMP_CWORD]}"
  case "\${COMP_WORDS[1]}" in
${entries.map((entry) => `    ${entry.name}) COMPREPLY=($(compgen -f -W '${entry.flags.join(' ')}' -- "$word")) ;;`).join('\n')}
    *) COMPREPLY=($(compgen -W '${names}' -- "$word")) ;;
  esac
}
complete -F _broadsheet broadsheet`;
    case 'zsh':
      return `#compdef broadsheet
_broadsheet() {
  if (( CURRENT == 2 )); then
    local -a commands=(${entries.map((entry) => `'${entry.name}:${entry.about}'`).join(' ')})
    _describe command commands
    return
  fi
  case "$words[2]" in
${entries.map((entry) => `    ${entry.name}) compadd -- ${entry.flags.join(' ')}; _files ;;`).join('\n')}
  esac
}
compdef _broadsheet broadsheet`;
    case 'fish':
      return entries
        .flatMap((entry) => [
          `complete -c broadsheet -n __fish_use_subcommand -a ${entry.name} -d '${entry.about}'`,
          ...entry.flags.map(
            (flag) =>
              `complete -c broadsheet -n '__fish_seen_subcommand_from ${entry.name}' -l ${flag.slice(2)}`,
          ),
        ])
        .join('\n');
  }
}
