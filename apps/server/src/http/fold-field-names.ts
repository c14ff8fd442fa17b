import type { App } from './app.js';
import type { JsonBody } from './parse-body.js';

/**
 * On the routes that ask for it, gives body members the names of the schema, whatever their case, and drops the members that the schema does
 * not know. No two members can fall together: names that differ only in case were refused before.
 */
export function foldFieldNames(app: App): void {
  app.addHook('preValidation', (request, _reply, done) => {
    const { config, schema } = request.routeOptions;
    if (config.foldsFieldNames === true && request.body !== undefined) {
      const body = renameFields(request.body as JsonBody, namesOf(schema?.body as object));
      request.body = dropFields(body, config.ignoredFields?.(body) ?? []);
    }
    done();
  });
}

/** Names as the schema spells them, by their lower case. */
type KnownNames = ReadonlyMap<string, string>;

export function toKnownNames(names: readonly string[]): KnownNames {
  return new Map(names.map((name) => [name.toLowerCase(), name]));
}

/** Only ASCII letters are folded: to fold others would make strange names, such as one with a Kelvin sign, equal to ours. */
export function renameFields(body: JsonBody, known: KnownNames): JsonBody {
  const renamed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(body)) {
    const knownName = isAscii(name) ? known.get(name.toLowerCase()) : undefined;
    if (knownName !== undefined) renamed[knownName] = value;
  }
  return renamed;
}

function dropFields(body: JsonBody, names: readonly string[]): JsonBody {
  if (names.length === 0) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

/** Of each schema that was asked for. */
const namesOfSchemas = new WeakMap<object, KnownNames>();

function namesOf(schema: { properties?: object }): KnownNames {
  const names = namesOfSchemas.get(schema) ?? toKnownNames(Object.keys(schema.properties ?? {}));
  namesOfSchemas.set(schema, names);
  return names;
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
