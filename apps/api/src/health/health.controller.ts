import { MayRead } from '@minqing/commanding';
import { EventLog } from '@minqing/event-log';
import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { Metrics } from './metrics';

type Part = { readonly up: true; readonly position?: string } | { readonly up: false; readonly reason: string };

const probe = async (ask: () => Promise<object>): Promise<Part> => {
  try {
    return { up: true, ...(await ask()) };
  } catch (error) {
    return { up: false, reason: (error as Error).message };
  }
};

@ApiTags('运行 operations')
@Controller()
export class HealthController {
  constructor(
    private readonly log: EventLog,
    private readonly database: DataSource,
    private readonly metrics: Metrics,
  ) {}

  /** 进程活着 · The process is alive. */
  @Get('health/live')
  @MayRead('EVERYBODY')
  @ApiOkResponse()
  live(): { up: true } {
    return { up: true };
  }

  /** 可以服务：事件库与数据库均可达 · Ready to serve: store and database answer. */
  @Get('health/ready')
  @MayRead('EVERYBODY')
  @ApiOkResponse()
  @ApiServiceUnavailableResponse()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<object> {
    const [store, database] = await Promise.all([
      probe(async () => ({ position: (await this.log.head()).toString() })),
      probe(async () => {
        await this.database.query('SELECT 1');
        return {};
      }),
    ]);
    const ready = store.up && database.up;
    if (!ready) void reply.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { ready, store, database };
  }

  @Get('metrics')
  @MayRead('EVERYBODY')
  @Header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
  @ApiExcludeEndpoint()
  prometheus(): Promise<string> {
    return this.metrics.registry.metrics();
  }
}
