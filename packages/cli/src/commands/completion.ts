import { completionScripts } from '../completion/scripts.js';
import { defineCommand, type Command } from '../program/command.js';

/** Teaches a shell the commands and options. */
export function createCompletion(commands: readonly Command[]): Command {
  return defineCommand({
    name: 'completion',
    summary: 'Print the completion of commands and options for a shell',
    about: `Prints a script for bash, zsh or fish. Load it in the start-up file of the shell.`,
    operands: [{ name: 'shell', text: 'bash, zsh or fish' }],
    options: {},
    examples: [
      ['completion bash >> ~/.bash_completion', 'for bash'],
      [
        'completion zsh > ~/.licet.zsh',
        'for zsh, with "source ~/.licet.zsh" behind compinit in ~/.zshrc',
      ],
      ['completion fish > ~/.config/fish/completions/licet.fish', 'for fish'],
    ],
    run: ({ operands: [shell = ''] }) => {
      const script = completionScripts(commands, shell);
      return Promise.resolve({ data: { shell, script }, text: script });
    },
  });
}
