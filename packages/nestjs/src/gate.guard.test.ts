import { on, once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';
import { createTestVendor, standardOptions } from '@licet/conformance';
import { Controller, Get, Inject, Module, UseGuards, type DynamicModule } from '@nestjs/common';
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql';
import { MercuriusDriver, type MercuriusDriverConfig } from '@nestjs/mercurius';
import { ClientProxyFactory, MessagePattern, Transport } from '@nestjs/microservices';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { IoAdapter } from '@nestjs/platform-socket.io';
import { WsAdapter } from '@nestjs/platform-ws';
import { SubscribeMessage, WebSocketGateway, type OnGatewayConnection } from '@nestjs/websockets';
import type { IncomingMessage } from 'node:http';
import { firstValueFrom } from 'rxjs';
import { describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { platforms } from '../test/platforms.js';
import { runApp, type RunningApp } from '../test/running-app.js';
import {
  License,
  LICENSE_GATE,
  LicenseGuard,
  LicetModule,
  RequiresFeature,
  type LicenseAccess,
  type LicenseGate,
} from './index.js';

const vendor = createTestVendor();
const [host, otherHost] = ['example.com', 'evil.test'];

const withGuard = (module: DynamicModule): DynamicModule => ({
  ...module,
  imports: [LicetModule.forRoot(standardOptions(vendor)), ...(module.imports ?? [])],
});

@Module({})
class Root {}

describe.each(platforms)('RequiresFeature on %s', (_name, createAdapter) => {
  @Controller('class')
  @RequiresFeature('reports')
  class Reports {
    @Get()
    list(): string {
      return 'reports';
    }

    @Get('export')
    @RequiresFeature('export')
    export(): string {
      return 'export';
    }
  }

  it('adds what a handler requires to what its class requires', async () => {
    const root = withGuard({ module: Root, controllers: [Reports] });
    await using site = await runApp(root, createAdapter());
    expect((await site.get(host, '/class')).body).toBe('reports');
    expect((await site.get(host, '/class/export')).status).toBe(403);

    const both = standardOptions(vendor);
    const exporting = LicetModule.forRoot({
      ...both,
      license: vendor.sign({ features: ['export'] }),
    });
    const other = { module: Root, controllers: [Reports], imports: [exporting] };
    await using exportSite = await runApp(other, createAdapter());
    expect((await exportSite.get(host, '/class')).status).toBe(403);
    expect((await exportSite.get(host, '/class/export')).status).toBe(403);
  });

  it('refuses to start without the module that knows the license', async () => {
    const root = { module: Root, controllers: [Reports] };
    await expect(runApp(root, createAdapter())).rejects.toThrow('LicenseGuard');
  });
});

describe('resolvers of GraphQL', () => {
  @Resolver()
  class Pages {
    @Query('host')
    host(@License() access: LicenseAccess): string {
      return access.host;
    }

    @Query('reports')
    @RequiresFeature('reports')
    reports(): string {
      return 'reports';
    }

    @Query('export')
    @RequiresFeature('export')
    export(): string {
      return 'export';
    }
  }

  const root = (context?: MercuriusDriverConfig['context']): DynamicModule => {
    const graphql = GraphQLModule.forRoot<MercuriusDriverConfig>({
      driver: MercuriusDriver,
      typeDefs: 'type Query { host: String, reports: String, export: String }',
      ...(context && { context }),
    });
    return withGuard({ module: Root, imports: [graphql], providers: [Pages] });
  };

  const ask = async (site: RunningApp, field: string, name = host) => {
    const path = `/graphql?query=%7B${field}%7D`;
    const { status, body } = await site.get(name, path);
    return { status, answer: JSON.parse(body) as unknown };
  };

  it.each([
    ['with the reply in their context', undefined],
    ['with the request in their context', (request: object) => ({ req: request })],
  ])('know the access and require features, %s', async (_name, context) => {
    await using site = await runApp(root(context), new FastifyAdapter());
    expect(await ask(site, 'host')).toEqual({ status: 200, answer: { data: { host } } });
    expect((await ask(site, 'reports')).answer).toEqual({ data: { reports: 'reports' } });
    expect((await ask(site, 'export')).answer).toMatchObject({
      data: { export: null },
      errors: [{ message: 'Forbidden resource' }],
    });
    expect((await ask(site, 'host', otherHost)).status).toBe(403);
  });

  it('are refused with a clear error when no request asked for them', async () => {
    const adapter = new FastifyAdapter();
    const { app: nest } = await runApp(root(), adapter);
    const app = adapter.getInstance();
    const { errors } = await app.graphql('{ reports }', { app });
    await nest.close();
    expect(errors?.[0]?.message).toContain('no HTTP request behind this "graphql" context');
  });
});

describe('messages of socket.io', () => {
  @WebSocketGateway()
  @UseGuards(LicenseGuard)
  class Gateway {
    @SubscribeMessage('host')
    host(): string {
      return 'served';
    }

    @SubscribeMessage('export')
    @RequiresFeature('export')
    export(): string {
      return 'export';
    }
  }

  const root = withGuard({ module: Root, providers: [Gateway] });

  /** Speaks the protocol below socket.io: 40 connects, 42 is an event, a number after it asks for an answer (43). */
  async function emit(port: number, name: string, event: string): Promise<string> {
    const socket = connect(port, name, '/socket.io/?EIO=4&transport=websocket');
    let answer = '';
    while (!/^4[23]/.test(answer)) {
      const [data] = (await once(socket, 'message')) as [Buffer];
      answer = data.toString();
      if (answer.startsWith('0')) socket.send('40');
      if (answer.startsWith('40')) socket.send(`421["${event}"]`);
    }
    socket.terminate();
    return answer;
  }

  it('are answered by the host that the connection was made to', async () => {
    await using site = await runApp(root, new ExpressAdapter(), (app) =>
      app.useWebSocketAdapter(new IoAdapter(app)),
    );
    expect(await emit(site.port, host, 'host')).toBe('431["served"]');
    expect(await emit(site.port, otherHost, 'host')).toContain('Forbidden resource');
    expect(await emit(site.port, host, 'export')).toContain('Forbidden resource');
  });
});

describe('messages of the bare ws platform, which do not lead to a request', () => {
  @WebSocketGateway({ path: '/guarded' })
  class Guarded {
    @UseGuards(LicenseGuard)
    @SubscribeMessage('host')
    host(): { event: string } {
      return { event: 'served' };
    }

    @SubscribeMessage('free')
    free(): { event: string } {
      return { event: 'done' };
    }
  }

  @WebSocketGateway({ path: '/asking' })
  class Asking implements OnGatewayConnection<WebSocket> {
    constructor(@Inject(LICENSE_GATE) private readonly gate: LicenseGate) {}

    handleConnection(client: WebSocket, request: IncomingMessage): void {
      client.send(this.gate.check(request).allowed ? 'welcome' : 'not licensed');
    }
  }

  const root = withGuard({ module: Root, providers: [Guarded, Asking] });
  const start = (): Promise<RunningApp> =>
    runApp(root, new ExpressAdapter(), (app) => app.useWebSocketAdapter(new WsAdapter(app)));

  const nextMessage = async (socket: WebSocket): Promise<string> => {
    const [data] = (await once(socket, 'message')) as [Buffer];
    return data.toString();
  };

  it('are refused', async () => {
    await using site = await start();
    const socket = connect(site.port, host, '/guarded');
    await once(socket, 'open');
    socket.send('{"event":"host"}');
    socket.send('{"event":"free"}');
    const answers: string[] = [];
    for await (const [data] of on(socket, 'message')) {
      answers.push(String(data));
      if (answers.includes('{"event":"done"}')) break;
    }
    socket.terminate();
    expect(answers.join()).not.toContain('served');
  });

  it('can be decided about when the connection is made', async () => {
    await using site = await start();
    const greeting = async (name: string): Promise<string> => {
      const socket = connect(site.port, name, '/asking');
      const answer = await nextMessage(socket);
      socket.terminate();
      return answer;
    };
    expect(await greeting(host)).toBe('welcome');
    expect(await greeting(otherHost)).toBe('not licensed');
  });
});

describe('messages of a microservice', () => {
  @Controller()
  class Messages {
    @MessagePattern('free')
    free(): string {
      return 'served';
    }

    @MessagePattern('reports')
    @RequiresFeature('reports')
    reports(): string {
      return 'reports';
    }
  }

  it('are refused when they ask for a license, as they name no host', async () => {
    const root = withGuard({ module: Root, controllers: [Messages] });
    await using site = await runApp(root, new ExpressAdapter(), async (app) => {
      app.connectMicroservice({
        transport: Transport.TCP,
        options: { port: 0, host: '127.0.0.1' },
      });
      await app.startAllMicroservices();
    });
    const [microservice] = site.app.getMicroservices();
    const server = microservice?.unwrap<Server>().address() as AddressInfo;
    const options = { host: '127.0.0.1', port: server.port };
    const client = ClientProxyFactory.create({ transport: Transport.TCP, options });
    const ask = (pattern: string): Promise<string> =>
      firstValueFrom(client.send<string>(pattern, {}));
    expect(await ask('free')).toBe('served');
    await expect(ask('reports')).rejects.toMatchObject({ status: 'error' });
    await client.close();
  });
});

function connect(port: number, name: string, path: string): WebSocket {
  const headers = { host: name };
  return new WebSocket(`ws://127.0.0.1:${String(port)}${path}`, { headers });
}
