import type { Command, OptionSpec } from '../program/command.js';
import { misuse } from '../program/failure.js';
import { commonOptions } from '../program/parse-arguments.js';

/** The completion script for a shell. Throws a `CommandFailure` for a shell that is not known. */
export function completionScripts(commands: readonly Command[], shell: string): string {
  const write = Object.hasOwn(writers, shell) ? writers[shell] : undefined;
  if (write) return write(commands);
  throw misuse('Name the shell: bash, zsh or fish.', 'shell');
}

const writers: Readonly<Record<string, (commands: readonly Command[]) => string>> = {
  bash: toBash,
  zsh: toZsh,
  fish: toFish,
};

function optionsOf({ options }: Command): readonly (readonly [string, OptionSpec])[] {
  return Object.entries<OptionSpec>({ ...options, ...commonOptions });
}

/** The first words of commands, and the second ones of each family. */
function families(commands: readonly Command[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { name } of commands) {
    const [first = '', second] = name.split(' ');
    const seconds = found.get(first) ?? [];
    if (second !== undefined) seconds.push(second);
    found.set(first, seconds);
  }
  return found;
}

function toBash(commands: readonly Command[]): string {
  const firsts = families(commands);
  const seconds = [...firsts].flatMap(([first, words]) =>
    words.length === 0 ? [] : [`    "${first}") words="${words.join(' ')}" ;;`],
  );
  const toCase = (command: Command): string => {
    const names = optionsOf(command).map(([name]) => `--${name}`);
    return `    "${command.name}") words="${names.join(' ')}" ;;`;
  };
  const isPair = ({ name }: Command): boolean => name.includes(' ');
  const pairs = commands.filter(isPair).map(toCase);
  const singles = commands.filter((command) => !isPair(command)).map(toCase);
  const choices = new Map(commands.flatMap(optionsOf).flatMap(toChoices));
  const values = [...choices].map(
    ([name, words]) =>
      `    --${name}) COMPREPLY=($(compgen -W "${words}" -- "$current")); return ;;`,
  );
  return `# licet completion for bash
_licet() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words=""
  local first="\${COMP_WORDS[1]}" second="\${COMP_WORDS[2]}"
  case "$previous" in
${values.join('\n')}
  esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${[...firsts.keys()].join(' ')} --help --version" -- "$current"))
    return
  fi
  if [ "$COMP_CWORD" -eq 2 ]; then
    case "$first" in
${seconds.join('\n')}
    esac
    if [ -n "$words" ]; then
      COMPREPLY=($(compgen -W "$words" -- "$current"))
      return
    fi
  fi
  case "$first $second" in
${pairs.join('\n')}
  esac
  [ -n "$words" ] || case "$first" in
${singles.join('\n')}
  esac
  case "$current" in
    -*) COMPREPLY=($(compgen -W "$words" -- "$current")) ;;
    *) COMPREPLY=($(compgen -f -- "$current")) ;;
  esac
}
complete -o filenames -F _licet licet
`;
}

function toChoices([name, spec]: readonly [string, OptionSpec]): [string, string][] {
  return spec.type !== 'flag' && spec.choices ? [[name, spec.choices.join(' ')]] : [];
}

function toZsh(commands: readonly Command[]): string {
  return `# licet completion for zsh, to be sourced: the completion of bash serves both.
autoload -U +X bashcompinit && bashcompinit
${toBash(commands)}`;
}

function toFish(commands: readonly Command[]): string {
  const firsts = families(commands);
  const lines = [...firsts].flatMap(([first, words]) => [
    `complete -c licet -n __fish_use_subcommand -f -a ${first} -d ${quote(summaryOf(commands, first))}`,
    ...(words.length === 0
      ? []
      : [
          `complete -c licet -n '__fish_seen_subcommand_from ${first}; and not __fish_seen_subcommand_from ${words.join(' ')}' -f -a '${words.join(' ')}'`,
        ]),
  ]);
  const options = commands.flatMap((command) => {
    const seen = command.name
      .split(' ')
      .map((word) => `__fish_seen_subcommand_from ${word}`)
      .join('; and ');
    return optionsOf(command).map(([name, spec]) => {
      const value = spec.type === 'flag' ? '' : ' -r';
      const choices =
        spec.type !== 'flag' && spec.choices ? ` -f -a '${spec.choices.join(' ')}'` : '';
      return `complete -c licet -n '${seen}' -l ${name}${value}${choices} -d ${quote(spec.text)}`;
    });
  });
  return `# licet completion for fish\n${[...lines, ...options].join('\n')}\n`;
}

function summaryOf(commands: readonly Command[], first: string): string {
  const own = commands.find(({ name }) => name === first);
  const family = commands.filter(({ name }) => name.startsWith(`${first} `));
  return own?.summary ?? family.map(({ name }) => name.slice(first.length + 1)).join(', ');
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
