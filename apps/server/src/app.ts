import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { LogController, type FastifyServerOptions } from 'fastify';
import { answerClientError } from './http/answer-client-errors.js';
import type { App } from './http/app.js';
import { authenticateRequests } from './http/authenticate.js';
import { drainConnections } from './http/drain.js';
import { foldFieldNames } from './http/fold-field-names.js';
import { guardLoad } from './http/guard-load.js';
import { answerFrameworkError, handleErrors } from './http/handle-errors.js';
import { limits } from './http/limits.js';
import { createLoggerOptions, logRequests, type LogStream } from './http/log-requests.js';
import { readBodies } from './http/read-body.js';
import { compileValidator } from './http/validate.js';
import { addConsolePage } from './routes/console/page.js';
import { addConsolePeople } from './routes/console/people.js';
import { addConsoleSession } from './routes/console/session.js';
import { addHealth } from './routes/health.js';
import { addJwks } from './routes/jwks.js';
import { addOpenApi, describeApi } from './routes/openapi.js';
import { addApiKeys } from './routes/v1/api-keys.js';
import { addAuditLog } from './routes/v1/audit-log.js';
import { addLicenses } from './routes/v1/licenses.js';
import { addHolders } from './routes/v1/holders.js';
import { addLeases } from './routes/v1/leases.js';
import { addProducts } from './routes/v1/products.js';
import { addSeats } from './routes/v1/seats.js';
import { addSigningKeys } from './routes/v1/signing-keys.js';
import { addActivateDomainLicense } from './routes/v5/activate-domain-license.js';
import { addCheckLicenseStatus } from './routes/v5/check-license-status.js';
import { addGenerateDomainLicense } from './routes/v5/generate-domain-license.js';
import { addCheckMaintenancePlan } from './routes/v5/check-maintenance-plan.js';
import { addGenerateTokenLicense } from './routes/v5/generate-token-license.js';
import { addRenewDomainLicense } from './routes/v5/renew-domain-license.js';
import { addRoot } from './routes/v5/root.js';
import { addValidateDomainLicense } from './routes/v5/validate-domain-license.js';
import { addValidateTokenLicense } from './routes/v5/validate-token-license.js';
import type { Context } from './services/context.js';

type CompilersFactory = NonNullable<
  NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']
>;

/** How an app talks about itself. */
export interface AppOptions {
  readonly logLevel: string;
  readonly logStream: LogStream;
}

/** Puts the whole API together. It does not listen yet; closing it leaves the context open. */
export async function createApp(context: Context, options: AppOptions): Promise<App> {
  const app = createServer(options);
  handleErrors(app);
  app.addHook('onRequest', (_request, reply, done) => {
    reply.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    done();
  });
  drainConnections(app);
  guardLoad(app);
  logRequests(app);
  authenticateRequests(app, context);
  readBodies(app);
  foldFieldNames(app);
  await describeApi(app, context.publicUrl);
  addRoutes(app, context);
  return app;
}

/**
 * Validation by the schemas' own library. Nothing is compiled for answers: they are typed by the same schemas, and JSON.stringify
 * is as fast. The types of Fastify know no other library than its own, which is not even loaded this way.
 */
const compilersFactory = {
  buildValidator: () => compileValidator,
  buildSerializer: () => () => JSON.stringify,
} as unknown as CompilersFactory;

function createServer({ logLevel, logStream }: AppOptions): App {
  const app = fastify({
    logger: createLoggerOptions(logLevel, logStream),
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: 'requestId',
    }),
    schemaController: { compilersFactory },
    routerOptions: { caseSensitive: false, maxParamLength: limits.pathParameterCharacters },
    bodyLimit: limits.bodyBytes,
    requestTimeout: limits.requestTimeout,
    keepAliveTimeout: limits.keepAliveTimeout,
    connectionTimeout: limits.idleTimeout,
    forceCloseConnections: 'idle',
    http: {
      headersTimeout: limits.headersTimeout,
      connectionsCheckingInterval: limits.timeoutCheckInterval,
    },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerFrameworkError,
  });
  app.server.maxConnections = limits.connections;
  return app.withTypeProvider<TypeBoxTypeProvider>();
}

function addRoutes(app: App, context: Context): void {
  addRoot(app);
  addGenerateDomainLicense(app, context);
  addCheckLicenseStatus(app, context);
  addRenewDomainLicense(app, context);
  addValidateDomainLicense(app, context);
  addActivateDomainLicense(app, context);
  addGenerateTokenLicense(app, context);
  addCheckMaintenancePlan(app, context);
  addValidateTokenLicense(app, context);
  addProducts(app, context);
  addSigningKeys(app, context);
  addApiKeys(app, context);
  addLicenses(app, context);
  addSeats(app, context);
  addHolders(app, context);
  addLeases(app, context);
  addAuditLog(app, context);
  addConsolePage(app);
  addConsoleSession(app, context);
  addConsolePeople(app, context);
  addJwks(app, context);
  addHealth(app, context);
  addOpenApi(app);
}
