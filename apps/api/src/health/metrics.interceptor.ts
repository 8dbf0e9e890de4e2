import type { Answer } from '@minqing/event-log';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, tap } from 'rxjs';
import { Metrics } from './metrics';

@Injectable()
export class MetricsInterceptor implements NestInterceptor {
  constructor(private readonly metrics: Metrics) {}

  intercept(execution: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = execution.switchToHttp();
    const { method, routeOptions } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const done = this.metrics.requests.startTimer({ method, route: routeOptions.url ?? '' });
    reply.raw.once('close', () => done({ status: reply.statusCode }));
    return next.handle().pipe(
      tap((answer: Partial<Answer> | undefined) => {
        if (method === 'POST') for (const { type } of answer?.facts ?? []) this.metrics.facts.inc({ type });
      }),
    );
  }
}
