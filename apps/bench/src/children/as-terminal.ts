/** Loaded before a program's own code (`--import`): the pipe behind its standard error counts as a terminal, so that it shows its progress. */
Object.defineProperty(process.stderr, 'isTTY', { value: true });
