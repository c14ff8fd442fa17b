/** Whole seconds since 1970-01-01T00:00:00Z, the only unit of time in documents and decisions. */
export type EpochSeconds = number;

export const secondsPerDay = 86_400;

/** Tells the present time. Every function that needs one takes it as an option. */
export type Clock = () => EpochSeconds;

/** The machine's own clock. This is the only file of the package that names `Date`. */
export const systemClock: Clock = () => Math.floor(Date.now() / 1000);
