import { MayRead } from '@minqing/commanding';
import { EventLog } from '@minqing/event-log';
import { type Standing, standings } from '@minqing/projecting';
import { Controller, Get, Header, HttpStatus, Res } from '@nestjs/common';
import { ApiExcludeEndpoint, ApiOkResponse, ApiServiceUnavailableResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { DataSource } from 'typeorm';
import { Metrics } from './metrics';

type Part<T> = ({ readonly up: true } & T) | { readonly up: false; readonly reason: string };

const probe = async <T extends object>(ask: () => Promise<T>): Promise<Part<T>> => {
  try {
    return { up: true, ...(await ask()) };
  } catch (error) {
    return { up: false, reason: (error as Error).message };
  }
};

interface Readiness {
  /** The store and the database answer: commands are taken and queries answered. */
  readonly ready: boolean;
  readonly store: Part<{ position: string }>;
  /** With how far every projection and reaction is, and which one is parked at which event. */
  readonly database: Part<{ projections: readonly Standing[]; reactions: readonly Standing[] }>;
}

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

  /**
   * 可以服务：事件库与数据库均可达；并列出各投影所到位置与停在哪个事件 · Ready to serve: store and database answer; and how
   * far every projection and reaction is, a parked one with the event it stands at.
   */
  @Get('health/ready')
  @MayRead('EVERYBODY')
  @ApiOkResponse()
  @ApiServiceUnavailableResponse()
  async ready(@Res({ passthrough: true }) reply: FastifyReply): Promise<Readiness> {
    const [store, database] = await Promise.all([
      probe(async () => ({ position: (await this.log.head()).toString() })),
      probe(() => standings(this.database)),
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
