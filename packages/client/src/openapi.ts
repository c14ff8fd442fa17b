// Made by `pnpm run generate` from the OpenAPI document of the server. Do not edit.

export const methods = ["delete","get","patch","post"] as const;
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
        /**
         * Name and version of this server
         * @description Needs no API key.
         */
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
        /**
         * Generate a domain license
         * @description Needs an API key of scope `issue`.
         */
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
        /**
         * Check the status of a license
         * @description Needs an API key of scope `client`.
         */
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
        /**
         * Renew a domain license
         * @description Needs an API key of scope `issue`.
         */
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
        /**
         * Validate a domain license
         * @description Needs an API key of scope `client`.
         */
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
        /**
         * Fetch the license file of a domain
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["activateDomainLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/token/TokenAccess/validate/apikey": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Exchange an access token for a client key
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["exchangeAccessToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/token/TokenAccess/generate/accesstoken": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Generate an access token
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["generateAccessToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/token/TokenAccess/validate/accesstoken": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validate an access token
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["validateAccessToken"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/token/TokenLicense/generate/tokenlic": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Issue a token license
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["generateTokenLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/token/TokenLicense/generate/tokenlic-registered": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Issue a token license and note who registered it
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["registerTokenLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/token/TokenLicense/check/maintenance-plan": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Check the maintenance plan of a token license
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["checkMaintenancePlan"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/token/TokenLicense/validate/tokenlic": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validate a token license
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["validateTokenLicense"];
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
        /**
         * List products
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["listProducts"];
        readonly put?: never;
        /**
         * Create a product
         * @description Needs an API key of scope `admin`.
         */
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
        /**
         * Read a product
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["readProduct"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/token-settings": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List token settings
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["listTokenSettings"];
        readonly put?: never;
        /**
         * Create a token setting
         * @description Needs an API key of scope `admin`.
         */
        readonly post: operations["createTokenSetting"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/token-settings/{id}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read a token setting
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["readTokenSetting"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Delete a token setting, and end its tokens and client keys
         * @description Needs an API key of scope `admin`.
         */
        readonly delete: operations["deleteTokenSetting"];
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a token setting
         * @description Needs an API key of scope `admin`.
         */
        readonly patch: operations["changeTokenSetting"];
        readonly trace?: never;
    };
    readonly "/v1/token-settings/{id}/rotate": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make a new secret and retire the one before
         * @description Needs an API key of scope `admin`.
         */
        readonly post: operations["rotateTokenSecret"];
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
        /**
         * List signing keys
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["listSigningKeys"];
        readonly put?: never;
        /**
         * Make a new leaf and retire the one before
         * @description Needs an API key of scope `admin`.
         */
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
        /**
         * List API keys
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["listApiKeys"];
        readonly put?: never;
        /**
         * Create an API key
         * @description Needs an API key of scope `admin`.
         */
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
        /**
         * Revoke an API key
         * @description Needs an API key of scope `admin`.
         */
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
        /**
         * List licenses
         * @description Needs an API key of scope `issue`.
         */
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
        /**
         * Read a license
         * @description Needs an API key of scope `issue`.
         */
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
        /**
         * Download the file of a license
         * @description Needs an API key of scope `issue`.
         */
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
        /**
         * Revoke a license for good
         * @description Needs an API key of scope `issue`.
         */
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
        /**
         * Suspend a license
         * @description Needs an API key of scope `issue`.
         */
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
        /**
         * Reinstate a suspended license
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["reinstateLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/seats": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the seats in use
         * @description Needs an API key of scope `issue`.
         */
        readonly get: operations["listSeats"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/holders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List who registered token licenses
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["listHolders"];
        readonly put?: never;
        readonly post?: never;
        /**
         * Forget who registered a token license
         * @description Needs an API key of scope `admin`.
         */
        readonly delete: operations["deleteHolder"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/leases": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Check a seat out
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["checkoutLease"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/leases/{id}/heartbeat": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Prolong a lease
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["heartbeatLease"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/leases/{id}/release": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Give a seat back
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["releaseLease"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/leases/{id}/borrow": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Borrow a seat for days without a connection
         * @description Needs an API key of scope `client`.
         */
        readonly post: operations["borrowLease"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/audit-log": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List changes, newest first
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["listAuditLog"];
        readonly put?: never;
        readonly post?: never;
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
        /**
         * Public keys
         * @description Needs no API key.
         */
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
        /**
         * Is the process alive
         * @description Needs no API key.
         */
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
        /**
         * Can requests be answered
         * @description Needs no API key.
         */
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
                    /**
                     * Format: uri-reference
                     * @description Leads to the page of the code
                     */
                    readonly type: string;
                    /** @description The same for each failure with this code */
                    readonly title: string;
                    /** @description The status of the answer once more */
                    readonly status: number;
                    /** @description What to do, in plain words */
                    readonly detail: string;
                    /**
                     * @description Stable: react to this
                     * @enum {unknown}
                     */
                    readonly code: "malformed_request" | "invalid_json" | "duplicate_field" | "missing_field" | "invalid_field" | "unknown_field" | "invalid_domain" | "public_suffix" | "invalid_date" | "date_not_in_future" | "invalid_cursor" | "invalid_idempotency_key" | "invalid_token" | "token_expired" | "token_not_yet_valid" | "wrong_product" | "wrong_identifier" | "unauthorized" | "insufficient_scope" | "not_found" | "product_not_found" | "license_not_found" | "holder_not_found" | "api_key_not_found" | "token_setting_not_found" | "method_not_allowed" | "request_timeout" | "product_exists" | "key_in_use" | "permanent_license" | "license_revoked" | "license_suspended" | "activation_revoked" | "license_expired" | "license_not_yet_valid" | "wrong_license_kind" | "no_seat_free" | "activation_limit_reached" | "lease_lost" | "lease_borrowed" | "date_before_current_end" | "too_many_secrets" | "idempotency_key_reused" | "payload_too_large" | "uri_too_long" | "unsupported_media_type" | "rate_limited" | "too_many_guesses" | "headers_too_large" | "internal_error" | "database_unavailable" | "overloaded" | "not_ready";
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
                    /** @example Licet 0.1.0 */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "scriptname": "example_script_name",
                 *       "domainname": "example.com",
                 *       "domainkey": "XXXX-XXXX-XXXX-XXXX"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "fileName": "license.dat"
                     *     }
                     */
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
                /**
                 * @example {
                 *       "domainKey": "XXXX-XXXX-XXXX-XXXX"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "valid": true,
                     *       "message": "Permanent License detected. No expiration date set."
                     *     }
                     */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "domainKey": "XXXX-XXXX-XXXX-XXXX",
                 *       "newValidToDate": "2026-12-30T13:02:38.0677627Z"
                 *     }
                 */
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
                    /** @example License renewed successfully */
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
                /**
                 * @example {
                 *       "scriptname": "example_script_name",
                 *       "domainname": "example.com",
                 *       "domainkey": "XXXX-XXXX-XXXX-XXXX",
                 *       "publickey": "<RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
                 *       "webLicenseFile": "ZXlKaGJHY2lPaUpTVXpJMU5pSjku"
                 *     }
                 */
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
                    /**
                     * @description RSAKeyValue XML or PEM; it must be one of our public keys
                     * @example <RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>
                     */
                    readonly publickey?: string;
                    /**
                     * Format: byte
                     * @description Base64 of the license file
                     * @example ZXlKaGJHY2lPaUpTVXpJMU5pSjku
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
                    /**
                     * @example {
                     *       "valid": true
                     *     }
                     */
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
                /**
                 * @example {
                 *       "scriptName": "example_script_name",
                 *       "domainName": "example.com",
                 *       "domainKey": "XXXX-XXXX-XXXX-XXXX"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "status": "success",
                     *       "licenseFileBase64": "ZXlKaGJHY2lPaUpTVXpJMU5pSjku",
                     *       "licenseFileName": "licensefilename.lic"
                     *     }
                     */
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly status: "success";
                        /**
                         * Format: byte
                         * @example ZXlKaGJHY2lPaUpTVXpJMU5pSjku
                         */
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
    readonly exchangeAccessToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "identifier": "DEVICE12345"
                 *     }
                 */
                readonly "application/json": {
                    /** @description Access token */
                    readonly token: string;
                    /**
                     * @description Whom or what the token was made for
                     * @example DEVICE12345
                     */
                    readonly identifier: string;
                };
            };
        };
        readonly responses: {
            /** @description Exchange an access token for a client key */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "valid": true
                     *     }
                     */
                    readonly "application/json": {
                        readonly valid: boolean;
                        /** @description A key of scope client that ends with the token, shown this once */
                        readonly apiKey?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly generateAccessToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "uniqueIdentifier": "DEVICE12345"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Whom or what the token is for
                     * @example DEVICE12345
                     */
                    readonly uniqueIdentifier: string;
                    /**
                     * Format: int32
                     * @description Id of a token setting
                     */
                    readonly tokenSettingId: number;
                };
            };
        };
        readonly responses: {
            /** @description Generate an access token */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example {} */
                    readonly "application/json": {
                        /** @description A JWT */
                        readonly access_token: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly validateAccessToken: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /** @example {} */
                readonly "application/json": {
                    /** @description Access token */
                    readonly token: string;
                    /**
                     * Format: int32
                     * @description Id of a token setting
                     */
                    readonly tokenSettingId: number;
                };
            };
        };
        readonly responses: {
            /** @description Validate an access token */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "valid": true,
                     *       "tokenInfo": {
                     *         "issueDate": "2026-12-30T13:02:38Z",
                     *         "expiryDate": "2026-12-30T13:02:38Z"
                     *       }
                     *     }
                     */
                    readonly "application/json": {
                        readonly valid: boolean;
                        readonly tokenInfo?: {
                            readonly uniqueIdentifier: string;
                            /**
                             * Format: date-time
                             * @description Issue
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly issueDate: string;
                            /**
                             * Format: date-time
                             * @description End, exclusive
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly expiryDate: string;
                            readonly issuer: string;
                            readonly audience: string;
                        };
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly generateTokenLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "tokenSerial": "TOK123456789012345030",
                 *       "programID": "example_script_name",
                 *       "uniqueIdentifier": "DEVICE12345",
                 *       "boundToComputer": true
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Serial number: 1 to 64 printable ASCII characters
                     * @example TOK123456789012345030
                     */
                    readonly tokenSerial: string;
                    /**
                     * @description Code of a product
                     * @example example_script_name
                     */
                    readonly programID: string;
                    readonly uniqueIdentifier?: string | null;
                    /** @description Takes a seat of the serial for the identifier */
                    readonly boundToComputer?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Issue a token license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "BASE64TOKEN|SIGNATURE",
                     *       "expiryDate": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description The token license
                         * @example BASE64TOKEN|SIGNATURE
                         */
                        readonly token: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiryDate: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly registerTokenLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "tokenSerial": "TOK123456789012345030",
                 *       "programID": "example_script_name",
                 *       "uniqueIdentifier": "DEVICE12345",
                 *       "boundToComputer": true,
                 *       "name": "My Shop",
                 *       "email": "ada@example.com"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Serial number: 1 to 64 printable ASCII characters
                     * @example TOK123456789012345030
                     */
                    readonly tokenSerial: string;
                    /**
                     * @description Code of a product
                     * @example example_script_name
                     */
                    readonly programID: string;
                    readonly uniqueIdentifier?: string | null;
                    /** @description Takes a seat of the serial for the identifier */
                    readonly boundToComputer?: boolean;
                    readonly name?: string | null;
                    readonly email?: string | null;
                };
            };
        };
        readonly responses: {
            /** @description Issue a token license and note who registered it */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "token": "BASE64TOKEN|SIGNATURE",
                     *       "expiryDate": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description The token license
                         * @example BASE64TOKEN|SIGNATURE
                         */
                        readonly token: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiryDate: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly checkMaintenancePlan: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "generatedToken": "BASE64TOKEN|SIGNATURE"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description A token license
                     * @example BASE64TOKEN|SIGNATURE
                     */
                    readonly generatedToken: string;
                };
            };
        };
        readonly responses: {
            /** @description Check the maintenance plan of a token license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "maintenancePlanSupported": true,
                     *       "hasMaintenancePlan": true
                     *     }
                     */
                    readonly "application/json": {
                        /** @description Whether plans are sold for the product */
                        readonly maintenancePlanSupported: boolean;
                        /** @description null where plans are not sold */
                        readonly hasMaintenancePlan: boolean | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly validateTokenLicense: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "tokenLicense": "BASE64TOKEN|SIGNATURE",
                 *       "programID": "example_script_name",
                 *       "uniqueIdentifier": "DEVICE12345"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description A token license
                     * @example BASE64TOKEN|SIGNATURE
                     */
                    readonly tokenLicense: string;
                    /**
                     * @description Code of a product
                     * @example example_script_name
                     */
                    readonly programID: string;
                    readonly uniqueIdentifier?: string | null;
                };
            };
        };
        readonly responses: {
            /** @description Validate a token license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "Message": "Token license is valid.",
                     *       "TokenSerial": "TOK123456789012345030",
                     *       "ExpiryDate": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @enum {string} */
                        readonly Message: "Token license is valid.";
                        /** @example TOK123456789012345030 */
                        readonly TokenSerial: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly ExpiryDate: string;
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
                /**
                 * @description nextCursor of the page before
                 * @example WyJteS1zaG9wIl0
                 */
                readonly cursor?: string;
                /**
                 * @description Most items, 1 to 100; 50 by default
                 * @example 50
                 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "code": "my-shop",
                     *           "name": "My Shop",
                     *           "termDays": 365,
                     *           "createdAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @example my-shop */
                            readonly code: string;
                            /** @example My Shop */
                            readonly name: string;
                            /**
                             * @description Days that a license lasts
                             * @example 365
                             */
                            readonly termDays?: number;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "code": "my-shop",
                 *       "name": "My Shop",
                 *       "termDays": 365
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description 1 to 64 letters, digits, ".", "_" and "-", beginning with a letter or digit
                     * @example my-shop
                     */
                    readonly code: string;
                    /**
                     * @description Name for people
                     * @example My Shop
                     */
                    readonly name: string;
                    /**
                     * @description Days that a license lasts
                     * @example 365
                     */
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
                    /**
                     * @example {
                     *       "code": "my-shop",
                     *       "name": "My Shop",
                     *       "termDays": 365,
                     *       "createdAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example my-shop */
                        readonly code: string;
                        /** @example My Shop */
                        readonly name: string;
                        /**
                         * @description Days that a license lasts
                         * @example 365
                         */
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
                /** @example my-shop */
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
                    /**
                     * @example {
                     *       "code": "my-shop",
                     *       "name": "My Shop",
                     *       "termDays": 365,
                     *       "createdAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example my-shop */
                        readonly code: string;
                        /** @example My Shop */
                        readonly name: string;
                        /**
                         * @description Days that a license lasts
                         * @example 365
                         */
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
    readonly listTokenSettings: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description nextCursor of the page before
                 * @example WyJteS1zaG9wIl0
                 */
                readonly cursor?: string;
                /**
                 * @description Most items, 1 to 100; 50 by default
                 * @example 50
                 */
                readonly limit?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List token settings */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "algorithm": "HS256",
                     *           "allowsClientKeys": true,
                     *           "createdAt": "2026-12-30T13:02:38Z",
                     *           "deletedAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /**
                             * Format: int32
                             * @description Never used again
                             */
                            readonly id: number;
                            readonly name: string;
                            readonly issuer: string;
                            readonly audience: string;
                            readonly lifetimeSeconds: number;
                            /** @enum {string} */
                            readonly algorithm: "HS256";
                            readonly allowsClientKeys: boolean;
                            readonly product?: string;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description Deletion
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly deletedAt?: string;
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly createTokenSetting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "My Shop",
                 *       "allowsClientKeys": true,
                 *       "product": "example_script_name"
                 *     }
                 */
                readonly "application/json": {
                    /** @description Issuer that tokens name */
                    readonly issuer: string;
                    /** @description Audience that tokens name */
                    readonly audience: string;
                    /** @description Seconds that a token lasts */
                    readonly lifetimeSeconds: number;
                    /**
                     * @description What the setting is for
                     * @example My Shop
                     */
                    readonly name?: string;
                    /** @description Whether tokens can be exchanged for client keys (operation 8); not by default */
                    readonly allowsClientKeys?: boolean;
                    /**
                     * @description The only product of the keys that tokens are exchanged for
                     * @example example_script_name
                     */
                    readonly product?: string;
                };
            };
        };
        readonly responses: {
            /** @description Create a token setting */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         */
                        readonly id: number;
                        readonly name: string;
                        readonly issuer: string;
                        readonly audience: string;
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
                        readonly product?: string;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description Deletion
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly deletedAt?: string;
                        /** @description 32 bytes in base64url, shown this once: who holds them can make tokens */
                        readonly secret: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readTokenSetting: {
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
            /** @description Read a token setting */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         */
                        readonly id: number;
                        readonly name: string;
                        readonly issuer: string;
                        readonly audience: string;
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
                        readonly product?: string;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description Deletion
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly deletedAt?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly deleteTokenSetting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Delete a token setting, and end its tokens and client keys */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         */
                        readonly id: number;
                        readonly name: string;
                        readonly issuer: string;
                        readonly audience: string;
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
                        readonly product?: string;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description Deletion
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly deletedAt?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly changeTokenSetting: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "My Shop",
                 *       "allowsClientKeys": true
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description What the setting is for
                     * @example My Shop
                     */
                    readonly name?: string;
                    /** @description Seconds that a token lasts */
                    readonly lifetimeSeconds?: number;
                    /** @description Whether tokens can be exchanged for client keys (operation 8); not by default */
                    readonly allowsClientKeys?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Change a token setting */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         */
                        readonly id: number;
                        readonly name: string;
                        readonly issuer: string;
                        readonly audience: string;
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
                        readonly product?: string;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description Deletion
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly deletedAt?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly rotateTokenSecret: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "endsOldTokens": true
                 *     }
                 */
                readonly "application/json": {
                    /** @description After a theft: end tokens and client keys of before at once, rather than at their own end */
                    readonly endsOldTokens?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Make a new secret and retire the one before */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         */
                        readonly id: number;
                        readonly name: string;
                        readonly issuer: string;
                        readonly audience: string;
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
                        readonly product?: string;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description Deletion
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly deletedAt?: string;
                        /** @description 32 bytes in base64url, shown this once: who holds them can make tokens */
                        readonly secret: string;
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kid": "b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E",
                     *           "use": "license",
                     *           "status": "active",
                     *           "pem": "-----BEGIN PUBLIC KEY-----\nMIIBoj…\n-----END PUBLIC KEY-----\n",
                     *           "jwk": {
                     *             "kty": "RSA",
                     *             "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt",
                     *             "e": "AQAB",
                     *             "kid": "b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E",
                     *             "alg": "RS256",
                     *             "use": "sig"
                     *           },
                     *           "xml": "<RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /**
                             * @description RFC 7638 thumbprint
                             * @example b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E
                             */
                            readonly kid: string;
                            /**
                             * @example license
                             * @enum {unknown}
                             */
                            readonly use: "root" | "license" | "status";
                            /** @enum {unknown} */
                            readonly status: "active" | "retired" | "burnt";
                            /**
                             * @example -----BEGIN PUBLIC KEY-----
                             *     MIIBoj…
                             *     -----END PUBLIC KEY-----
                             */
                            readonly pem: string;
                            readonly jwk: {
                                /** @enum {string} */
                                readonly kty: "RSA";
                                /** @example 0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt */
                                readonly n: string;
                                /** @example AQAB */
                                readonly e: string;
                                /** @example b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E */
                                readonly kid: string;
                                /** @enum {string} */
                                readonly alg: "RS256";
                                /** @enum {string} */
                                readonly use: "sig";
                            };
                            /**
                             * @description RSAKeyValue
                             * @example <RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>
                             */
                            readonly xml: string;
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "use": "license"
                 *     }
                 */
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
                    /**
                     * @example {
                     *       "kid": "b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E",
                     *       "use": "license",
                     *       "status": "active",
                     *       "pem": "-----BEGIN PUBLIC KEY-----\nMIIBoj…\n-----END PUBLIC KEY-----\n",
                     *       "jwk": {
                     *         "kty": "RSA",
                     *         "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt",
                     *         "e": "AQAB",
                     *         "kid": "b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E",
                     *         "alg": "RS256",
                     *         "use": "sig"
                     *       },
                     *       "xml": "<RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description RFC 7638 thumbprint
                         * @example b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E
                         */
                        readonly kid: string;
                        /**
                         * @example license
                         * @enum {unknown}
                         */
                        readonly use: "root" | "license" | "status";
                        /** @enum {unknown} */
                        readonly status: "active" | "retired" | "burnt";
                        /**
                         * @example -----BEGIN PUBLIC KEY-----
                         *     MIIBoj…
                         *     -----END PUBLIC KEY-----
                         */
                        readonly pem: string;
                        readonly jwk: {
                            /** @enum {string} */
                            readonly kty: "RSA";
                            /** @example 0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt */
                            readonly n: string;
                            /** @example AQAB */
                            readonly e: string;
                            /** @example b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E */
                            readonly kid: string;
                            /** @enum {string} */
                            readonly alg: "RS256";
                            /** @enum {string} */
                            readonly use: "sig";
                        };
                        /**
                         * @description RSAKeyValue
                         * @example <RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>
                         */
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
                /**
                 * @description nextCursor of the page before
                 * @example WyJteS1zaG9wIl0
                 */
                readonly cursor?: string;
                /**
                 * @description Most items, 1 to 100; 50 by default
                 * @example 50
                 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "key_4vqk2hmz7pd3xw6rt5cn2jbyaq",
                     *           "scope": "client",
                     *           "kind": "publishable",
                     *           "name": "My Shop 2",
                     *           "last4": "RkVt",
                     *           "product": "my-shop",
                     *           "createdAt": "2026-12-30T13:02:38Z",
                     *           "expiresAt": "2026-12-30T13:02:38Z",
                     *           "revokedAt": "2026-12-30T13:02:38Z",
                     *           "lastUsedAt": "2026-12-30T13:02:38Z",
                     *           "mintedFor": {}
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @example key_4vqk2hmz7pd3xw6rt5cn2jbyaq */
                            readonly id: string;
                            /**
                             * @example client
                             * @enum {unknown}
                             */
                            readonly scope: "admin" | "issue" | "client";
                            /**
                             * @example publishable
                             * @enum {unknown}
                             */
                            readonly kind: "secret" | "publishable";
                            /** @example My Shop 2 */
                            readonly name: string;
                            /** @example RkVt */
                            readonly last4: string;
                            /** @example my-shop */
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
                            /** @description The access token that the key was given for */
                            readonly mintedFor?: {
                                readonly tokenSettingId: number;
                                readonly tokenId: string;
                                readonly uniqueIdentifier: string;
                            };
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "scope": "client",
                 *       "name": "My Shop",
                 *       "product": "example_script_name",
                 *       "expiresInSeconds": 31536000
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @example client
                     * @enum {unknown}
                     */
                    readonly scope: "admin" | "issue" | "client";
                    /**
                     * @description What the key is for
                     * @example My Shop
                     */
                    readonly name?: string;
                    /**
                     * @description The only product that the key may touch
                     * @example example_script_name
                     */
                    readonly product?: string;
                    /** @example 31536000 */
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
                    /**
                     * @example {
                     *       "id": "key_4vqk2hmz7pd3xw6rt5cn2jbyaq",
                     *       "scope": "client",
                     *       "kind": "publishable",
                     *       "name": "My Shop 2",
                     *       "last4": "RkVt",
                     *       "product": "my-shop",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "expiresAt": "2026-12-30T13:02:38Z",
                     *       "revokedAt": "2026-12-30T13:02:38Z",
                     *       "lastUsedAt": "2026-12-30T13:02:38Z",
                     *       "mintedFor": {},
                     *       "key": "licet_pk_r7Cq2mXv5TzK9bWn4HdJ6sYp3GfL8aEuRkVt"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example key_4vqk2hmz7pd3xw6rt5cn2jbyaq */
                        readonly id: string;
                        /**
                         * @example client
                         * @enum {unknown}
                         */
                        readonly scope: "admin" | "issue" | "client";
                        /**
                         * @example publishable
                         * @enum {unknown}
                         */
                        readonly kind: "secret" | "publishable";
                        /** @example My Shop 2 */
                        readonly name: string;
                        /** @example RkVt */
                        readonly last4: string;
                        /** @example my-shop */
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
                        /** @description The access token that the key was given for */
                        readonly mintedFor?: {
                            readonly tokenSettingId: number;
                            readonly tokenId: string;
                            readonly uniqueIdentifier: string;
                        };
                        /**
                         * @description The key itself, shown this once
                         * @example licet_pk_r7Cq2mXv5TzK9bWn4HdJ6sYp3GfL8aEuRkVt
                         */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @example key_4vqk2hmz7pd3xw6rt5cn2jbyaq */
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
                    /**
                     * @example {
                     *       "id": "key_4vqk2hmz7pd3xw6rt5cn2jbyaq",
                     *       "scope": "client",
                     *       "kind": "publishable",
                     *       "name": "My Shop 2",
                     *       "last4": "RkVt",
                     *       "product": "my-shop",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "expiresAt": "2026-12-30T13:02:38Z",
                     *       "revokedAt": "2026-12-30T13:02:38Z",
                     *       "lastUsedAt": "2026-12-30T13:02:38Z",
                     *       "mintedFor": {}
                     *     }
                     */
                    readonly "application/json": {
                        /** @example key_4vqk2hmz7pd3xw6rt5cn2jbyaq */
                        readonly id: string;
                        /**
                         * @example client
                         * @enum {unknown}
                         */
                        readonly scope: "admin" | "issue" | "client";
                        /**
                         * @example publishable
                         * @enum {unknown}
                         */
                        readonly kind: "secret" | "publishable";
                        /** @example My Shop 2 */
                        readonly name: string;
                        /** @example RkVt */
                        readonly last4: string;
                        /** @example my-shop */
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
                        /** @description The access token that the key was given for */
                        readonly mintedFor?: {
                            readonly tokenSettingId: number;
                            readonly tokenId: string;
                            readonly uniqueIdentifier: string;
                        };
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
                /**
                 * @description nextCursor of the page before
                 * @example WyJteS1zaG9wIl0
                 */
                readonly cursor?: string;
                /**
                 * @description Most items, 1 to 100; 50 by default
                 * @example 50
                 */
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
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *           "kind": "domain",
                     *           "product": "my-shop",
                     *           "state": "active",
                     *           "stateChangedAt": "2026-12-30T13:02:38Z",
                     *           "domains": [
                     *             {
                     *               "name": "example.com",
                     *               "scope": "host+www"
                     *             }
                     *           ],
                     *           "validFrom": "2026-12-30T13:02:38Z",
                     *           "validTo": "2026-12-30T13:02:38Z",
                     *           "generation": 1,
                     *           "createdAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                            readonly id: string;
                            /** @enum {unknown} */
                            readonly kind: "domain" | "single-user" | "network" | "token";
                            /** @example my-shop */
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
                                /** @example example.com */
                                readonly name: string;
                                /** @example host+www */
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
                            /**
                             * @description Counts the files of this license
                             * @example 1
                             */
                            readonly generation: number;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
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
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                    /**
                     * @example {
                     *       "id": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "kind": "domain",
                     *       "product": "my-shop",
                     *       "state": "active",
                     *       "stateChangedAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "generation": 1,
                     *       "createdAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain" | "single-user" | "network" | "token";
                        /** @example my-shop */
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
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
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
                        /**
                         * @description Counts the files of this license
                         * @example 1
                         */
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
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                    /** @example eyJhbGciOiJSUzI1NiJ9.eyJwcm9kdWN0IjoibXktc2hvcCJ9.c2lnbmF0dXJl */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                    /**
                     * @example {
                     *       "id": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "kind": "domain",
                     *       "product": "my-shop",
                     *       "state": "active",
                     *       "stateChangedAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "generation": 1,
                     *       "createdAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain" | "single-user" | "network" | "token";
                        /** @example my-shop */
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
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
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
                        /**
                         * @description Counts the files of this license
                         * @example 1
                         */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                    /**
                     * @example {
                     *       "id": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "kind": "domain",
                     *       "product": "my-shop",
                     *       "state": "active",
                     *       "stateChangedAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "generation": 1,
                     *       "createdAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain" | "single-user" | "network" | "token";
                        /** @example my-shop */
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
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
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
                        /**
                         * @description Counts the files of this license
                         * @example 1
                         */
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
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                    /**
                     * @example {
                     *       "id": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "kind": "domain",
                     *       "product": "my-shop",
                     *       "state": "active",
                     *       "stateChangedAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "generation": 1,
                     *       "createdAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly id: string;
                        /** @enum {unknown} */
                        readonly kind: "domain" | "single-user" | "network" | "token";
                        /** @example my-shop */
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
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
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
                        /**
                         * @description Counts the files of this license
                         * @example 1
                         */
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
    readonly listSeats: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description nextCursor of the page before
                 * @example WyJteS1zaG9wIl0
                 */
                readonly cursor?: string;
                /**
                 * @description Most items, 1 to 100; 50 by default
                 * @example 50
                 */
                readonly limit?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List the seats in use */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "kind": "token",
                     *           "takenAt": "2026-12-30T13:02:38Z",
                     *           "endsAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            readonly seat: number;
                            readonly holder: string;
                            /** @enum {unknown} */
                            readonly kind: "token" | "lease" | "borrowed";
                            readonly leaseId: string;
                            readonly generation: number;
                            /**
                             * Format: date-time
                             * @description Since when
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly takenAt: string;
                            /**
                             * Format: date-time
                             * @description Until when, exclusive
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly endsAt: string;
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly listHolders: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description nextCursor of the page before
                 * @example WyJteS1zaG9wIl0
                 */
                readonly cursor?: string;
                /**
                 * @description Most items, 1 to 100; 50 by default
                 * @example 50
                 */
                readonly limit?: string;
            };
            readonly header?: never;
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List who registered token licenses */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "updatedAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @description Empty for a token license that names nobody */
                            readonly identifier: string;
                            readonly name?: string;
                            readonly email?: string;
                            /**
                             * Format: date-time
                             * @description Last registration
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly updatedAt: string;
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
                        readonly nextCursor: string | null;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly deleteHolder: {
        readonly parameters: {
            readonly query: {
                /** @description As the list shows it */
                readonly identifier: string;
            };
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Forget who registered a token license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "deleted": true
                     *     }
                     */
                    readonly "application/json": {
                        /** @enum {boolean} */
                        readonly deleted: true;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly checkoutLease: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "serial": "TOK123456789012345030",
                 *       "holder": "DEVICE12345"
                 *     }
                 */
                readonly "application/json": {
                    readonly licenseId?: string;
                    /**
                     * @description Serial number: 1 to 64 printable ASCII characters
                     * @example TOK123456789012345030
                     */
                    readonly serial?: string;
                    /**
                     * @description Who takes the seat: the same holder has one seat
                     * @example DEVICE12345
                     */
                    readonly holder: string;
                    /**
                     * @description Seconds until the next heartbeat is due
                     * @default 600
                     */
                    readonly ttlSeconds?: number;
                };
            };
        };
        readonly responses: {
            /** @description Check a seat out */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expiresAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        readonly id: string;
                        readonly licenseId: string;
                        readonly holder: string;
                        /** @description Number of the seat, from 0 */
                        readonly seat: number;
                        /** @description As the checkout answered */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description The seat is free from then on
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly heartbeatLease: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /** @example {} */
                readonly "application/json": {
                    /** @description As the checkout answered */
                    readonly generation: number;
                    /**
                     * @description Seconds until the next heartbeat is due
                     * @default 600
                     */
                    readonly ttlSeconds?: number;
                };
            };
        };
        readonly responses: {
            /** @description Prolong a lease */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expiresAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        readonly id: string;
                        readonly licenseId: string;
                        readonly holder: string;
                        /** @description Number of the seat, from 0 */
                        readonly seat: number;
                        /** @description As the checkout answered */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description The seat is free from then on
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly releaseLease: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /** @example {} */
                readonly "application/json": {
                    /** @description As the checkout answered */
                    readonly generation: number;
                };
            };
        };
        readonly responses: {
            /** @description Give a seat back */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "released": true
                     *     }
                     */
                    readonly "application/json": {
                        readonly id: string;
                        /** @enum {boolean} */
                        readonly released: true;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly borrowLease: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description 1 to 255 printable ASCII characters: a repetition within 24 hours has no second effect
                 * @example 8e03978e-40d5-43e8-bc93-6894a57f9324
                 */
                readonly "idempotency-key"?: string;
            };
            readonly path: {
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /** @example {} */
                readonly "application/json": {
                    /** @description As the checkout answered */
                    readonly generation: number;
                    /** @description Days from now */
                    readonly days: number;
                };
            };
        };
        readonly responses: {
            /** @description Borrow a seat for days without a connection */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "expiresAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        readonly id: string;
                        readonly licenseId: string;
                        readonly holder: string;
                        /** @description Number of the seat, from 0 */
                        readonly seat: number;
                        /** @description As the checkout answered */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description The seat is free from then on
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt: string;
                        /** @description The proof (lease+jwt), verified offline */
                        readonly document: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly listAuditLog: {
        readonly parameters: {
            readonly query?: {
                /**
                 * @description nextCursor of the page before
                 * @example WyJteS1zaG9wIl0
                 */
                readonly cursor?: string;
                /**
                 * @description Most items, 1 to 100; 50 by default
                 * @example 50
                 */
                readonly limit?: string;
                /** @description What was done */
                readonly action?: "account.create" | "product.create" | "product.update" | "license.create" | "license.update" | "license.renew" | "license.suspend" | "license.reinstate" | "license.revoke" | "license.transfer" | "activation.create" | "activation.revoke" | "serial.create" | "serial.update" | "serial.revoke" | "holder.delete" | "lease.checkout" | "lease.borrow" | "token-setting.create" | "token-setting.update" | "token-setting.rotate" | "token-setting.delete" | "api-key.create" | "api-key.mint" | "api-key.revoke" | "signing-key.rotate" | "signing-key.burn" | "signing-key.export";
                /** @description The id, code or kid of what was changed */
                readonly target?: string;
                /** @description Who did it, as in the entries */
                readonly actor?: string;
                /** @description Earliest time, inclusive; a date alone begins at its midnight UTC */
                readonly from?: string;
                /** @description Latest time, exclusive; a date alone includes that day */
                readonly to?: string;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List changes, newest first */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "at": "2026-12-30T13:02:38Z",
                     *           "action": "license.renew"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @description Each start of a server or command begins one */
                            readonly chain: string;
                            /** @description The place in the chain, from 1, without gaps */
                            readonly sequence: number;
                            /**
                             * Format: date-time
                             * @description When it was done
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly at: string;
                            /** @description Who did it: api-key: and the id of the key, or system for the command line */
                            readonly actor: string;
                            /**
                             * @description What was done
                             * @example license.renew
                             */
                            readonly action: string;
                            /** @description The id, code or kid of what was changed */
                            readonly target: string;
                            /** @description The product that it belongs to */
                            readonly product?: string;
                            /** @description More about the change; never a key or a name of a person */
                            readonly details: {
                                readonly [key: string]: string | number | boolean;
                            };
                        }[];
                        /**
                         * @description null on the last page
                         * @example WyJteS1zaG9wIl0
                         */
                        readonly nextCursor: string | null;
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
                    /**
                     * @example {
                     *       "keys": [
                     *         {
                     *           "kty": "RSA",
                     *           "n": "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt",
                     *           "e": "AQAB",
                     *           "kid": "b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E",
                     *           "alg": "RS256",
                     *           "use": "sig"
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": {
                        readonly keys: readonly {
                            /** @enum {string} */
                            readonly kty: "RSA";
                            /** @example 0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAt */
                            readonly n: string;
                            /** @example AQAB */
                            readonly e: string;
                            /** @example b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E */
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
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
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
                    /**
                     * @example {
                     *       "status": "ok"
                     *     }
                     */
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
