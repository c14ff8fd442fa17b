// Made by `pnpm run generate` from the OpenAPI document of the server. Do not edit.

export const methods = ["get","post"] as const;
export const textAnswers: ReadonlySet<string> = new Set([
    "get /",
    "post /update/LicenseUpdate/RenewDomainLicense",
    "get /v1/licenses/{id}/file",
]);

export interface paths {
    readonly "/": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Name and version of this server */
        readonly get: operations["root"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/gen/LicenseGen/generate/domainlic": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Generate a domain license */
        readonly post: operations["generateDomainLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/gen/LicenseGen/check/license-status": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Check the status of a license */
        readonly post: operations["checkLicenseStatus"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/update/LicenseUpdate/RenewDomainLicense": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Renew a domain license */
        readonly post: operations["renewDomainLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/val/LicenseVal/validate/domain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Validate a domain license */
        readonly post: operations["validateDomainLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/web/LicenseWeb/activate/domainlic": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Fetch the license file of a domain */
        readonly post: operations["activateDomainLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/products": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List products */
        readonly get: operations["listProducts"];
        readonly put?: never;
        /** Create a product */
        readonly post: operations["createProduct"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/products/{code}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a product */
        readonly get: operations["readProduct"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/signing-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List signing keys */
        readonly get: operations["listSigningKeys"];
        readonly put?: never;
        /** Make a new leaf and retire the one before */
        readonly post: operations["rotateSigningKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/api-keys": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List API keys */
        readonly get: operations["listApiKeys"];
        readonly put?: never;
        /** Create an API key */
        readonly post: operations["createApiKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/api-keys/{id}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Revoke an API key */
        readonly post: operations["revokeApiKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** List licenses */
        readonly get: operations["listLicenses"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Read a license */
        readonly get: operations["readLicense"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/file": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Download the file of a license */
        readonly get: operations["readLicenseFile"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Revoke a license for good */
        readonly post: operations["revokeLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/suspend": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Suspend a license */
        readonly post: operations["suspendLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/reinstate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /** Reinstate a suspended license */
        readonly post: operations["reinstateLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Public keys */
        readonly get: operations["jwks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/healthz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Is the process alive */
        readonly get: operations["healthz"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/readyz": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /** Can requests be answered */
        readonly get: operations["readyz"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: never;
    responses: {
        /** @description A problem */
        readonly Problem: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": {
                    /** @description urn:licet:problem: and the code */
                    readonly type: string;
                    readonly title: string;
                    readonly status: number;
                    /** @description What to do, in plain words */
                    readonly detail: string;
                    /**
                     * @description Stable: react to this
                     * @enum {unknown}
                     */
                    readonly code: "malformed_request" | "invalid_json" | "duplicate_field" | "missing_field" | "invalid_field" | "unknown_field" | "invalid_domain" | "public_suffix" | "invalid_date" | "date_not_in_future" | "invalid_cursor" | "invalid_idempotency_key" | "unauthorized" | "insufficient_scope" | "not_found" | "product_not_found" | "license_not_found" | "api_key_not_found" | "method_not_allowed" | "request_timeout" | "product_exists" | "key_in_use" | "permanent_license" | "license_revoked" | "license_suspended" | "date_before_current_end" | "idempotency_key_reused" | "payload_too_large" | "uri_too_long" | "unsupported_media_type" | "headers_too_large" | "internal_error" | "database_unavailable" | "overloaded" | "not_ready";
                    /** @description The member of the request that is to blame */
                    readonly field?: string;
                };
                readonly "text/plain": string;
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    readonly root: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Name and version of this server */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly generateDomainLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Code of a product
                     * @example example_script_name
                     */
                    readonly scriptname: string;
                    /**
                     * @description Domain to license; *.example.com for all names one label below it
                     * @example example.com
                     */
                    readonly domainname: string;
                    /**
                     * @description Domain key: 1 to 64 printable ASCII characters
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly domainkey: string;
                };
            };
        };
        readonly responses: {
            /** @description Generate a domain license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @example license.dat */
                        readonly fileName: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly checkLicenseStatus: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Domain key: 1 to 64 printable ASCII characters
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly domainKey: string;
                };
            };
        };
        readonly responses: {
            /** @description Check the status of a license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly valid: boolean;
                        /** @example Permanent License detected. No expiration date set. */
                        readonly message: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly renewDomainLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Domain key: 1 to 64 printable ASCII characters
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly domainKey: string;
                    /**
                     * Format: date-time
                     * @description New end, exclusive; a date alone includes that day
                     * @example 2026-12-30T13:02:38.0677627Z
                     */
                    readonly newValidToDate: string;
                };
            };
        };
        readonly responses: {
            /** @description Renew a domain license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/plain": string;
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly validateDomainLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Code of a product
                     * @example example_script_name
                     */
                    readonly scriptname: string;
                    /**
                     * @description Host name that the license is used for
                     * @example example.com
                     */
                    readonly domainname: string;
                    /**
                     * @description Domain key: 1 to 64 printable ASCII characters
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly domainkey: string;
                    /** @description RSAKeyValue XML or PEM; it must be one of our public keys */
                    readonly publickey?: string;
                    /**
                     * Format: byte
                     * @description Base64 of the license file
                     */
                    readonly webLicenseFile: string;
                };
            };
        };
        readonly responses: {
            /** @description Validate a domain license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly valid: boolean;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly activateDomainLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description Code of a product
                     * @example example_script_name
                     */
                    readonly scriptName: string;
                    /**
                     * @description Host name of the installation
                     * @example example.com
                     */
                    readonly domainName: string;
                    /**
                     * @description Domain key: 1 to 64 printable ASCII characters
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly domainKey: string;
                };
            };
        };
        readonly responses: {
            /** @description Fetch the license file of a domain */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly status: "success";
                        /** Format: byte */
                        readonly licenseFileBase64: string;
                        /** @example licensefilename.lic */
                        readonly licenseFileName: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly listProducts: {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description Most items, 1 to 100; 50 by default */
                readonly limit?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List products */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly code: string;
                            readonly name: string;
                            /** @description Days that a license lasts */
                            readonly termDays?: number;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                        }[];
                        /** @description null on the last page */
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly createProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @description 1 to 64 letters, digits, ".", "_" and "-", beginning with a letter or digit */
                    readonly code: string;
                    /** @description Name for people */
                    readonly name: string;
                    /** @description Days that a license lasts */
                    readonly termDays?: number;
                };
            };
        };
        readonly responses: {
            /** @description Create a product */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly code: string;
                        readonly name: string;
                        /** @description Days that a license lasts */
                        readonly termDays?: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly code: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Read a product */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly code: string;
                        readonly name: string;
                        /** @description Days that a license lasts */
                        readonly termDays?: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly listSigningKeys: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List signing keys */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @description RFC 7638 thumbprint */
                            readonly kid: string;
                            /** @enum {unknown} */
                            readonly use: "root" | "license" | "status";
                            /** @enum {unknown} */
                            readonly status: "active" | "retired" | "burnt";
                            readonly pem: string;
                            readonly jwk: {
                                /** @enum {string} */
                                readonly kty: "RSA";
                                readonly n: string;
                                readonly e: string;
                                readonly kid: string;
                                /** @enum {string} */
                                readonly alg: "RS256";
                                /** @enum {string} */
                                readonly use: "sig";
                            };
                            /** @description RSAKeyValue */
                            readonly xml: string;
                        }[];
                        /** @description null on the last page */
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly rotateSigningKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /**
                     * @description What the new leaf signs
                     * @enum {unknown}
                     */
                    readonly use: "license" | "status";
                };
            };
        };
        readonly responses: {
            /** @description Make a new leaf and retire the one before */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @description RFC 7638 thumbprint */
                        readonly kid: string;
                        /** @enum {unknown} */
                        readonly use: "root" | "license" | "status";
                        /** @enum {unknown} */
                        readonly status: "active" | "retired" | "burnt";
                        readonly pem: string;
                        readonly jwk: {
                            /** @enum {string} */
                            readonly kty: "RSA";
                            readonly n: string;
                            readonly e: string;
                            readonly kid: string;
                            /** @enum {string} */
                            readonly alg: "RS256";
                            /** @enum {string} */
                            readonly use: "sig";
                        };
                        /** @description RSAKeyValue */
                        readonly xml: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly listApiKeys: {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description Most items, 1 to 100; 50 by default */
                readonly limit?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List API keys */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly id: string;
                            /** @enum {unknown} */
                            readonly scope: "admin" | "issue" | "client";
                            /** @enum {unknown} */
                            readonly kind: "secret" | "publishable";
                            readonly name: string;
                            readonly last4: string;
                            readonly product?: string;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description End
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly expiresAt?: string;
                            /**
                             * Format: date-time
                             * @description Revocation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly revokedAt?: string;
                            /**
                             * Format: date-time
                             * @description Last use, to the minute
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly lastUsedAt?: string;
                        }[];
                        /** @description null on the last page */
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly createApiKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": {
                    /** @enum {unknown} */
                    readonly scope: "admin" | "issue" | "client";
                    /** @description What the key is for */
                    readonly name?: string;
                    /**
                     * @description The only product that the key may touch
                     * @example example_script_name
                     */
                    readonly product?: string;
                    readonly expiresInSeconds?: number;
                };
            };
        };
        readonly responses: {
            /** @description Create an API key */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly scope: "admin" | "issue" | "client";
                        /** @enum {unknown} */
                        readonly kind: "secret" | "publishable";
                        readonly name: string;
                        readonly last4: string;
                        readonly product?: string;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description End
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt?: string;
                        /**
                         * Format: date-time
                         * @description Revocation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly revokedAt?: string;
                        /**
                         * Format: date-time
                         * @description Last use, to the minute
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly lastUsedAt?: string;
                        /** @description The key itself, shown this once */
                        readonly key: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly revokeApiKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Revoke an API key */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly scope: "admin" | "issue" | "client";
                        /** @enum {unknown} */
                        readonly kind: "secret" | "publishable";
                        readonly name: string;
                        readonly last4: string;
                        readonly product?: string;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description End
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt?: string;
                        /**
                         * Format: date-time
                         * @description Revocation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly revokedAt?: string;
                        /**
                         * Format: date-time
                         * @description Last use, to the minute
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly lastUsedAt?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly listLicenses: {
        readonly parameters: {
            readonly query?: {
                /** @description nextCursor of the page before */
                readonly cursor?: string;
                /** @description Most items, 1 to 100; 50 by default */
                readonly limit?: string;
                /**
                 * @description Code of a product
                 * @example example_script_name
                 */
                readonly product?: string;
                /**
                 * @description Licenses with an entry of this name
                 * @example example.com
                 */
                readonly domain?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List licenses */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly id: string;
                            /** @enum {unknown} */
                            readonly kind: "domain";
                            readonly product: string;
                            /** @enum {unknown} */
                            readonly state: "active" | "suspended" | "revoked";
                            /**
                             * Format: date-time
                             * @description When the state became what it is
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly stateChangedAt: string;
                            readonly domains: readonly {
                                readonly name: string;
                                readonly scope: string;
                            }[];
                            /**
                             * Format: date-time
                             * @description Start, inclusive
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly validFrom?: string;
                            /**
                             * Format: date-time
                             * @description End, exclusive; absent when permanent
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly validTo?: string;
                            /** @description Counts the files of this license */
                            readonly generation: number;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                        }[];
                        /** @description null on the last page */
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Read a license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain";
                        readonly product: string;
                        /** @enum {unknown} */
                        readonly state: "active" | "suspended" | "revoked";
                        /**
                         * Format: date-time
                         * @description When the state became what it is
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly stateChangedAt: string;
                        readonly domains: readonly {
                            readonly name: string;
                            readonly scope: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description Start, inclusive
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validFrom?: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive; absent when permanent
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validTo?: string;
                        /** @description Counts the files of this license */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readLicenseFile: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Download the file of a license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/jose": string;
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly revokeLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Revoke a license for good */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain";
                        readonly product: string;
                        /** @enum {unknown} */
                        readonly state: "active" | "suspended" | "revoked";
                        /**
                         * Format: date-time
                         * @description When the state became what it is
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly stateChangedAt: string;
                        readonly domains: readonly {
                            readonly name: string;
                            readonly scope: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description Start, inclusive
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validFrom?: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive; absent when permanent
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validTo?: string;
                        /** @description Counts the files of this license */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly suspendLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Suspend a license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain";
                        readonly product: string;
                        /** @enum {unknown} */
                        readonly state: "active" | "suspended" | "revoked";
                        /**
                         * Format: date-time
                         * @description When the state became what it is
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly stateChangedAt: string;
                        readonly domains: readonly {
                            readonly name: string;
                            readonly scope: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description Start, inclusive
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validFrom?: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive; absent when permanent
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validTo?: string;
                        /** @description Counts the files of this license */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly reinstateLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Reinstate a suspended license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain";
                        readonly product: string;
                        /** @enum {unknown} */
                        readonly state: "active" | "suspended" | "revoked";
                        /**
                         * Format: date-time
                         * @description When the state became what it is
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly stateChangedAt: string;
                        readonly domains: readonly {
                            readonly name: string;
                            readonly scope: string;
                        }[];
                        /**
                         * Format: date-time
                         * @description Start, inclusive
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validFrom?: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive; absent when permanent
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly validTo?: string;
                        /** @description Counts the files of this license */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly jwks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Public keys */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        readonly keys: readonly {
                            /** @enum {string} */
                            readonly kty: "RSA";
                            readonly n: string;
                            readonly e: string;
                            readonly kid: string;
                            /** @enum {string} */
                            readonly alg: "RS256";
                            /** @enum {string} */
                            readonly use: "sig";
                        }[];
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly healthz: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Is the process alive */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly status: "ok";
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readyz: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Can requests be answered */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly status: "ok";
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
}
