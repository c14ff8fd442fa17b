import { tokenTextPattern } from '@licet/core';
import { Type, type TSchema } from 'typebox';
import { examples } from './examples.js';

/** Control characters and those that turn the direction of text around, in a class of a regular expression. */
const unseen = '\\u0000-\\u001f\\u007f-\\u009f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069';
export const printable = `^[^${unseen}]*$`;

/** A text in which everything can be seen. */
export const PrintableText = (
  description: string,
  maxLength: number,
  example: string,
  minLength: 0 | 1 = 1,
) => Type.String({ minLength, maxLength, pattern: printable, description, examples: [example] });

/** A product's code where a product is asked for: one that cannot exist is simply not found. */
export const ProductName = (description = 'Code of a product') =>
  PrintableText(description, 64, examples.productCode);

/** A domain name as a person writes it. */
export const DomainText = (description = 'Domain name') =>
  PrintableText(description, 255, examples.domain);

/** Spaces around a key are allowed for: what is in between has at most 64 characters. */
export const DomainKeyText = () =>
  Type.String({
    minLength: 1,
    maxLength: 128,
    description: 'Domain key: 1 to 64 printable ASCII characters',
    examples: [examples.domainKey],
  });

/** A whole number of 32 bits, as the generated clients of many languages send it. */
export const Int32 = (description: string, example = 1) =>
  Type.Integer({
    minimum: -(2 ** 31),
    maximum: 2 ** 31 - 1,
    format: 'int32',
    description,
    examples: [example],
  });

/** Id of a token setting. One that cannot exist is simply not found. */
export const TokenSettingId = () => Int32('Id of a token setting');

/** Subject, issuer or audience of an access token. */
export const TokenText = (description: string, example: string) =>
  Type.String({
    minLength: 1,
    maxLength: 200,
    pattern: tokenTextPattern.source,
    description,
    examples: [example],
  });

/** Whom or what an access token is for; what characters it may have is decided once it is in normal form. */
export const UniqueIdentifier = (description = 'Whom or what the token is for') =>
  Type.String({ minLength: 1, maxLength: 200, description, examples: [examples.identifier] });

/** An access token. One that is too long to be one is simply not valid. */
export const AccessTokenText = () =>
  Type.String({
    minLength: 1,
    maxLength: 16_384,
    description: 'Access token',
    examples: [examples.accessToken],
  });

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
export const ComparedText = (description: string, maxLength: number, example: string) =>
  PrintableText(description, maxLength, example, 0);

/** A name for people. */
export const DisplayName = (description: string, example: string = examples.productName) =>
  PrintableText(description, 200, example);

/** An address as it is written: something on each side of one `@`, nothing that cannot be seen. */
export const EmailText = (description: string) =>
  Type.String({
    minLength: 3,
    maxLength: 254,
    pattern: `^[^@\\s${unseen}]+@[^@\\s${unseen}]+$`,
    description,
    examples: ['ada@example.com'],
  });

/** An instant in answers. */
export const Instant = (description: string) =>
  Type.String({ format: 'date-time', description, examples: [examples.instant] });

/** A serial number as it was sold. */
export const SerialText = (description = 'Serial number: 1 to 64 printable ASCII characters') =>
  PrintableText(description, 128, examples.importedSerial);

/** Who or what uses a license, such as a device. */
export const IdentifierText = (description: string, minLength: 0 | 1 = 1) =>
  PrintableText(description, 200, examples.identifier, minLength);

/** A field that may also be null, which means that it is not given. */
export const OrNull = <T extends TSchema>(schema: T) =>
  Type.Optional(Type.Union([schema, Type.Null()]));

/** A token license as it travels. */
export const TokenLicenseText = (description: string) =>
  Type.String({
    minLength: 1,
    maxLength: 32_768,
    description,
    examples: [examples.tokenLicense],
  });
