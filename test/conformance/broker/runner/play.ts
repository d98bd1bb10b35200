/**
 * Plays a scenario, step by step, and returns what our brokers answered.
 */
import type { BrokerVersionName } from '../../../../src/broker/index.ts';
import type { Response } from '../../../../src/protocol/messages.ts';
import { formatOf } from './apis/index.ts';
import { readTopic } from './apis/topics.ts';
import type { SentRequest } from './connection.ts';
import { Connections, NotReached } from './connections.ts';
import { type Fields, InvalidScenarioError, isObject, type Json, number, text, texts } from './json.ts';
import { PlayedCluster } from './played-cluster.ts';
import { NotExpressible } from './record-batches.ts';
import type { Scenario, Step } from './scenario.ts';
import { Symbols } from './symbols.ts';
import { type Mode, Targets } from './targets.ts';
import { playWorldStep } from './world-steps.ts';

const ANSWER_TIMEOUT_MS = 45_000;
/** A request with retryWhile is sent again after this pause, for this long. */
const RETRY_PAUSE_MS = 40;
const RETRY_TIMEOUT_MS = 30_000;
/** How long another request on the same connection may take after a Produce with acks=0. */
const PROBE_TIMEOUT_MS = 10_000;
const CREATE_TOPIC_VERSION = 7;
const MAX_CREATE_TOPIC_ATTEMPTS = 50;
const CREATE_TOPIC_PAUSE_MS = 200;
const LEADER_PAUSE_MS = 20;
const MAX_LEADER_LOOKUPS = 500;

/** The answers by step, in order; steps that have none are absent. */
export type Answers = ReadonlyMap<string, Json>;

/** @throws InvalidScenarioError naming the step */
export function play(scenario: Scenario, mode: Mode, version: BrokerVersionName): Answers {
  return new Play(scenario, mode, version).run();
}

interface Unanswered {
  readonly sent: SentRequest;
  readonly step: Fields;
}

class Play {
  readonly cluster: PlayedCluster;
  readonly connections: Connections;
  readonly targets: Targets;
  private readonly scenario: Scenario;
  private readonly symbols: Symbols;
  private readonly answers = new Map<string, Json>();
  /** Requests that no step has waited for yet, by the step that sent them. */
  private readonly unanswered = new Map<string, Unanswered>();

  constructor(scenario: Scenario, mode: Mode, version: BrokerVersionName) {
    this.scenario = scenario;
    this.cluster = new PlayedCluster(scenario, mode, version);
    this.connections = new Connections(this.cluster);
    this.targets = new Targets(this.cluster, this.connections, mode);
    this.symbols = new Symbols(this.cluster.now(), (topic) => this.targets.topicId(topic));
  }

  run(): Answers {
    for (const topic of this.scenario.topics) this.createTopic(topic);
    for (const step of this.scenario.steps) {
      const answer = this.playStep(step);
      if (answer !== undefined) this.answers.set(step.id, answer);
    }
    return this.answers;
  }

  /** If the step cannot be played, the reason takes the place of the answer, so that it is reported as a difference. */
  private playStep({ id, kind, fields }: Step): Json | undefined {
    try {
      if (kind === 'await') return this.take(this.waitingFor(text(fields, 'await'), true));
      if (kind === 'pending') {
        const { outcome } = this.waitingFor(text(fields, 'pending'), false).sent;
        return outcome === undefined || outcome === 'disconnected';
      }
      if (kind === 'request') return this.request(id, fields);
      playWorldStep(this, fields);
      return undefined;
    } catch (error) {
      if (error instanceof NotReached) return { notReached: error.message };
      if (error instanceof NotExpressible) return { notExpressible: error.message };
      if (error instanceof InvalidScenarioError) throw new InvalidScenarioError(`step ${id}: ${error.message}`);
      throw error;
    }
  }

  // --- Requests --------------------------------------------------------------------------------------------------------

  private request(id: string, step: Fields): Json | undefined {
    const repeated = number(step, 'repeat', 1);
    for (let i = 1; i < repeated; i++) this.requestUntilAccepted(id, step);
    return this.requestUntilAccepted(id, step);
  }

  private requestUntilAccepted(id: string, step: Fields): Json | undefined {
    const errors = step.retryWhile === undefined ? [] : texts('retryWhile', step.retryWhile);
    const deadlineMs = this.cluster.now() + RETRY_TIMEOUT_MS;
    for (;;) {
      const answer = this.requestOnce(id, step);
      if (answer === undefined || !hasError(answer, errors) || this.cluster.now() > deadlineMs) return answer;
      this.cluster.advance(RETRY_PAUSE_MS);
    }
  }

  private requestOnce(id: string, step: Fields): Json | undefined {
    const api = text(step, 'api');
    const format = formatOf(api);
    if (format === undefined) return { notServed: api };
    const version = number(step, 'version', format.version);
    const broker = this.targets.brokerOf(step.to);
    if (broker < 0) throw new NotReached(`the partition of ${JSON.stringify(step.to)} has no leader`);
    const connection = this.connections.to(broker, text(step, 'connection', ''), text(step, 'clientId', 'scenario'));
    const request = format.request(fieldsOf(step.request), this.symbols, version);
    const sent = connection.send(request, version);
    if (request.api === 'Produce' && request.acks === 0) return this.probeAfterAcksZero(sent);
    if (step.async === true) {
      this.unanswered.set(id, { sent, step });
      return undefined;
    }
    return this.take({ sent, step });
  }

  /** A request with acks=0 has no response. A further request shows whether the broker has closed the connection. */
  private probeAfterAcksZero({ connection }: SentRequest): Json {
    const probe = { api: 'ApiVersions', clientSoftwareName: 'scenario', clientSoftwareVersion: '1.0' } as const;
    const sent = connection.send(probe, 0);
    this.cluster.advanceUntil(() => sent.outcome !== undefined, PROBE_TIMEOUT_MS);
    return sent.outcome === undefined || sent.outcome === 'disconnected' ? { disconnected: true } : { silent: true };
  }

  /** Waits for the answer and returns it as the scenario format writes it. */
  private take({ sent, step }: Unanswered): Json {
    const sinceMs = this.cluster.now();
    this.cluster.advanceUntil(() => sent.outcome !== undefined, number(step, 'answerWithinMs', ANSWER_TIMEOUT_MS));
    const { outcome } = sent;
    if (outcome === undefined) {
      sent.connection.close();
      return { noAnswer: true };
    }
    if (outcome === 'disconnected') return { disconnected: true };
    const answer = this.shown(step, outcome);
    if (step.waitedAtLeastMs === undefined || !isObject(answer)) return answer;
    return { ...answer, waited: this.cluster.now() - sinceMs >= number(step, 'waitedAtLeastMs') };
  }

  private shown(step: Fields, response: Response): Json {
    const format = formatOf(text(step, 'api'));
    if (format === undefined) throw new Error(`An API without a format has answered: ${response.api}`);
    return format.answer(response, this.symbols, number(step, 'version', format.version));
  }

  private waitingFor(id: string, isTaken: boolean): Unanswered {
    const found = this.unanswered.get(id);
    if (found === undefined) throw new InvalidScenarioError(`no request of step ${id} is waiting for its answer`);
    if (isTaken) this.unanswered.delete(id);
    return found;
  }

  // --- Before the first step -------------------------------------------------------------------------------------------

  /** Creates a topic as a client would, and waits until every broker knows its leaders. */
  private createTopic(topic: Fields): void {
    const created = readTopic(topic, this.symbols);
    const request = { api: 'CreateTopics', topics: [created], timeoutMs: 10_000, validateOnly: false } as const;
    for (let attempts = 1; ; attempts++) {
      const controller = this.targets.controller();
      const answer = this.connections.ask<'CreateTopics'>(controller, request, CREATE_TOPIC_VERSION).topics[0];
      if (answer === undefined || answer.error === 'NONE') break;
      if (attempts > MAX_CREATE_TOPIC_ATTEMPTS) {
        const why = answer.errorMessage === null ? '' : ` ${answer.errorMessage}`;
        throw new InvalidScenarioError(`the topic ${created.name} cannot be created: ${answer.error}${why}`);
      }
      this.cluster.advance(CREATE_TOPIC_PAUSE_MS);
    }
    const partitions = created.assignments?.length ?? Math.max(1, created.numPartitions);
    for (const broker of this.cluster.brokerIds) {
      for (let partition = 0; partition < partitions; partition++) this.awaitLeader(broker, created.name, partition);
    }
  }

  private awaitLeader(broker: number, topic: string, partition: number): void {
    for (let lookups = 0; this.targets.partitionAt(broker, topic, partition).leader < 0; lookups++) {
      if (lookups >= MAX_LEADER_LOOKUPS) throw new InvalidScenarioError(`${topic}-${partition} gets no leader`);
      this.cluster.advance(LEADER_PAUSE_MS);
    }
  }
}

function fieldsOf(request: Json | undefined): Fields {
  return isObject(request) ? request : {};
}

/** Whether the answer contains one of these errors, at any depth. */
function hasError(answer: Json, errors: readonly string[]): boolean {
  if (errors.length === 0 || typeof answer !== 'object' || answer === null) return false;
  if (Array.isArray(answer)) return answer.some((entry) => hasError(entry, errors));
  return Object.entries(answer).some(([name, value]) =>
    name === 'error' && typeof value === 'string' ? errors.includes(value) : hasError(value, errors),
  );
}
