/** Who makes a change. */
export type Actor =
  | { readonly kind: 'api-key'; readonly id: string }
  /** Somebody who is signed in to the console. */
  | { readonly kind: 'user'; readonly id: string }
  /** Whoever may run the program on the machine itself, or the program by itself. */
  | { readonly kind: 'system' };

export const system: Actor = { kind: 'system' };

/** The form in which an actor is stored, shown and asked for: `system`, or kind and id as in `api-key:key_12`. */
export function toActorText(actor: Actor): string {
  return actor.kind === 'system' ? actor.kind : `${actor.kind}:${actor.id}`;
}
