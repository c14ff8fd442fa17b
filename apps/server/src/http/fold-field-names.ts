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
      const body = renameFields(request.body as JsonBody, namesOf(schema?.body));
      request.body = dropFields(body, config.ignoredFields?.(body) ?? []);
    }
    done();
  });
}

/** Only ASCII letters are folded: to fold others would make strange names, such as one with a Kelvin sign, equal to ours. */
export function renameFields(body: JsonBody, names: readonly string[]): JsonBody {
  const known = new Map(names.map((name) => [name.toLowerCase(), name]));
  const fields = Object.entries(body).flatMap(([name, value]) => {
    const knownName = isAscii(name) ? known.get(name.toLowerCase()) : undefined;
    return knownName === undefined ? [] : [[knownName, value] as const];
  });
  return Object.fromEntries(fields);
}

function dropFields(body: JsonBody, names: readonly string[]): JsonBody {
  return Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));
}

function namesOf(schema: unknown): string[] {
  const { properties = {} } = schema as { properties?: object };
  return Object.keys(properties);
}

function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}
