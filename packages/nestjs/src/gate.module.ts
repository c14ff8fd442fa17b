import {
  Inject,
  Module,
  type DynamicModule,
  type FactoryProvider,
  type ModuleMetadata,
  type OnModuleDestroy,
} from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { createLicenseGate, LICENSE_GATE, type LicenseGate } from './license-gate.js';
import { mountGate } from './mount-gate.js';
import {
  parseModuleOptions,
  type LicetModuleOptions,
  type LicetModuleSettings,
} from './options.js';

/** Options that other providers have a part in. */
export interface LicetModuleAsyncOptions
  extends
    Pick<ModuleMetadata, 'imports'>,
    Pick<FactoryProvider<LicetModuleOptions>, 'inject' | 'useFactory'> {}

const settingsToken = Symbol.for('@licet/nestjs:settings');

/**
 * Guards a Nest application: a request either goes on, with its access for `@License()`, or is answered with core's refusal,
 * before Nest routes it and whatever there is at its path. Import it once, in the root module. Creating the application fails with
 * core's `OptionsError` (`invalid_options`) when an option is wrong.
 */
@Module({})
export class LicetModule implements OnModuleDestroy {
  readonly #gate: LicenseGate;

  constructor(
    @Inject(LICENSE_GATE) gate: LicenseGate,
    @Inject(settingsToken) { unlicensedPaths }: LicetModuleSettings,
    @Inject(HttpAdapterHost) { httpAdapter }: Partial<HttpAdapterHost>,
  ) {
    this.#gate = gate;
    // An application without a server, such as a microservice, has no adapter.
    if (httpAdapter) mountGate(httpAdapter, gate, unlicensedPaths);
  }

  /** The guard with options at hand. */
  static forRoot(options: LicetModuleOptions): DynamicModule {
    return LicetModule.forRootAsync({ useFactory: () => options });
  }

  /** The guard with options that a factory makes of other providers. */
  static forRootAsync({ imports, inject, useFactory }: LicetModuleAsyncOptions): DynamicModule {
    return {
      module: LicetModule,
      global: true,
      imports: imports ?? [],
      providers: [
        {
          provide: settingsToken,
          inject: inject ?? [],
          useFactory: async (...args: unknown[]) => parseModuleOptions(await useFactory(...args)),
        },
        {
          provide: LICENSE_GATE,
          inject: [settingsToken],
          useFactory: ({ gate }: LicetModuleSettings) => createLicenseGate(gate),
        },
      ],
      exports: [LICENSE_GATE],
    };
  }

  onModuleDestroy(): void {
    this.#gate.close();
  }
}
