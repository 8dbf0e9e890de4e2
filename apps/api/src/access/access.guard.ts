import { createHmac } from 'node:crypto';
import { Caller, COMMAND_NAME, type CommandingRequest, type CallingRequest, READERS, type Readers } from '@minqing/commanding';
import { DivisionTree } from '@minqing/divisions';
import { COMMAND_MAC_SUBJECT, type CommandContext, isUuid, KeyVault } from '@minqing/event-log';
import { type Actor, type Channel, Clock, dayOf, type Day, isDay, Refused, toInstant } from '@minqing/kernel';
import { DEFAULT_PROGRAMME, profileOn, programmes } from '@minqing/programmes';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { accessRefusals } from './access.refusals';
import { CommandIds } from './command-ids';
import { BadToken, TokenVerifier } from './token-verifier';
import { whoMay } from './who-may';

type Code = keyof typeof accessRefusals;
type Request = FastifyRequest<{ Params: Record<string, string>; Querystring: Record<string, unknown> }> &
  CommandingRequest &
  CallingRequest;

const refuse = (code: Code, details: Record<string, unknown> = {}): never => {
  throw new Refused({ code, ...details });
};

const CHANNELS: readonly Channel[] = ['APP', 'KIOSK', 'PAPER_ENTRY', 'IMPORT'];

/** The one door: who is asking, may they, and, for a command, under which id and in what name its facts will stand. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly tokens: TokenVerifier,
    private readonly commandIds: CommandIds,
    private readonly divisions: DivisionTree,
    private readonly vault: KeyVault,
    private readonly clock: Clock,
  ) {}

  async canActivate(execution: ExecutionContext): Promise<boolean> {
    const request = execution.switchToHttp().getRequest<Request>();
    const command = this.reflector.get<string | undefined>(COMMAND_NAME, execution.getHandler());
    const readers = this.reflector.get<Readers | undefined>(READERS, execution.getHandler());
    request.caller = await this.caller(request, readers !== 'EVERYBODY');
    if (command === undefined) this.admitReader(request, readers ?? []);
    else {
      request.commandContext = await this.admitCommand(request, command);
      await this.commandIds.admit(request.commandContext);
    }
    return true;
  }

  private async caller(request: Request, needed: boolean): Promise<Caller> {
    const header = request.headers.authorization;
    if (header === undefined) return needed ? refuse('TOKEN_MISSING') : Caller.anonymous;
    const [scheme, token] = header.split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || !token) return refuse('TOKEN_INVALID', { reason: 'Bearer' });
    try {
      return await this.tokens.verify(token);
    } catch (error) {
      if (error instanceof BadToken) return refuse('TOKEN_INVALID', { reason: error.message });
      throw error;
    }
  }

  private admitReader({ caller, params, query }: Request, readers: Readers): void {
    const village = params['villageCode'];
    if (village !== undefined) this.knownVillage(village);
    if (readers === 'EVERYBODY') return;
    if (!caller.grantFor(readers)) refuse('ROLE_MAY_NOT', { roles: readers });
    const asked = village ?? query['division'];
    if (typeof asked !== 'string') return;
    const division = this.divisions.resolve(asked)?.code ?? asked;
    if (!caller.grantFor(readers, division)) refuse('UNIT_NOT_COVERED', { division });
  }

  private async admitCommand(request: Request, command: string): Promise<CommandContext> {
    const { caller, headers, params } = request;
    const body = (request.body ?? {}) as Readonly<Record<string, unknown>>;
    const actor = this.actor(caller, command, this.knownVillage(params['villageCode'] ?? ''), body);

    const commandId = headers['idempotency-key'];
    if (!isUuid(commandId)) return refuse('COMMAND_ID_NEEDED', { field: 'Idempotency-Key' });
    const correlationId = headers['x-correlation-id'] ?? commandId;
    if (!isUuid(correlationId)) return refuse('CORRELATION_MALFORMED', { field: 'X-Correlation-Id' });
    const channel = CHANNELS.find((name) => name === (headers['x-channel'] ?? 'APP')) ?? refuse('CHANNEL_UNKNOWN', { field: 'X-Channel' });
    const ifMatch = headers['if-match']?.replaceAll('"', '');
    if (ifMatch !== undefined && !/^\d{1,15}$/.test(ifMatch)) return refuse('REVISION_MALFORMED', { field: 'If-Match' });

    const key = await this.vault.keyFor(COMMAND_MAC_SUBJECT);
    const content = JSON.stringify([command, params, body, actor.id]);
    return {
      commandId: commandId.toLowerCase(),
      commandMac: createHmac('sha256', key).update(content).digest('hex'),
      actor,
      causationId: commandId.toLowerCase(),
      correlationId: correlationId.toLowerCase(),
      channel,
      ...this.programme(body),
      ...(ifMatch !== undefined && { ifMatch: Number(ifMatch) }),
    };
  }

  private actor(caller: Caller, command: string, village: string, body: Readonly<Record<string, unknown>>): Actor {
    const permission = whoMay[command] ?? { roles: [] };
    if (!caller.grantFor(permission.roles)) refuse('ROLE_MAY_NOT', { roles: permission.roles });
    if (!caller.grantFor(permission.roles, village)) refuse('UNIT_NOT_COVERED', { division: village });
    const allowed = permission.roles.filter((role) => permission.own?.[role]?.(caller.id ?? '', body) ?? true);
    const grant = caller.grantFor(allowed, village);
    return grant ? { id: caller.id ?? '', role: grant.role, unitCode: grant.unit } : refuse('ONLY_IN_OWN_NAME');
  }

  private knownVillage(code: string): string {
    if (!/^\d{12}$/.test(code)) return refuse('DIVISION_CODE_MALFORMED', { field: 'villageCode', given: code });
    return this.divisions.isVillage(code) ? code : refuse('DIVISION_UNKNOWN', { field: 'villageCode', given: code });
  }

  /** The programme a command speaks for and the profile version in force on the day it happened. */
  private programme(body: Readonly<Record<string, unknown>>): Pick<CommandContext, 'programme' | 'profileVersion'> {
    const programme = body['programme'] ?? DEFAULT_PROGRAMME;
    const today = dayOf(toInstant(this.clock.now()));
    const profile = typeof programme === 'string' ? profileOn(programme, dayIn(body) ?? today) : undefined;
    if (!profile) return refuse('PROGRAMME_UNKNOWN', { field: 'programme', programme, accepted: programmes });
    return { programme: profile.programme, profileVersion: profile.version };
  }
}

/** The business day a body speaks of, whichever field holds it (§7.3). */
const dayIn = (body: Readonly<Record<string, unknown>>): Day | undefined => {
  const day = [body['from'], body['until'], body['on'], body['heldOn']].find(isDay);
  const instant = body['occurredAt'];
  if (day !== undefined || typeof instant !== 'string' || Number.isNaN(Date.parse(instant))) return day;
  return dayOf(toInstant(Date.parse(instant)));
};
