/** The kinds of licenses that are sold. */
export const licenseKinds = ['domain', 'single-user', 'network', 'token'] as const;

/** What can be issued offline: the four kinds, and the code that one machine is unlocked with. */
export const issuedKinds = [...licenseKinds, 'activation'] as const;

/** One of {@link issuedKinds}. */
export type IssuedKind = (typeof issuedKinds)[number];
