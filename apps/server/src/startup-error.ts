/** The server cannot start as things are; `message` says what to do, for the person who starts it. */
export class StartupError extends Error {
  override readonly name = 'StartupError';
  readonly code = 'cannot_start';
}
