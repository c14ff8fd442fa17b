import { tokenTextPattern } from '@licet/core';
import { Type, type TSchema } from 'typebox';
import { examples } from './examples.js';

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

/** A whole number of 32 bits, as the generated clients of many languages send it. */
export const Int32 = (description: string) =>
  Type.Integer({ minimum: -(2 ** 31), maximum: 2 ** 31 - 1, format: 'int32', description });

/** Id of a token setting. One that cannot exist is simply not found. */
export const TokenSettingId = () => Int32('Id of a token setting');

/** Subject, issuer or audience of an access token. */
export const TokenText = (description: string) =>
  Type.String({ minLength: 1, maxLength: 200, pattern: tokenTextPattern.source, description });

/** Whom or what an access token is for; what characters it may have is decided once it is in normal form. */
export const UniqueIdentifier = (description = 'Whom or what the token is for') =>
  Type.String({ minLength: 1, maxLength: 200, description, examples: ['DEVICE12345'] });

/** An access token. One that is too long to be one is simply not valid. */
export const AccessTokenText = () =>
  Type.String({ minLength: 1, maxLength: 16_384, description: 'Access token' });

/** A license file as it is sent. */
export const FileBase64 = () =>
  Type.String({
    minLength: 1,
    maxLength: 32_768,
    format: 'byte',
    description: 'Base64 of the license file',
    examples: [examples.file],
  });

/** A public key that a caller trusts. */
export const PublicKeyText = () =>
  Type.String({
    maxLength: 4096,
    description: 'RSAKeyValue XML or PEM; it must be one of our public keys',
    examples: [examples.xml],
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
  Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: printable,
    description,
    examples: ['My Shop'],
  });

/** An instant in answers. */
export const Instant = (description: string) =>
  Type.String({ format: 'date-time', description, examples: ['2026-12-30T13:02:38Z'] });

/** A serial number as it was sold. */
export const SerialText = () =>
  Type.String({
    minLength: 1,
    maxLength: 128,
    description: 'Serial number: 1 to 64 printable ASCII characters',
    examples: ['TOK123456789012345030'],
  });

/** Who or what uses a license, such as a device. */
export const IdentifierText = (description: string, minLength: 0 | 1 = 1) =>
  Type.String({
    minLength,
    maxLength: 200,
    pattern: printable,
    description,
    examples: ['DEVICE12345'],
  });

/** A field that may also be null, which means that it is not given. */
export const OrNull = <T extends TSchema>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]));

/** A token license as it travels. */
export const TokenLicenseText = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 32_768,
    description,
    examples: ['BASE64TOKEN|SIGNATURE'],
  });
