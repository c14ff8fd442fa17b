// Made by `pnpm run generate` from the OpenAPI document of the server. Do not edit.

export const methods = ["delete","get","patch","post"] as const;
export const textAnswers: ReadonlySet<string> = new Set([
    "get /",
    "post /update/LicenseUpdate/RenewDomainLicense",
    "get /v1/status-lists/{list}",
    "get /v1/trust",
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
    readonly "/val/LicenseVal/validate/singleuser": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validate a single-user license or an activation code
         * @description Which of the two is said by `activationkey`, and how the machine is named by `useSiteCodeForLicensing`. The members of the other form are not looked at.
         *
         *     Needs an API key of scope `client`.
         */
        readonly post: operations["validateSingleUserLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/val/LicenseVal/validate/network": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Validate a network license
         * @description The file has to be signed by us, for this server, not replaced by less, and its license in force; each expectation that is sent has to be met too.
         *
         *     Needs an API key of scope `client`.
         */
        readonly post: operations["validateNetworkLicense"];
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
         * @description The token says which setting made it, and that has to allow client keys. A token that is not good, is for another identifier, or whose key was revoked is answered `{"valid":false}`. The same token again replaces the key that it was exchanged for.
         *
         *     Needs an API key of scope `client`.
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
         * @description A JWT (HS256) with issuer, audience and lifetime of the setting. It is stored nowhere, and cannot be taken back one by one.
         *
         *     Needs an API key of scope `issue`.
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
         * @description Signature, setting, issuer, audience and end. A token that is not good is answered `{"valid":false}`, whatever is wrong with it.
         *
         *     Needs an API key of scope `client`.
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
         * @description From a serial that was sold. It is verified offline, and ends after the `proofDays` of its product, with its license at the latest: then it is fetched again. One that is bound to its identifier takes a seat, or keeps the one that the identifier has.
         *
         *     Needs an API key of scope `issue`.
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
         * @description The same, and name and address are kept until they are deleted. They are not in the token.
         *
         *     Needs an API key of scope `issue`.
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
         * @description As the token says it: its end and the state of its license do not matter here.
         *
         *     Needs an API key of scope `client`.
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
         * @description One that is not good is answered with a problem that says why. A bound one is good for its identifier alone.
         *
         *     Needs an API key of scope `client`.
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
         * @description Needs an API key of scope `issue`.
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
         * @description Needs an API key of scope `issue`.
         */
        readonly get: operations["readProduct"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a product: its terms for new licenses, its limits for all
         * @description Needs an API key of scope `admin`.
         */
        readonly patch: operations["changeProduct"];
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
         * @description A lifetime counts for new tokens. To allow client keys no more ends those that tokens were exchanged for.
         *
         *     Needs an API key of scope `admin`.
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
         * @description New tokens are signed with it at once. The one before verifies until the last token that it can have signed has ended; at most seven of them.
         *
         *     Needs an API key of scope `admin`.
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
    readonly "/v1/signing-keys/{kid}/burn": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Declare a leaf stolen: nothing that it signed counts any more
         * @description A leaf that signs now is replaced by a new one at once. Guards hear of it by `/v1/trust`. What it signed has to be signed anew: files by the command `re-sign`.
         *
         *     Needs an API key of scope `admin`.
         */
        readonly post: operations["burnSigningKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/status-lists/{list}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * A signed status list: which documents were ended
         * @description Needs no API key.
         */
        readonly get: operations["readStatusList"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/trust": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * The root's signed list of stolen keys
         * @description Needs no API key.
         */
        readonly get: operations["readTrustList"];
        readonly put?: never;
        readonly post?: never;
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
         * List and search licenses
         * @description Needs an API key of scope `issue`.
         */
        readonly get: operations["listLicenses"];
        readonly put?: never;
        /**
         * Create a license
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["createLicense"];
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
        /**
         * Change the terms of a license; less than before ends the files that are out there
         * @description Needs an API key of scope `issue`.
         */
        readonly patch: operations["changeLicense"];
        readonly trace?: never;
    };
    readonly "/v1/serials/{serial}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the license of a serial number
         * @description Needs an API key of scope `issue`.
         */
        readonly get: operations["readSerial"];
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
    readonly "/v1/licenses/{id}/key": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Read the domain key of a license
         * @description Needs an API key of scope `admin`.
         */
        readonly get: operations["readDomainKey"];
        readonly put?: never;
        /**
         * Give a domain license another key
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["replaceDomainKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/renew": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Move the end of a license
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["renewLicense"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/transfer": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Move a license to other domains or another machine
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["transferLicense"];
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
         * @description Name and address are deleted. Token licenses and seats stay as they are.
         *
         *     Needs an API key of scope `admin`.
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
         * @description Of a license that counts its seats. The same holder again prolongs the lease that it has. Without a heartbeat in time the seat is free for others.
         *
         *     Needs an API key of scope `client`.
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
         * @description From now on, and never to an earlier end than it has.
         *
         *     Needs an API key of scope `client`.
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
         * @description A lease that was lost, or given back before, is answered alike. A seat that a token license has too stays with it until that ends.
         *
         *     Needs an API key of scope `client`.
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
         * @description Nobody else gets the seat until then, and it cannot be given back earlier.
         *
         *     Needs an API key of scope `client`.
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
         * @description Only what is read is not in it. `licet-server audit verify` recomputes it and finds what was changed, cut off or put in.
         *
         *     Needs an API key of scope `admin`.
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
    readonly "/v1/serials": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Make serial numbers, each a token license
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["createSerials"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/activation-codes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Issue an activation code to the machine of a single-user license
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["issueActivationCode"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/activations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List activations
         * @description Needs an API key of scope `issue`.
         */
        readonly get: operations["listActivations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/licenses/{id}/activations": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List the activations of a license
         * @description Needs an API key of scope `issue`.
         */
        readonly get: operations["listLicenseActivations"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/activations/{id}/revoke": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Revoke an activation: its document stops being good, its seat is free
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["revokeActivation"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/statistics": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Count licenses, ends, activations, refusals and seats
         * @description Needs an API key of scope `issue`.
         */
        readonly get: operations["readStatistics"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/v1/explain": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Explain why a license is refused
         * @description Needs an API key of scope `issue`.
         */
        readonly post: operations["explainLicense"];
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
                    readonly code: "malformed_request" | "invalid_json" | "duplicate_field" | "missing_field" | "invalid_field" | "unknown_field" | "invalid_domain" | "public_suffix" | "invalid_date" | "date_not_in_future" | "invalid_cursor" | "invalid_idempotency_key" | "invalid_token" | "token_expired" | "token_not_yet_valid" | "wrong_product" | "wrong_identifier" | "license_too_large" | "unauthorized" | "sign_in_failed" | "signed_out" | "cross_site_request" | "insufficient_scope" | "not_found" | "product_not_found" | "license_not_found" | "signing_key_not_found" | "holder_not_found" | "invitation_not_found" | "session_not_found" | "user_not_found" | "license_file_not_found" | "activation_not_found" | "api_key_not_found" | "token_setting_not_found" | "method_not_allowed" | "request_timeout" | "product_exists" | "user_exists" | "last_user" | "key_in_use" | "root_key_in_use" | "serial_in_use" | "permanent_license" | "license_revoked" | "license_suspended" | "activation_revoked" | "license_expired" | "license_not_yet_valid" | "wrong_license_kind" | "no_seat_free" | "activation_limit_reached" | "lease_lost" | "lease_borrowed" | "bound_to_another_machine" | "transfer_limit_reached" | "date_before_current_end" | "too_many_secrets" | "idempotency_key_reused" | "payload_too_large" | "uri_too_long" | "unsupported_media_type" | "rate_limited" | "too_many_guesses" | "headers_too_large" | "internal_error" | "database_unavailable" | "license_file_burnt" | "overloaded" | "not_ready";
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
                 *       "scriptname": "my-shop",
                 *       "domainname": "example.com",
                 *       "domainkey": "XXXX-XXXX-XXXX-XXXX"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Code of a product
                     * @example my-shop
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
    readonly validateSingleUserLicense: {
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
                 *       "licenseFileContent": "ZXlKaGJHY2lPaUpTVXpJMU5pSjku",
                 *       "computerID": "COMPUTER-IDXX-12345",
                 *       "serialKey": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                 *       "licenseHashCode": "/",
                 *       "activationkey": false,
                 *       "useSiteCodeForLicensing": false
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * Format: byte
                     * @description Base64 of the license file
                     * @example ZXlKaGJHY2lPaUpTVXpJMU5pSjku
                     */
                    readonly licenseFileContent?: string;
                    /**
                     * @description Machine
                     * @example COMPUTER-IDXX-12345
                     */
                    readonly computerID?: string;
                    /**
                     * @description Serial number
                     * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                     */
                    readonly serialKey?: string;
                    /**
                     * @description Activation code, as pasted
                     * @example eyJhbGciOiJSUzI1NiJ9.eyJwcm9kdWN0IjoibXktc2hvcCJ9.c2lnbmF0dXJl
                     */
                    readonly activationcode?: string;
                    /**
                     * @description RSAKeyValue XML or PEM; it must be one of our public keys
                     * @example <RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>
                     */
                    readonly publickey?: string;
                    /**
                     * @description SHA-256 of the file in hexadecimal; empty or "/" when not given
                     * @example /
                     */
                    readonly licenseHashCode?: string;
                    /**
                     * @description Machine, by its site code
                     * @example SITECODE123
                     */
                    readonly siteCode?: string;
                    /** @description An activation code is presented, rather than a file */
                    readonly activationkey?: boolean;
                    /** @description The machine is named by siteCode, rather than computerID */
                    readonly useSiteCodeForLicensing?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Validate a single-user license or an activation code */
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
    readonly validateNetworkLicense: {
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
                 *       "serverpath": "C:/ProgramData/Server/Path",
                 *       "networkLicenseFile": "ZXlKaGJHY2lPaUpTVXpJMU5pSjku",
                 *       "numberoflicenses": 5,
                 *       "programid": "my-shop",
                 *       "serialnumber": "SERIAL12345",
                 *       "validfrom": "2026-12-30T13:02:38Z",
                 *       "validto": "2026-12-30T13:02:38Z",
                 *       "publickey": "<RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Path of the license server: compared, never opened
                     * @example C:/ProgramData/Server/Path
                     */
                    readonly serverpath: string;
                    /**
                     * Format: byte
                     * @description Base64 of the license file
                     * @example ZXlKaGJHY2lPaUpTVXpJMU5pSjku
                     */
                    readonly networkLicenseFile: string;
                    /**
                     * Format: int32
                     * @description Seats that the license is expected to have
                     * @example 5
                     */
                    readonly numberoflicenses?: number;
                    /**
                     * @description Code of the product that it is expected to be for
                     * @example my-shop
                     */
                    readonly programid?: string;
                    /**
                     * @description Serial number that it is to have
                     * @example SERIAL12345
                     */
                    readonly serialnumber?: string;
                    /**
                     * Format: date-time
                     * @description Start that it is expected to have
                     * @example 2026-12-30T13:02:38Z
                     */
                    readonly validfrom?: string;
                    /**
                     * Format: date-time
                     * @description End that it is expected to have, exclusive
                     * @example 2026-12-30T13:02:38Z
                     */
                    readonly validto?: string;
                    /**
                     * @description RSAKeyValue XML or PEM; it must be one of our public keys
                     * @example <RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>
                     */
                    readonly publickey?: string;
                };
            };
        };
        readonly responses: {
            /** @description Validate a network license */
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
                 *       "scriptname": "my-shop",
                 *       "domainname": "example.com",
                 *       "domainkey": "XXXX-XXXX-XXXX-XXXX",
                 *       "publickey": "<RSAKeyValue><Modulus>0vx7…</Modulus><Exponent>AQAB</Exponent></RSAKeyValue>",
                 *       "webLicenseFile": "ZXlKaGJHY2lPaUpTVXpJMU5pSjku"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Code of a product
                     * @example my-shop
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
                 *       "scriptName": "my-shop",
                 *       "domainName": "example.com",
                 *       "domainKey": "XXXX-XXXX-XXXX-XXXX"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Code of a product
                     * @example my-shop
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
                 *       "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBY21lIn0.c2lnbmF0dXJl",
                 *       "identifier": "DEVICE12345"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Access token
                     * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBY21lIn0.c2lnbmF0dXJl
                     */
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
                     *       "valid": true,
                     *       "apiKey": "licet_pk_r7Cq2mXv5TzK9bWn4HdJ6sYp3GfL8aEuRkVt"
                     *     }
                     */
                    readonly "application/json": {
                        readonly valid: boolean;
                        /**
                         * @description A key of scope client that ends with the token, shown this once
                         * @example licet_pk_r7Cq2mXv5TzK9bWn4HdJ6sYp3GfL8aEuRkVt
                         */
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
                 *       "uniqueIdentifier": "DEVICE12345",
                 *       "tokenSettingId": 1
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
                     * @example 1
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
                    /**
                     * @example {
                     *       "access_token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBY21lIn0.c2lnbmF0dXJl"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description A JWT
                         * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBY21lIn0.c2lnbmF0dXJl
                         */
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
                /**
                 * @example {
                 *       "token": "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBY21lIn0.c2lnbmF0dXJl",
                 *       "tokenSettingId": 1
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Access token
                     * @example eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJBY21lIn0.c2lnbmF0dXJl
                     */
                    readonly token: string;
                    /**
                     * Format: int32
                     * @description Id of a token setting
                     * @example 1
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
                     *         "uniqueIdentifier": "DEVICE12345",
                     *         "issueDate": "2026-12-30T13:02:38Z",
                     *         "expiryDate": "2026-12-30T13:02:38Z",
                     *         "issuer": "Acme",
                     *         "audience": "acme-api"
                     *       }
                     *     }
                     */
                    readonly "application/json": {
                        readonly valid: boolean;
                        readonly tokenInfo?: {
                            /** @example DEVICE12345 */
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
                            /** @example Acme */
                            readonly issuer: string;
                            /** @example acme-api */
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
                 *       "programID": "my-shop",
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
                     * @example my-shop
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
                 *       "programID": "my-shop",
                 *       "uniqueIdentifier": "DEVICE12345",
                 *       "boundToComputer": true,
                 *       "name": "Ada Lovelace",
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
                     * @example my-shop
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
                 *       "programID": "my-shop",
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
                     * @example my-shop
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
                     *           "proofDays": 30,
                     *           "transferLimit": 3,
                     *           "activationsPerDay": 10,
                     *           "features": [
                     *             "reports"
                     *           ],
                     *           "policy": {
                     *             "graceDays": 7,
                     *             "offlineDays": 30,
                     *             "onExpiry": "warn",
                     *             "onStale": "warn",
                     *             "onClockBack": "warn",
                     *             "devHosts": true
                     *           },
                     *           "maintenanceSupported": true,
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
                             * @description Days until a token license has to be fetched again
                             * @example 30
                             */
                            readonly proofDays: number;
                            /**
                             * @description Moves of one license
                             * @example 3
                             */
                            readonly transferLimit?: number;
                            /**
                             * @description New machines of one license in 24 hours
                             * @example 10
                             */
                            readonly activationsPerDay?: number;
                            /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                            readonly features: readonly string[];
                            /** @description Signed, and kept by the guards of customers */
                            readonly policy?: {
                                /**
                                 * @description Days after the end
                                 * @example 7
                                 */
                                readonly graceDays?: number;
                                /**
                                 * @description Days without hearing from the server
                                 * @example 30
                                 */
                                readonly offlineDays?: number;
                                /**
                                 * @description After end and grace
                                 * @enum {unknown}
                                 */
                                readonly onExpiry?: "warn" | "read-only" | "block";
                                /**
                                 * @description After the offline days
                                 * @enum {unknown}
                                 */
                                readonly onStale?: "warn" | "read-only" | "block";
                                /**
                                 * @description When the clock was set back
                                 * @enum {unknown}
                                 */
                                readonly onClockBack?: "warn" | "read-only" | "block";
                                /** @description Allow loopback hosts */
                                readonly devHosts?: boolean;
                            };
                            readonly maintenanceSupported: boolean;
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
                 *       "termDays": 365,
                 *       "transferLimit": 3,
                 *       "activationsPerDay": 10,
                 *       "proofDays": 30,
                 *       "features": [
                 *         "reports"
                 *       ],
                 *       "policy": {
                 *         "graceDays": 7,
                 *         "offlineDays": 30,
                 *         "onExpiry": "warn",
                 *         "onStale": "warn",
                 *         "onClockBack": "warn",
                 *         "devHosts": true
                 *       },
                 *       "maintenanceSupported": true
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
                    /**
                     * @description Moves of one license
                     * @example 3
                     */
                    readonly transferLimit?: number;
                    /**
                     * @description New machines of one license in 24 hours
                     * @example 10
                     */
                    readonly activationsPerDay?: number;
                    /**
                     * @description Days until a token license has to be fetched again
                     * @example 30
                     */
                    readonly proofDays?: number;
                    /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                    readonly features?: readonly string[];
                    /** @description Signed, and kept by the guards of customers */
                    readonly policy?: {
                        /**
                         * @description Days after the end
                         * @example 7
                         */
                        readonly graceDays?: number;
                        /**
                         * @description Days without hearing from the server
                         * @example 30
                         */
                        readonly offlineDays?: number;
                        /**
                         * @description After end and grace
                         * @enum {unknown}
                         */
                        readonly onExpiry?: "warn" | "read-only" | "block";
                        /**
                         * @description After the offline days
                         * @enum {unknown}
                         */
                        readonly onStale?: "warn" | "read-only" | "block";
                        /**
                         * @description When the clock was set back
                         * @enum {unknown}
                         */
                        readonly onClockBack?: "warn" | "read-only" | "block";
                        /** @description Allow loopback hosts */
                        readonly devHosts?: boolean;
                    };
                    /** @description Maintenance plans are sold for it */
                    readonly maintenanceSupported?: boolean;
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
                     *       "proofDays": 30,
                     *       "transferLimit": 3,
                     *       "activationsPerDay": 10,
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "maintenanceSupported": true,
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
                         * @description Days until a token license has to be fetched again
                         * @example 30
                         */
                        readonly proofDays: number;
                        /**
                         * @description Moves of one license
                         * @example 3
                         */
                        readonly transferLimit?: number;
                        /**
                         * @description New machines of one license in 24 hours
                         * @example 10
                         */
                        readonly activationsPerDay?: number;
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        readonly maintenanceSupported: boolean;
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
                     *       "proofDays": 30,
                     *       "transferLimit": 3,
                     *       "activationsPerDay": 10,
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "maintenanceSupported": true,
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
                         * @description Days until a token license has to be fetched again
                         * @example 30
                         */
                        readonly proofDays: number;
                        /**
                         * @description Moves of one license
                         * @example 3
                         */
                        readonly transferLimit?: number;
                        /**
                         * @description New machines of one license in 24 hours
                         * @example 10
                         */
                        readonly activationsPerDay?: number;
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        readonly maintenanceSupported: boolean;
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
    readonly changeProduct: {
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
                /** @example my-shop */
                readonly code: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "My Shop",
                 *       "termDays": 365,
                 *       "transferLimit": 3,
                 *       "activationsPerDay": 10,
                 *       "proofDays": 30,
                 *       "features": [
                 *         "reports"
                 *       ],
                 *       "policy": {
                 *         "graceDays": 7,
                 *         "offlineDays": 30,
                 *         "onExpiry": "warn",
                 *         "onStale": "warn",
                 *         "onClockBack": "warn",
                 *         "devHosts": true
                 *       },
                 *       "maintenanceSupported": true
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Name for people
                     * @example My Shop
                     */
                    readonly name?: string;
                    readonly termDays?: number | null;
                    readonly transferLimit?: number | null;
                    readonly activationsPerDay?: number | null;
                    /**
                     * @description Days until a token license has to be fetched again
                     * @example 30
                     */
                    readonly proofDays?: number;
                    /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                    readonly features?: readonly string[];
                    /** @description Signed, and kept by the guards of customers */
                    readonly policy?: {
                        /**
                         * @description Days after the end
                         * @example 7
                         */
                        readonly graceDays?: number;
                        /**
                         * @description Days without hearing from the server
                         * @example 30
                         */
                        readonly offlineDays?: number;
                        /**
                         * @description After end and grace
                         * @enum {unknown}
                         */
                        readonly onExpiry?: "warn" | "read-only" | "block";
                        /**
                         * @description After the offline days
                         * @enum {unknown}
                         */
                        readonly onStale?: "warn" | "read-only" | "block";
                        /**
                         * @description When the clock was set back
                         * @enum {unknown}
                         */
                        readonly onClockBack?: "warn" | "read-only" | "block";
                        /** @description Allow loopback hosts */
                        readonly devHosts?: boolean;
                    };
                    /** @description Maintenance plans are sold for it */
                    readonly maintenanceSupported?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Change a product: its terms for new licenses, its limits for all */
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
                     *       "proofDays": 30,
                     *       "transferLimit": 3,
                     *       "activationsPerDay": 10,
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "maintenanceSupported": true,
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
                         * @description Days until a token license has to be fetched again
                         * @example 30
                         */
                        readonly proofDays: number;
                        /**
                         * @description Moves of one license
                         * @example 3
                         */
                        readonly transferLimit?: number;
                        /**
                         * @description New machines of one license in 24 hours
                         * @example 10
                         */
                        readonly activationsPerDay?: number;
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        readonly maintenanceSupported: boolean;
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
                     *           "id": 1,
                     *           "name": "API of Acme",
                     *           "issuer": "Acme",
                     *           "audience": "acme-api",
                     *           "lifetimeSeconds": 3600,
                     *           "algorithm": "HS256",
                     *           "allowsClientKeys": true,
                     *           "product": "my-shop",
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
                             * @example 1
                             */
                            readonly id: number;
                            /** @example API of Acme */
                            readonly name: string;
                            /** @example Acme */
                            readonly issuer: string;
                            /** @example acme-api */
                            readonly audience: string;
                            /** @example 3600 */
                            readonly lifetimeSeconds: number;
                            /** @enum {string} */
                            readonly algorithm: "HS256";
                            readonly allowsClientKeys: boolean;
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
                 *       "issuer": "Acme",
                 *       "audience": "acme-api",
                 *       "lifetimeSeconds": 3600,
                 *       "name": "API of Acme",
                 *       "allowsClientKeys": true,
                 *       "product": "my-shop"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Issuer that tokens name
                     * @example Acme
                     */
                    readonly issuer: string;
                    /**
                     * @description Audience that tokens name
                     * @example acme-api
                     */
                    readonly audience: string;
                    /**
                     * @description Seconds that a token lasts
                     * @example 3600
                     */
                    readonly lifetimeSeconds: number;
                    /**
                     * @description What the setting is for
                     * @example API of Acme
                     */
                    readonly name?: string;
                    /** @description Whether tokens can be exchanged for client keys (operation 8); not by default */
                    readonly allowsClientKeys?: boolean;
                    /**
                     * @description The only product of the keys that tokens are exchanged for
                     * @example my-shop
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
                     *       "id": 1,
                     *       "name": "API of Acme",
                     *       "issuer": "Acme",
                     *       "audience": "acme-api",
                     *       "lifetimeSeconds": 3600,
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "product": "my-shop",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z",
                     *       "secret": "x3vT0cZk8mQ5rJ1yN7pW2sH6bD9fL4gAeUoIqXzKtRw"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         * @example 1
                         */
                        readonly id: number;
                        /** @example API of Acme */
                        readonly name: string;
                        /** @example Acme */
                        readonly issuer: string;
                        /** @example acme-api */
                        readonly audience: string;
                        /** @example 3600 */
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
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
                         * @description Deletion
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly deletedAt?: string;
                        /**
                         * @description 32 bytes in base64url, shown this once: who holds them can make tokens
                         * @example x3vT0cZk8mQ5rJ1yN7pW2sH6bD9fL4gAeUoIqXzKtRw
                         */
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
                /** @example 1 */
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
                     *       "id": 1,
                     *       "name": "API of Acme",
                     *       "issuer": "Acme",
                     *       "audience": "acme-api",
                     *       "lifetimeSeconds": 3600,
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "product": "my-shop",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         * @example 1
                         */
                        readonly id: number;
                        /** @example API of Acme */
                        readonly name: string;
                        /** @example Acme */
                        readonly issuer: string;
                        /** @example acme-api */
                        readonly audience: string;
                        /** @example 3600 */
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
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
                /** @example 1 */
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
                     *       "id": 1,
                     *       "name": "API of Acme",
                     *       "issuer": "Acme",
                     *       "audience": "acme-api",
                     *       "lifetimeSeconds": 3600,
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "product": "my-shop",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         * @example 1
                         */
                        readonly id: number;
                        /** @example API of Acme */
                        readonly name: string;
                        /** @example Acme */
                        readonly issuer: string;
                        /** @example acme-api */
                        readonly audience: string;
                        /** @example 3600 */
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
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
                /** @example 1 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "API of Acme",
                 *       "lifetimeSeconds": 3600,
                 *       "allowsClientKeys": true
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description What the setting is for
                     * @example API of Acme
                     */
                    readonly name?: string;
                    /**
                     * @description Seconds that a token lasts
                     * @example 3600
                     */
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
                     *       "id": 1,
                     *       "name": "API of Acme",
                     *       "issuer": "Acme",
                     *       "audience": "acme-api",
                     *       "lifetimeSeconds": 3600,
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "product": "my-shop",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         * @example 1
                         */
                        readonly id: number;
                        /** @example API of Acme */
                        readonly name: string;
                        /** @example Acme */
                        readonly issuer: string;
                        /** @example acme-api */
                        readonly audience: string;
                        /** @example 3600 */
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
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
                /** @example 1 */
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
                     *       "id": 1,
                     *       "name": "API of Acme",
                     *       "issuer": "Acme",
                     *       "audience": "acme-api",
                     *       "lifetimeSeconds": 3600,
                     *       "algorithm": "HS256",
                     *       "allowsClientKeys": true,
                     *       "product": "my-shop",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "deletedAt": "2026-12-30T13:02:38Z",
                     *       "secret": "x3vT0cZk8mQ5rJ1yN7pW2sH6bD9fL4gAeUoIqXzKtRw"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * Format: int32
                         * @description Never used again
                         * @example 1
                         */
                        readonly id: number;
                        /** @example API of Acme */
                        readonly name: string;
                        /** @example Acme */
                        readonly issuer: string;
                        /** @example acme-api */
                        readonly audience: string;
                        /** @example 3600 */
                        readonly lifetimeSeconds: number;
                        /** @enum {string} */
                        readonly algorithm: "HS256";
                        readonly allowsClientKeys: boolean;
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
                         * @description Deletion
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly deletedAt?: string;
                        /**
                         * @description 32 bytes in base64url, shown this once: who holds them can make tokens
                         * @example x3vT0cZk8mQ5rJ1yN7pW2sH6bD9fL4gAeUoIqXzKtRw
                         */
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
    readonly burnSigningKey: {
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
                /**
                 * @description RFC 7638 thumbprint
                 * @example b0vYq2r3mVnQJ0m0sD3l8yN1o7wqf3q2o0cKpX9mT4E
                 */
                readonly kid: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Declare a leaf stolen: nothing that it signed counts any more */
            readonly 200: {
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
    readonly readStatusList: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /**
                 * @description The number of the list, from 0
                 * @example 0
                 */
                readonly list: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description A signed status list: which documents were ended */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example eyJhbGciOiJSUzI1NiIs….eyJ2IjoxLCJpc3MiOiJp….dGhlIHNpZ25hdHVyZQ */
                    readonly "application/statuslist+jwt": string;
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readTrustList: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The root's signed list of stolen keys */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /** @example eyJhbGciOiJSUzI1NiIs….eyJ2IjoxLCJpc3MiOiJp….dGhlIHNpZ25hdHVyZQ */
                    readonly "application/trust+jwt": string;
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
                     *           "mintedFor": {
                     *             "tokenSettingId": 1,
                     *             "tokenId": "tok_k3v7m2qz5pd4xw6rt2cn7jbyaq",
                     *             "uniqueIdentifier": "DEVICE12345"
                     *           }
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
                                /** @example 1 */
                                readonly tokenSettingId: number;
                                /** @example tok_k3v7m2qz5pd4xw6rt2cn7jbyaq */
                                readonly tokenId: string;
                                /** @example DEVICE12345 */
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
                 *       "product": "my-shop",
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
                     * @example my-shop
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
                     *       "mintedFor": {
                     *         "tokenSettingId": 1,
                     *         "tokenId": "tok_k3v7m2qz5pd4xw6rt2cn7jbyaq",
                     *         "uniqueIdentifier": "DEVICE12345"
                     *       },
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
                            /** @example 1 */
                            readonly tokenSettingId: number;
                            /** @example tok_k3v7m2qz5pd4xw6rt2cn7jbyaq */
                            readonly tokenId: string;
                            /** @example DEVICE12345 */
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
                     *       "mintedFor": {
                     *         "tokenSettingId": 1,
                     *         "tokenId": "tok_k3v7m2qz5pd4xw6rt2cn7jbyaq",
                     *         "uniqueIdentifier": "DEVICE12345"
                     *       }
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
                            /** @example 1 */
                            readonly tokenSettingId: number;
                            /** @example tok_k3v7m2qz5pd4xw6rt2cn7jbyaq */
                            readonly tokenId: string;
                            /** @example DEVICE12345 */
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
                 * @example my-shop
                 */
                readonly product?: string;
                readonly kind?: "domain" | "single-user" | "network" | "token";
                readonly state?: "active" | "suspended" | "revoked";
                readonly standing?: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
                /**
                 * @description Licenses with an entry of this name
                 * @example example.com
                 */
                readonly domain?: string;
                /**
                 * @description Serial number; made when absent
                 * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                 */
                readonly serial?: string;
                /**
                 * @description Licenses of exactly this holder
                 * @example Ada Lovelace
                 */
                readonly holder?: string;
                /**
                 * @description What a domain, serial, id or holder begins with, or a whole domain key; ordered by what was found. A page may be short: go on until nextCursor is null
                 * @example exam
                 */
                readonly q?: string;
                /**
                 * @description Licenses that end before it; RFC 3339, or a date alone
                 * @example 2026-12-30T13:02:38Z
                 */
                readonly expiresBefore?: string;
                /**
                 * @description Licenses that end then or later; RFC 3339, or a date alone
                 * @example 2026-12-30T13:02:38Z
                 */
                readonly expiresAfter?: string;
                /** @description By default created; validTo leaves out permanent ones. Not beside q */
                readonly order?: "created" | "-created" | "validTo";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List and search licenses */
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
                     *           "standing": "valid",
                     *           "validFrom": "2026-12-30T13:02:38Z",
                     *           "validTo": "2026-12-30T13:02:38Z",
                     *           "features": [
                     *             "reports"
                     *           ],
                     *           "maintenance": {
                     *             "supported": true,
                     *             "until": "2026-12-30T13:02:38Z"
                     *           },
                     *           "policy": {
                     *             "graceDays": 7,
                     *             "offlineDays": 30,
                     *             "onExpiry": "warn",
                     *             "onStale": "warn",
                     *             "onClockBack": "warn",
                     *             "devHosts": true
                     *           },
                     *           "holder": "Ada Lovelace",
                     *           "generation": 1,
                     *           "transfers": 0,
                     *           "createdAt": "2026-12-30T13:02:38Z",
                     *           "domains": [
                     *             {
                     *               "name": "example.com",
                     *               "scope": "host+www"
                     *             }
                     *           ],
                     *           "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *           "seats": 5,
                     *           "computerId": "COMPUTER-IDXX-12345",
                     *           "siteCode": "SITECODE123",
                     *           "serverPath": "C:/ProgramData/Server/Path"
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
                            /**
                             * @description State and dates together, now
                             * @enum {unknown}
                             */
                            readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                            /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                            readonly features: readonly string[];
                            readonly maintenance?: {
                                readonly supported: boolean;
                                /**
                                 * Format: date-time
                                 * @description Last instant at which a release is covered
                                 * @example 2026-12-30T13:02:38Z
                                 */
                                readonly until?: string;
                            };
                            /** @description Signed, and kept by the guards of customers */
                            readonly policy?: {
                                /**
                                 * @description Days after the end
                                 * @example 7
                                 */
                                readonly graceDays?: number;
                                /**
                                 * @description Days without hearing from the server
                                 * @example 30
                                 */
                                readonly offlineDays?: number;
                                /**
                                 * @description After end and grace
                                 * @enum {unknown}
                                 */
                                readonly onExpiry?: "warn" | "read-only" | "block";
                                /**
                                 * @description After the offline days
                                 * @enum {unknown}
                                 */
                                readonly onStale?: "warn" | "read-only" | "block";
                                /**
                                 * @description When the clock was set back
                                 * @enum {unknown}
                                 */
                                readonly onClockBack?: "warn" | "read-only" | "block";
                                /** @description Allow loopback hosts */
                                readonly devHosts?: boolean;
                            };
                            /** @example Ada Lovelace */
                            readonly holder?: string;
                            /**
                             * @description Counts the documents of this license
                             * @example 1
                             */
                            readonly generation: number;
                            /**
                             * @description How often it was moved
                             * @example 0
                             */
                            readonly transfers: number;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                            /** @description Of a domain license */
                            readonly domains?: readonly {
                                /** @example example.com */
                                readonly name: string;
                                /** @example host+www */
                                readonly scope: string;
                            }[];
                            /**
                             * @description Of all other kinds
                             * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                             */
                            readonly serial?: string;
                            /**
                             * @description Of a network or token license
                             * @example 5
                             */
                            readonly seats?: number;
                            /**
                             * @description The machine of a single-user license
                             * @example COMPUTER-IDXX-12345
                             */
                            readonly computerId?: string;
                            /**
                             * @description The machine of a single-user license
                             * @example SITECODE123
                             */
                            readonly siteCode?: string;
                            /**
                             * @description Of a network license
                             * @example C:/ProgramData/Server/Path
                             */
                            readonly serverPath?: string;
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
    readonly createLicense: {
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
                 *       "kind": "domain",
                 *       "product": "my-shop",
                 *       "validFrom": "2026-12-30T13:02:38Z",
                 *       "validTo": "2026-12-30T13:02:38Z",
                 *       "features": [
                 *         "reports"
                 *       ],
                 *       "maintenance": {
                 *         "supported": true,
                 *         "until": "2026-12-30T13:02:38Z"
                 *       },
                 *       "policy": {
                 *         "graceDays": 7,
                 *         "offlineDays": 30,
                 *         "onExpiry": "warn",
                 *         "onStale": "warn",
                 *         "onClockBack": "warn",
                 *         "devHosts": true
                 *       },
                 *       "holder": "Ada Lovelace",
                 *       "domain": "example.com",
                 *       "scope": "host",
                 *       "key": "XXXX-XXXX-XXXX-XXXX",
                 *       "domains": [
                 *         {
                 *           "domain": "example.com",
                 *           "scope": "host"
                 *         }
                 *       ],
                 *       "computerId": "COMPUTER-IDXX-12345",
                 *       "siteCode": "SITECODE123",
                 *       "serverPath": "C:/ProgramData/Server/Path",
                 *       "seats": 5,
                 *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E"
                 *     }
                 */
                readonly "application/json": {
                    /** @enum {unknown} */
                    readonly kind: "domain" | "single-user" | "network" | "token";
                    /**
                     * @description Code of a product
                     * @example my-shop
                     */
                    readonly product: string;
                    /**
                     * Format: date-time
                     * @description Start, inclusive; RFC 3339, or a date alone
                     * @example 2026-12-30T13:02:38Z
                     */
                    readonly validFrom?: string;
                    /**
                     * Format: date-time
                     * @description End, exclusive; by default the term of the product, or none; RFC 3339, or a date alone
                     * @example 2026-12-30T13:02:38Z
                     */
                    readonly validTo?: string;
                    /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                    readonly features?: readonly string[];
                    /** @description Maintenance plan */
                    readonly maintenance?: {
                        /** @description Plans are sold for the product */
                        readonly supported: boolean;
                        /**
                         * Format: date-time
                         * @description Last instant at which a release is covered, inclusive; RFC 3339, or a date alone
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly until?: string;
                    };
                    /** @description Signed, and kept by the guards of customers */
                    readonly policy?: {
                        /**
                         * @description Days after the end
                         * @example 7
                         */
                        readonly graceDays?: number;
                        /**
                         * @description Days without hearing from the server
                         * @example 30
                         */
                        readonly offlineDays?: number;
                        /**
                         * @description After end and grace
                         * @enum {unknown}
                         */
                        readonly onExpiry?: "warn" | "read-only" | "block";
                        /**
                         * @description After the offline days
                         * @enum {unknown}
                         */
                        readonly onStale?: "warn" | "read-only" | "block";
                        /**
                         * @description When the clock was set back
                         * @enum {unknown}
                         */
                        readonly onClockBack?: "warn" | "read-only" | "block";
                        /** @description Allow loopback hosts */
                        readonly devHosts?: boolean;
                    };
                    /**
                     * @description Who has it: signed, and shown to people
                     * @example Ada Lovelace
                     */
                    readonly holder?: string;
                    /**
                     * @description Of a domain license; *.example.com for one label below
                     * @example example.com
                     */
                    readonly domain?: string;
                    /**
                     * @description How far the name reaches; by default host+www, and one-label for *.example.com
                     * @enum {unknown}
                     */
                    readonly scope?: "host" | "host+www" | "subdomains" | "one-label";
                    /**
                     * @description Domain key: 1 to 64 printable ASCII characters
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly key?: string;
                    /** @description Of a domain license, in place of domain and scope */
                    readonly domains?: readonly {
                        /**
                         * @description Domain name
                         * @example example.com
                         */
                        readonly domain: string;
                        /**
                         * @description How far the name reaches; by default host+www, and one-label for *.example.com
                         * @enum {unknown}
                         */
                        readonly scope?: "host" | "host+www" | "subdomains" | "one-label";
                    }[];
                    /**
                     * @description Machine of a single-user license; the first activation code names one when absent
                     * @example COMPUTER-IDXX-12345
                     */
                    readonly computerId?: string;
                    /**
                     * @description Machine of a single-user license, as its site code
                     * @example SITECODE123
                     */
                    readonly siteCode?: string;
                    /**
                     * @description Path of the license server: compared, never opened
                     * @example C:/ProgramData/Server/Path
                     */
                    readonly serverPath?: string;
                    /**
                     * @description How many may use it at once
                     * @example 5
                     */
                    readonly seats?: number;
                    /**
                     * @description Serial number; made when absent
                     * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                     */
                    readonly serial?: string;
                };
            };
        };
        readonly responses: {
            /** @description Create a license */
            readonly 201: {
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path",
                     *       "key": "XXXX-XXXX-XXXX-XXXX"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
                        /**
                         * @description Domain key of a domain license
                         * @example XXXX-XXXX-XXXX-XXXX
                         */
                        readonly key?: string;
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly changeLicense: {
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
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "features": [
                 *         "reports"
                 *       ],
                 *       "maintenance": {
                 *         "supported": true,
                 *         "until": "2026-12-30T13:02:38Z"
                 *       },
                 *       "policy": {
                 *         "graceDays": 7,
                 *         "offlineDays": 30,
                 *         "onExpiry": "warn",
                 *         "onStale": "warn",
                 *         "onClockBack": "warn",
                 *         "devHosts": true
                 *       },
                 *       "holder": "Ada Lovelace",
                 *       "seats": 5
                 *     }
                 */
                readonly "application/json": {
                    /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                    readonly features?: readonly string[];
                    readonly maintenance?: {
                        /** @description Plans are sold for the product */
                        readonly supported: boolean;
                        /**
                         * Format: date-time
                         * @description Last instant at which a release is covered, inclusive; RFC 3339, or a date alone
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly until?: string;
                    } | null;
                    /** @description Signed, and kept by the guards of customers */
                    readonly policy?: {
                        /**
                         * @description Days after the end
                         * @example 7
                         */
                        readonly graceDays?: number;
                        /**
                         * @description Days without hearing from the server
                         * @example 30
                         */
                        readonly offlineDays?: number;
                        /**
                         * @description After end and grace
                         * @enum {unknown}
                         */
                        readonly onExpiry?: "warn" | "read-only" | "block";
                        /**
                         * @description After the offline days
                         * @enum {unknown}
                         */
                        readonly onStale?: "warn" | "read-only" | "block";
                        /**
                         * @description When the clock was set back
                         * @enum {unknown}
                         */
                        readonly onClockBack?: "warn" | "read-only" | "block";
                        /** @description Allow loopback hosts */
                        readonly devHosts?: boolean;
                    };
                    readonly holder?: string | null;
                    /**
                     * @description How many may use it at once
                     * @example 5
                     */
                    readonly seats?: number;
                };
            };
        };
        readonly responses: {
            /** @description Change the terms of a license; less than before ends the files that are out there */
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readSerial: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E */
                readonly serial: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Read the license of a serial number */
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
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
    readonly readDomainKey: {
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
            /** @description Read the domain key of a license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "key": "XXXX-XXXX-XXXX-XXXX"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example XXXX-XXXX-XXXX-XXXX */
                        readonly key: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly replaceDomainKey: {
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
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "key": "XXXX-XXXX-XXXX-XXXX"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Domain key: 1 to 64 printable ASCII characters
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly key?: string;
                };
            };
        };
        readonly responses: {
            /** @description Give a domain license another key */
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path",
                     *       "key": "XXXX-XXXX-XXXX-XXXX"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
                        /**
                         * @description Domain key of a domain license
                         * @example XXXX-XXXX-XXXX-XXXX
                         */
                        readonly key?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly renewLicense: {
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
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "validTo": "2026-12-30T13:02:38Z",
                 *       "allowShorter": true
                 *     }
                 */
                readonly "application/json": {
                    /** @description New end, exclusive; null for none */
                    readonly validTo: string | null;
                    /** @description Also to an earlier end; then the file before stops being good */
                    readonly allowShorter?: boolean;
                };
            };
        };
        readonly responses: {
            /** @description Move the end of a license */
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly transferLicense: {
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
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "domain": "example.com",
                 *       "scope": "host",
                 *       "domains": [
                 *         {
                 *           "domain": "example.com",
                 *           "scope": "host"
                 *         }
                 *       ],
                 *       "computerId": "COMPUTER-IDXX-12345",
                 *       "siteCode": "SITECODE123",
                 *       "serverPath": "C:/ProgramData/Server/Path"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description New domain of a domain license
                     * @example example.com
                     */
                    readonly domain?: string;
                    /**
                     * @description How far the name reaches; by default host+www, and one-label for *.example.com
                     * @enum {unknown}
                     */
                    readonly scope?: "host" | "host+www" | "subdomains" | "one-label";
                    /** @description Of a domain license, in place of domain and scope */
                    readonly domains?: readonly {
                        /**
                         * @description Domain name
                         * @example example.com
                         */
                        readonly domain: string;
                        /**
                         * @description How far the name reaches; by default host+www, and one-label for *.example.com
                         * @enum {unknown}
                         */
                        readonly scope?: "host" | "host+www" | "subdomains" | "one-label";
                    }[];
                    /**
                     * @description New machine of a single-user license
                     * @example COMPUTER-IDXX-12345
                     */
                    readonly computerId?: string;
                    /**
                     * @description New machine of a single-user license, as its site code
                     * @example SITECODE123
                     */
                    readonly siteCode?: string;
                    /**
                     * @description Path of the license server: compared, never opened
                     * @example C:/ProgramData/Server/Path
                     */
                    readonly serverPath?: string;
                };
            };
        };
        readonly responses: {
            /** @description Move a license to other domains or another machine */
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
                    };
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
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
                     *       "standing": "valid",
                     *       "validFrom": "2026-12-30T13:02:38Z",
                     *       "validTo": "2026-12-30T13:02:38Z",
                     *       "features": [
                     *         "reports"
                     *       ],
                     *       "maintenance": {
                     *         "supported": true,
                     *         "until": "2026-12-30T13:02:38Z"
                     *       },
                     *       "policy": {
                     *         "graceDays": 7,
                     *         "offlineDays": 30,
                     *         "onExpiry": "warn",
                     *         "onStale": "warn",
                     *         "onClockBack": "warn",
                     *         "devHosts": true
                     *       },
                     *       "holder": "Ada Lovelace",
                     *       "generation": 1,
                     *       "transfers": 0,
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "domains": [
                     *         {
                     *           "name": "example.com",
                     *           "scope": "host+www"
                     *         }
                     *       ],
                     *       "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *       "seats": 5,
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "serverPath": "C:/ProgramData/Server/Path"
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
                        /**
                         * @description State and dates together, now
                         * @enum {unknown}
                         */
                        readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                        /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                        readonly features: readonly string[];
                        readonly maintenance?: {
                            readonly supported: boolean;
                            /**
                             * Format: date-time
                             * @description Last instant at which a release is covered
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly until?: string;
                        };
                        /** @description Signed, and kept by the guards of customers */
                        readonly policy?: {
                            /**
                             * @description Days after the end
                             * @example 7
                             */
                            readonly graceDays?: number;
                            /**
                             * @description Days without hearing from the server
                             * @example 30
                             */
                            readonly offlineDays?: number;
                            /**
                             * @description After end and grace
                             * @enum {unknown}
                             */
                            readonly onExpiry?: "warn" | "read-only" | "block";
                            /**
                             * @description After the offline days
                             * @enum {unknown}
                             */
                            readonly onStale?: "warn" | "read-only" | "block";
                            /**
                             * @description When the clock was set back
                             * @enum {unknown}
                             */
                            readonly onClockBack?: "warn" | "read-only" | "block";
                            /** @description Allow loopback hosts */
                            readonly devHosts?: boolean;
                        };
                        /** @example Ada Lovelace */
                        readonly holder?: string;
                        /**
                         * @description Counts the documents of this license
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * @description How often it was moved
                         * @example 0
                         */
                        readonly transfers: number;
                        /**
                         * Format: date-time
                         * @description Creation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /** @description Of a domain license */
                        readonly domains?: readonly {
                            /** @example example.com */
                            readonly name: string;
                            /** @example host+www */
                            readonly scope: string;
                        }[];
                        /**
                         * @description Of all other kinds
                         * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                         */
                        readonly serial?: string;
                        /**
                         * @description Of a network or token license
                         * @example 5
                         */
                        readonly seats?: number;
                        /**
                         * @description The machine of a single-user license
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly computerId?: string;
                        /**
                         * @description The machine of a single-user license
                         * @example SITECODE123
                         */
                        readonly siteCode?: string;
                        /**
                         * @description Of a network license
                         * @example C:/ProgramData/Server/Path
                         */
                        readonly serverPath?: string;
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
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                     *           "seat": 0,
                     *           "holder": "DEVICE12345",
                     *           "kind": "token",
                     *           "leaseId": "lse_91f0a7c35b2e4d68a1c4e7f2083d5b96",
                     *           "generation": 1,
                     *           "takenAt": "2026-12-30T13:02:38Z",
                     *           "endsAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /**
                             * @description Number of the seat, from 0
                             * @example 0
                             */
                            readonly seat: number;
                            /**
                             * @description Who has it
                             * @example DEVICE12345
                             */
                            readonly holder: string;
                            /**
                             * @description By a bound token license or a borrowed lease as long as its document counts, else by a lease
                             * @enum {unknown}
                             */
                            readonly kind: "token" | "lease" | "borrowed";
                            /** @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96 */
                            readonly leaseId: string;
                            /**
                             * @description Counts the holders of the seat
                             * @example 1
                             */
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
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                     *           "identifier": "DEVICE12345",
                     *           "name": "Ada Lovelace",
                     *           "email": "ada@example.com",
                     *           "updatedAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /**
                             * @description Empty for a token license that names nobody
                             * @example DEVICE12345
                             */
                            readonly identifier: string;
                            /** @example Ada Lovelace */
                            readonly name?: string;
                            /** @example ada@example.com */
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
                /**
                 * @description As the list shows it
                 * @example DEVICE12345
                 */
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
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
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
                 *       "holder": "DEVICE12345",
                 *       "ttlSeconds": 600
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Id of a network or token license; or its serial, one of the two
                     * @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa
                     */
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
                     * @example 600
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
                     *       "id": "lse_91f0a7c35b2e4d68a1c4e7f2083d5b96",
                     *       "licenseId": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "holder": "DEVICE12345",
                     *       "seat": 0,
                     *       "generation": 1,
                     *       "expiresAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description Known to its holder alone
                         * @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96
                         */
                        readonly id: string;
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly licenseId: string;
                        /** @example DEVICE12345 */
                        readonly holder: string;
                        /**
                         * @description Number of the seat, from 0
                         * @example 0
                         */
                        readonly seat: number;
                        /**
                         * @description As the checkout answered
                         * @example 1
                         */
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
                /** @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "generation": 1,
                 *       "ttlSeconds": 600
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description As the checkout answered
                     * @example 1
                     */
                    readonly generation: number;
                    /**
                     * @description Seconds until the next heartbeat is due
                     * @default 600
                     * @example 600
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
                     *       "id": "lse_91f0a7c35b2e4d68a1c4e7f2083d5b96",
                     *       "licenseId": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "holder": "DEVICE12345",
                     *       "seat": 0,
                     *       "generation": 1,
                     *       "expiresAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description Known to its holder alone
                         * @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96
                         */
                        readonly id: string;
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly licenseId: string;
                        /** @example DEVICE12345 */
                        readonly holder: string;
                        /**
                         * @description Number of the seat, from 0
                         * @example 0
                         */
                        readonly seat: number;
                        /**
                         * @description As the checkout answered
                         * @example 1
                         */
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
                /** @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "generation": 1
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description As the checkout answered
                     * @example 1
                     */
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
                     *       "id": "lse_91f0a7c35b2e4d68a1c4e7f2083d5b96",
                     *       "released": true
                     *     }
                     */
                    readonly "application/json": {
                        /** @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96 */
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
                /** @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "generation": 1,
                 *       "days": 7
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description As the checkout answered
                     * @example 1
                     */
                    readonly generation: number;
                    /**
                     * @description Days from now
                     * @example 7
                     */
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
                     *       "id": "lse_91f0a7c35b2e4d68a1c4e7f2083d5b96",
                     *       "licenseId": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "holder": "DEVICE12345",
                     *       "seat": 0,
                     *       "generation": 1,
                     *       "expiresAt": "2026-12-30T13:02:38Z",
                     *       "document": "eyJhbGciOiJSUzI1NiJ9.eyJwcm9kdWN0IjoibXktc2hvcCJ9.c2lnbmF0dXJl"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description Known to its holder alone
                         * @example lse_91f0a7c35b2e4d68a1c4e7f2083d5b96
                         */
                        readonly id: string;
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly licenseId: string;
                        /** @example DEVICE12345 */
                        readonly holder: string;
                        /**
                         * @description Number of the seat, from 0
                         * @example 0
                         */
                        readonly seat: number;
                        /**
                         * @description As the checkout answered
                         * @example 1
                         */
                        readonly generation: number;
                        /**
                         * Format: date-time
                         * @description The seat is free from then on
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt: string;
                        /**
                         * @description The proof (lease+jwt), verified offline
                         * @example eyJhbGciOiJSUzI1NiJ9.eyJwcm9kdWN0IjoibXktc2hvcCJ9.c2lnbmF0dXJl
                         */
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
                readonly action?: "account.create" | "account.restore" | "product.create" | "product.update" | "license.create" | "license.update" | "license.renew" | "license.re-sign" | "license.suspend" | "license.reinstate" | "license.revoke" | "license.transfer" | "license.rekey" | "activation.create" | "activation.revoke" | "holder.update" | "holder.delete" | "lease.checkout" | "lease.borrow" | "token-setting.create" | "token-setting.update" | "token-setting.rotate" | "token-setting.delete" | "api-key.create" | "api-key.mint" | "api-key.revoke" | "signing-key.rotate" | "signing-key.burn" | "signing-key.export" | "user.create" | "user.update" | "user.delete" | "session.create" | "session.end" | "invitation.create";
                /**
                 * @description The id, code or kid of what was changed
                 * @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa
                 */
                readonly target?: string;
                /**
                 * @description Who did it, as in the entries
                 * @example api-key:key_4vqk2hmz7pd3xw6rt5cn2jbyaq
                 */
                readonly actor?: string;
                /**
                 * @description The id of a license: what was done to it, its activations, leases and holders
                 * @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa
                 */
                readonly license?: string;
                /**
                 * @description Earliest time, inclusive; a date alone begins at its midnight UTC
                 * @example 2025-12-30T13:02:38Z
                 */
                readonly from?: string;
                /**
                 * @description Latest time, exclusive; a date alone includes that day
                 * @example 2026-12-30T13:02:38Z
                 */
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
                     *           "chain": "c1f4f6c9b8d0e2a7",
                     *           "sequence": 7,
                     *           "at": "2026-12-30T13:02:38Z",
                     *           "actor": "api-key:key_4vqk2hmz7pd3xw6rt5cn2jbyaq",
                     *           "action": "license.renew",
                     *           "target": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *           "product": "my-shop",
                     *           "details": {
                     *             "validTo": "2026-12-30T13:02:38Z",
                     *             "previousValidTo": "2025-12-30T13:02:38Z"
                     *           }
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /**
                             * @description Each start of a server or command begins one
                             * @example c1f4f6c9b8d0e2a7
                             */
                            readonly chain: string;
                            /**
                             * @description The place in the chain, from 1, without gaps
                             * @example 7
                             */
                            readonly sequence: number;
                            /**
                             * Format: date-time
                             * @description When it was done
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly at: string;
                            /**
                             * @description Who did it: api-key: and the id of the key, user: and the id of the user, or system for the command line
                             * @example api-key:key_4vqk2hmz7pd3xw6rt5cn2jbyaq
                             */
                            readonly actor: string;
                            /**
                             * @description What was done
                             * @example license.renew
                             */
                            readonly action: string;
                            /**
                             * @description The id, code or kid of what was changed
                             * @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa
                             */
                            readonly target: string;
                            /**
                             * @description The product that it belongs to
                             * @example my-shop
                             */
                            readonly product?: string;
                            /**
                             * @description More about the change; never a key or a name of a person
                             * @example {
                             *       "validTo": "2026-12-30T13:02:38Z",
                             *       "previousValidTo": "2025-12-30T13:02:38Z"
                             *     }
                             */
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
    readonly createSerials: {
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
                 *       "product": "my-shop",
                 *       "count": 10,
                 *       "seats": 5,
                 *       "validFrom": "2026-12-30T13:02:38Z",
                 *       "validTo": "2026-12-30T13:02:38Z",
                 *       "features": [
                 *         "reports"
                 *       ],
                 *       "maintenance": {
                 *         "supported": true,
                 *         "until": "2026-12-30T13:02:38Z"
                 *       },
                 *       "policy": {
                 *         "graceDays": 7,
                 *         "offlineDays": 30,
                 *         "onExpiry": "warn",
                 *         "onStale": "warn",
                 *         "onClockBack": "warn",
                 *         "devHosts": true
                 *       },
                 *       "holder": "Ada Lovelace"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Code of a product
                     * @example my-shop
                     */
                    readonly product: string;
                    /**
                     * @description How many; 1 by default
                     * @example 10
                     */
                    readonly count?: number;
                    /**
                     * @description How many may use it at once
                     * @example 5
                     */
                    readonly seats: number;
                    /**
                     * Format: date-time
                     * @description Start, inclusive; RFC 3339, or a date alone
                     * @example 2026-12-30T13:02:38Z
                     */
                    readonly validFrom?: string;
                    /**
                     * Format: date-time
                     * @description End, exclusive; by default the term of the product, or none; RFC 3339, or a date alone
                     * @example 2026-12-30T13:02:38Z
                     */
                    readonly validTo?: string;
                    /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                    readonly features?: readonly string[];
                    /** @description Maintenance plan */
                    readonly maintenance?: {
                        /** @description Plans are sold for the product */
                        readonly supported: boolean;
                        /**
                         * Format: date-time
                         * @description Last instant at which a release is covered, inclusive; RFC 3339, or a date alone
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly until?: string;
                    };
                    /** @description Signed, and kept by the guards of customers */
                    readonly policy?: {
                        /**
                         * @description Days after the end
                         * @example 7
                         */
                        readonly graceDays?: number;
                        /**
                         * @description Days without hearing from the server
                         * @example 30
                         */
                        readonly offlineDays?: number;
                        /**
                         * @description After end and grace
                         * @enum {unknown}
                         */
                        readonly onExpiry?: "warn" | "read-only" | "block";
                        /**
                         * @description After the offline days
                         * @enum {unknown}
                         */
                        readonly onStale?: "warn" | "read-only" | "block";
                        /**
                         * @description When the clock was set back
                         * @enum {unknown}
                         */
                        readonly onClockBack?: "warn" | "read-only" | "block";
                        /** @description Allow loopback hosts */
                        readonly devHosts?: boolean;
                    };
                    /**
                     * @description Who has it: signed, and shown to people
                     * @example Ada Lovelace
                     */
                    readonly holder?: string;
                };
            };
        };
        readonly responses: {
            /** @description Make serial numbers, each a token license */
            readonly 201: {
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
                     *           "standing": "valid",
                     *           "validFrom": "2026-12-30T13:02:38Z",
                     *           "validTo": "2026-12-30T13:02:38Z",
                     *           "features": [
                     *             "reports"
                     *           ],
                     *           "maintenance": {
                     *             "supported": true,
                     *             "until": "2026-12-30T13:02:38Z"
                     *           },
                     *           "policy": {
                     *             "graceDays": 7,
                     *             "offlineDays": 30,
                     *             "onExpiry": "warn",
                     *             "onStale": "warn",
                     *             "onClockBack": "warn",
                     *             "devHosts": true
                     *           },
                     *           "holder": "Ada Lovelace",
                     *           "generation": 1,
                     *           "transfers": 0,
                     *           "createdAt": "2026-12-30T13:02:38Z",
                     *           "domains": [
                     *             {
                     *               "name": "example.com",
                     *               "scope": "host+www"
                     *             }
                     *           ],
                     *           "serial": "7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E",
                     *           "seats": 5,
                     *           "computerId": "COMPUTER-IDXX-12345",
                     *           "siteCode": "SITECODE123",
                     *           "serverPath": "C:/ProgramData/Server/Path"
                     *         }
                     *       ]
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
                            /**
                             * @description State and dates together, now
                             * @enum {unknown}
                             */
                            readonly standing: "valid" | "not-yet-valid" | "expired" | "suspended" | "revoked";
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
                            /** @description Names of parts of the product, 1 to 64 printable ASCII characters each */
                            readonly features: readonly string[];
                            readonly maintenance?: {
                                readonly supported: boolean;
                                /**
                                 * Format: date-time
                                 * @description Last instant at which a release is covered
                                 * @example 2026-12-30T13:02:38Z
                                 */
                                readonly until?: string;
                            };
                            /** @description Signed, and kept by the guards of customers */
                            readonly policy?: {
                                /**
                                 * @description Days after the end
                                 * @example 7
                                 */
                                readonly graceDays?: number;
                                /**
                                 * @description Days without hearing from the server
                                 * @example 30
                                 */
                                readonly offlineDays?: number;
                                /**
                                 * @description After end and grace
                                 * @enum {unknown}
                                 */
                                readonly onExpiry?: "warn" | "read-only" | "block";
                                /**
                                 * @description After the offline days
                                 * @enum {unknown}
                                 */
                                readonly onStale?: "warn" | "read-only" | "block";
                                /**
                                 * @description When the clock was set back
                                 * @enum {unknown}
                                 */
                                readonly onClockBack?: "warn" | "read-only" | "block";
                                /** @description Allow loopback hosts */
                                readonly devHosts?: boolean;
                            };
                            /** @example Ada Lovelace */
                            readonly holder?: string;
                            /**
                             * @description Counts the documents of this license
                             * @example 1
                             */
                            readonly generation: number;
                            /**
                             * @description How often it was moved
                             * @example 0
                             */
                            readonly transfers: number;
                            /**
                             * Format: date-time
                             * @description Creation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                            /** @description Of a domain license */
                            readonly domains?: readonly {
                                /** @example example.com */
                                readonly name: string;
                                /** @example host+www */
                                readonly scope: string;
                            }[];
                            /**
                             * @description Of all other kinds
                             * @example 7KQ2M-0XB9T-RD4HV-0A1B2-C3D4E
                             */
                            readonly serial?: string;
                            /**
                             * @description Of a network or token license
                             * @example 5
                             */
                            readonly seats?: number;
                            /**
                             * @description The machine of a single-user license
                             * @example COMPUTER-IDXX-12345
                             */
                            readonly computerId?: string;
                            /**
                             * @description The machine of a single-user license
                             * @example SITECODE123
                             */
                            readonly siteCode?: string;
                            /**
                             * @description Of a network license
                             * @example C:/ProgramData/Server/Path
                             */
                            readonly serverPath?: string;
                        }[];
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly issueActivationCode: {
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
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "computerId": "COMPUTER-IDXX-12345",
                 *       "siteCode": "SITECODE123"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description Machine that the code is for
                     * @example COMPUTER-IDXX-12345
                     */
                    readonly computerId?: string;
                    /**
                     * @description The same by its site code: one of the two
                     * @example SITECODE123
                     */
                    readonly siteCode?: string;
                };
            };
        };
        readonly responses: {
            /** @description Issue an activation code to the machine of a single-user license */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41",
                     *       "code": "eyJhbGciOiJSUzI1NiJ9.eyJwcm9kdWN0IjoibXktc2hvcCJ9.c2lnbmF0dXJl",
                     *       "licenseId": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "computerId": "COMPUTER-IDXX-12345",
                     *       "siteCode": "SITECODE123",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "expiresAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @description Of the activation
                         * @example act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41
                         */
                        readonly id: string;
                        /**
                         * @description To be pasted; shown this once
                         * @example eyJhbGciOiJSUzI1NiJ9.eyJwcm9kdWN0IjoibXktc2hvcCJ9.c2lnbmF0dXJl
                         */
                        readonly code: string;
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly licenseId: string;
                        /** @example COMPUTER-IDXX-12345 */
                        readonly computerId?: string;
                        /** @example SITECODE123 */
                        readonly siteCode?: string;
                        /**
                         * Format: date-time
                         * @description Issue of this code
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description End, exclusive; absent when permanent
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly listActivations: {
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
                 * @description Id of a license
                 * @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa
                 */
                readonly license?: string;
                readonly kind?: "activation-code" | "token";
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List activations */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41",
                     *           "licenseId": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *           "kind": "activation-code",
                     *           "identifier": "COMPUTER-IDXX-12345",
                     *           "identifierKind": "computer",
                     *           "createdAt": "2026-12-30T13:02:38Z",
                     *           "lastIssuedAt": "2026-12-30T13:02:38Z",
                     *           "expiresAt": "2026-12-30T13:02:38Z",
                     *           "revokedAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @example act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41 */
                            readonly id: string;
                            /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                            readonly licenseId: string;
                            /** @enum {unknown} */
                            readonly kind: "activation-code" | "token";
                            /**
                             * @description Names the machine or person
                             * @example COMPUTER-IDXX-12345
                             */
                            readonly identifier: string;
                            /** @enum {unknown} */
                            readonly identifierKind: "computer" | "site" | "identifier";
                            /**
                             * Format: date-time
                             * @description First time
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description Last time
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly lastIssuedAt: string;
                            /**
                             * Format: date-time
                             * @description End of what was issued last; absent when permanent
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly expiresAt?: string;
                            /**
                             * Format: date-time
                             * @description Revocation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly revokedAt?: string;
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
    readonly listLicenseActivations: {
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
                /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description List the activations of a license */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41",
                     *           "licenseId": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *           "kind": "activation-code",
                     *           "identifier": "COMPUTER-IDXX-12345",
                     *           "identifierKind": "computer",
                     *           "createdAt": "2026-12-30T13:02:38Z",
                     *           "lastIssuedAt": "2026-12-30T13:02:38Z",
                     *           "expiresAt": "2026-12-30T13:02:38Z",
                     *           "revokedAt": "2026-12-30T13:02:38Z"
                     *         }
                     *       ],
                     *       "nextCursor": "WyJteS1zaG9wIl0"
                     *     }
                     */
                    readonly "application/json": {
                        readonly items: readonly {
                            /** @example act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41 */
                            readonly id: string;
                            /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                            readonly licenseId: string;
                            /** @enum {unknown} */
                            readonly kind: "activation-code" | "token";
                            /**
                             * @description Names the machine or person
                             * @example COMPUTER-IDXX-12345
                             */
                            readonly identifier: string;
                            /** @enum {unknown} */
                            readonly identifierKind: "computer" | "site" | "identifier";
                            /**
                             * Format: date-time
                             * @description First time
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly createdAt: string;
                            /**
                             * Format: date-time
                             * @description Last time
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly lastIssuedAt: string;
                            /**
                             * Format: date-time
                             * @description End of what was issued last; absent when permanent
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly expiresAt?: string;
                            /**
                             * Format: date-time
                             * @description Revocation
                             * @example 2026-12-30T13:02:38Z
                             */
                            readonly revokedAt?: string;
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
    readonly revokeActivation: {
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
                /** @example act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41 */
                readonly id: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Revoke an activation: its document stops being good, its seat is free */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41",
                     *       "licenseId": "lic_2c5rm7r3w6hj2vyk4qzt7n3xqa",
                     *       "kind": "activation-code",
                     *       "identifier": "COMPUTER-IDXX-12345",
                     *       "identifierKind": "computer",
                     *       "createdAt": "2026-12-30T13:02:38Z",
                     *       "lastIssuedAt": "2026-12-30T13:02:38Z",
                     *       "expiresAt": "2026-12-30T13:02:38Z",
                     *       "revokedAt": "2026-12-30T13:02:38Z"
                     *     }
                     */
                    readonly "application/json": {
                        /** @example act_5d0c1c5d7c1f4f6c9b8d0e2a7f3b6c41 */
                        readonly id: string;
                        /** @example lic_2c5rm7r3w6hj2vyk4qzt7n3xqa */
                        readonly licenseId: string;
                        /** @enum {unknown} */
                        readonly kind: "activation-code" | "token";
                        /**
                         * @description Names the machine or person
                         * @example COMPUTER-IDXX-12345
                         */
                        readonly identifier: string;
                        /** @enum {unknown} */
                        readonly identifierKind: "computer" | "site" | "identifier";
                        /**
                         * Format: date-time
                         * @description First time
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly createdAt: string;
                        /**
                         * Format: date-time
                         * @description Last time
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly lastIssuedAt: string;
                        /**
                         * Format: date-time
                         * @description End of what was issued last; absent when permanent
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly expiresAt?: string;
                        /**
                         * Format: date-time
                         * @description Revocation
                         * @example 2026-12-30T13:02:38Z
                         */
                        readonly revokedAt?: string;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly readStatistics: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Count licenses, ends, activations, refusals and seats */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "licenses": {
                     *         "total": 12,
                     *         "byState": {
                     *           "active": 12,
                     *           "suspended": 12,
                     *           "revoked": 12
                     *         },
                     *         "byKind": {
                     *           "domain": 12,
                     *           "single-user": 12,
                     *           "network": 12,
                     *           "token": 12
                     *         },
                     *         "byStanding": {
                     *           "valid": 12,
                     *           "not-yet-valid": 12,
                     *           "expired": 12,
                     *           "suspended": 12,
                     *           "revoked": 12
                     *         }
                     *       },
                     *       "expiring": [
                     *         {
                     *           "day": "2026-12-30",
                     *           "count": 12
                     *         }
                     *       ],
                     *       "activations": [
                     *         {
                     *           "day": "2026-12-30",
                     *           "count": 12
                     *         }
                     *       ],
                     *       "refusals": [
                     *         {
                     *           "day": "2026-12-30",
                     *           "code": "expired",
                     *           "count": 12
                     *         }
                     *       ],
                     *       "seatsInUse": 3
                     *     }
                     */
                    readonly "application/json": {
                        readonly licenses: {
                            /** @example 12 */
                            readonly total: number;
                            readonly byState: {
                                /** @example 12 */
                                readonly active: number;
                                /** @example 12 */
                                readonly suspended: number;
                                /** @example 12 */
                                readonly revoked: number;
                            };
                            readonly byKind: {
                                /** @example 12 */
                                readonly domain: number;
                                /** @example 12 */
                                readonly "single-user": number;
                                /** @example 12 */
                                readonly network: number;
                                /** @example 12 */
                                readonly token: number;
                            };
                            readonly byStanding: {
                                /** @example 12 */
                                readonly valid: number;
                                /** @example 12 */
                                readonly "not-yet-valid": number;
                                /** @example 12 */
                                readonly expired: number;
                                /** @example 12 */
                                readonly suspended: number;
                                /** @example 12 */
                                readonly revoked: number;
                            };
                        };
                        /** @description Active licenses that end in the next 90 days; days (UTC) without any are left out */
                        readonly expiring: readonly {
                            /**
                             * Format: date
                             * @example 2026-12-30
                             */
                            readonly day: string;
                            /** @example 12 */
                            readonly count: number;
                        }[];
                        /** @description New machines and persons of the last 90 days; days (UTC) without any are left out */
                        readonly activations: readonly {
                            /**
                             * Format: date
                             * @example 2026-12-30
                             */
                            readonly day: string;
                            /** @example 12 */
                            readonly count: number;
                        }[];
                        /** @description What was validated and is not valid, in the last 90 days, by its reason */
                        readonly refusals: readonly {
                            /**
                             * Format: date
                             * @example 2026-12-30
                             */
                            readonly day: string;
                            /** @example expired */
                            readonly code: string;
                            /** @example 12 */
                            readonly count: number;
                        }[];
                        /**
                         * @description Seats that are taken now
                         * @example 3
                         */
                        readonly seatsInUse: number;
                    };
                };
            };
            readonly "4XX": components["responses"]["Problem"];
            readonly "5XX": components["responses"]["Problem"];
        };
    };
    readonly explainLicense: {
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
                 *       "license": "eyJhbGciOiJSUzI1NiIsInR5cCI6ImRvbWFpbi1saWNlbnNlK2p3dCJ9…",
                 *       "product": "my-shop",
                 *       "host": "www.example.com",
                 *       "key": "XXXX-XXXX-XXXX-XXXX",
                 *       "at": "2026-12-30"
                 *     }
                 */
                readonly "application/json": {
                    /**
                     * @description A license file, its base64, an activation code or a token license
                     * @example eyJhbGciOiJSUzI1NiIsInR5cCI6ImRvbWFpbi1saWNlbnNlK2p3dCJ9…
                     */
                    readonly license: string;
                    /**
                     * @description The product that the guard was given
                     * @example my-shop
                     */
                    readonly product?: string;
                    /**
                     * @description A host as a visitor writes it
                     * @example www.example.com
                     */
                    readonly host?: string;
                    /**
                     * @description The domain key that the customer has
                     * @example XXXX-XXXX-XXXX-XXXX
                     */
                    readonly key?: string;
                    /**
                     * @description The time to explain it at; now by default
                     * @example 2026-12-30
                     */
                    readonly at?: string;
                };
            };
        };
        readonly responses: {
            /** @description Explain why a license is refused */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "verdict": "failed",
                     *       "checks": [
                     *         {
                     *           "name": "host",
                     *           "verdict": "failed",
                     *           "code": "wrong_host",
                     *           "detail": "It is not for this host.",
                     *           "advice": "Transfer the license to this domain."
                     *         }
                     *       ]
                     *     }
                     */
                    readonly "application/json": {
                        /**
                         * @example failed
                         * @enum {unknown}
                         */
                        readonly verdict: "passed" | "failed" | "unknown";
                        readonly checks: readonly {
                            /**
                             * @example host
                             * @enum {unknown}
                             */
                            readonly name: "format" | "kind" | "trust" | "signature" | "claims" | "product" | "host" | "key" | "dates" | "status";
                            /**
                             * @example failed
                             * @enum {unknown}
                             */
                            readonly verdict: "passed" | "failed" | "unknown";
                            /**
                             * @description Of a check that failed: the code by which a guard refuses for it
                             * @example wrong_host
                             * @enum {unknown}
                             */
                            readonly code?: "too_large" | "malformed" | "wrong_kind" | "bad_header" | "untrusted_key" | "bad_leaf" | "bad_signature" | "bad_claims" | "needs_newer_guard" | "wrong_product" | "burnt_key" | "bad_host" | "revoked" | "suspended" | "clock_rolled_back" | "not_yet_valid" | "expired" | "stale" | "wrong_host" | "wrong_key" | "feature_missing";
                            /**
                             * @description What was found
                             * @example It is not for this host.
                             */
                            readonly detail: string;
                            /**
                             * @description What to do about it
                             * @example Transfer the license to this domain.
                             */
                            readonly advice?: string;
                        }[];
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
