import { Type } from 'typebox';

/** Neither control characters nor those that turn the direction of text around. */
export const printable =
  '^[^\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]*$';

/** A product's code where a product is asked for: one that cannot exist is simply not found. */
export const ProductName = (description = 'Code of a product') =>
  Type.String({
    minLength: 1,
    maxLength: 64,
    pattern: printable,
    description,
    examples: ['example_script_name'],
  });

/** A domain name as a person writes it. */
export const DomainText = (description = 'Domain name') =>
  Type.String({
    minLength: 1,
    maxLength: 255,
    pattern: printable,
    description,
    examples: ['example.com'],
  });

/** Spaces around a key are allowed for: what is in between has at most 64 characters. */
export const DomainKeyText = () =>
  Type.String({
    minLength: 1,
    maxLength: 128,
    description: 'Domain key: 1 to 64 printable ASCII characters',
    examples: ['XXXX-XXXX-XXXX-XXXX'],
  });

/** A license file as it is sent. */
export const FileBase64 = () =>
  Type.String({
    minLength: 1,
    maxLength: 32_768,
    format: 'byte',
    description: 'Base64 of the license file',
  });

/** A public key that a caller trusts. */
export const PublicKeyText = () =>
  Type.String({
    maxLength: 4096,
    description: 'RSAKeyValue XML or PEM; it must be one of our public keys',
  });

/** A text that is compared with a signed one. An empty one is never equal. */
export const ComparedText = (
  description: string,
  maxLength: number,
  example: string,
  minLength = 0,
) => Type.String({ minLength, maxLength, pattern: printable, description, examples: [example] });

/** A name for people. */
export const DisplayName = (description: string) =>
  Type.String({ minLength: 1, maxLength: 200, pattern: printable, description });

/** An instant in answers. */
export const Instant = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-12-30T13:02:38Z'] });
