import type { FastifySchemaValidationError, FastifySchemaCompiler } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import Format from 'typebox/format';
import { fail, type Failure } from '../problems.js';

// The name is for readers of the schema: what counts as a date is decided by the grammar of core, in a service.
Format.Set('date-time', () => true);

/**
 * Checks requests against their schemas. Nothing is converted, dropped or filled in. A schema is compiled when its first request
 * comes, as compiling all of them would be most of a start.
 */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema }) => {
  let validator: Validator | undefined;
  return (value: unknown) => {
    validator ??= Compile(schema);
    return validator.Check(value) ? { value } : { error: validator.Errors(value) };
  };
};

/** The first thing that is wrong with a request, in words. A member within another is named by both, as `policy.graceDays`. `part` is what was checked, such as the body. */
export function toFieldFailure(
  errors: readonly FastifySchemaValidationError[],
  part: string | undefined,
): Failure {
  const error = errors.find(({ keyword }) => keyword !== 'boolean') ?? errors[0];
  const keyword = error?.keyword ?? '';
  const params: Record<string, unknown> = error?.params ?? {};
  const [, ...place] = (error?.instancePath ?? '').split('/');
  const field = place.join('.');
  const within = (name: string) => [...place, name].join('.');
  if (keyword === 'required') return missing(within(firstOf(params.requiredProperties)));
  if (keyword === 'additionalProperties')
    return unknown(within(firstOf(params.additionalProperties)));
  if (field === '') return fail('invalid_json', `Send the ${part ?? 'body'} as a JSON object.`);
  return fail('invalid_field', `${field} ${demandOf(keyword, params)}.`, field);
}

function demandOf(keyword: string, params: Record<string, unknown>): string {
  const limit = String(params.limit);
  switch (keyword) {
    case 'type':
      return `must be of type ${String(params.type)}`;
    case 'minLength':
      return limit === '1' ? 'must not be empty' : `must have at least ${limit} characters`;
    case 'maxLength':
      return `must have at most ${limit} characters`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    case 'enum':
      return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
    default:
      return 'has a character or a form that is not allowed there';
  }
}

function missing(field: string): Failure {
  return fail('missing_field', `Send ${field} too.`, field);
}

function unknown(field: string): Failure {
  return fail('unknown_field', `Leave out ${field}: it means nothing here.`, field);
}

function firstOf(names: unknown): string {
  return Array.isArray(names) ? String(names[0]) : '';
}
