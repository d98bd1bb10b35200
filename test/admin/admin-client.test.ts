/** Covers: src/admin/admin-client.ts, src/admin/new-topic.ts, src/admin/results.ts, src/client/call-runner.ts */
import { describe, expect, it } from 'vitest';
import { AdminClient } from '../../src/admin/admin-client.ts';
import { NewTopic } from '../../src/admin/calls/new-topic.ts';
import type { ErrorName } from '../../src/protocol/errors/errors.ts';
import { TimeoutException, TopicExistsException } from '../../src/protocol/errors/exceptions.ts';
import type { Response } from '../../src/protocol/messages.ts';
import { broker } from '../client/network/scripted-broker.ts';
import { type Answer, ScriptedHost } from '../client/network/scripted-host.ts';

function created(name: string, error: ErrorName, errorMessage: string | null = null): Response {
  const topic = { name, topicId: 'x', error, errorMessage, numPartitions: 1, replicationFactor: 1 };
  return { api: 'CreateTopics', throttleTimeMs: 0, topics: [topic] };
}

function adminWith(answer: (api: string) => Answer | undefined): { admin: AdminClient; clientHost: ScriptedHost } {
  const clientHost = new ScriptedHost();
  clientHost.brokers.set(
    '10.0.0.1:9092',
    broker((request) => answer(request.api)),
  );
  const admin = new AdminClient({ 'bootstrap.servers': '10.0.0.1:9092' }, clientHost, { clientNumber: 1 });
  return { admin, clientHost };
}

describe('The admin client', () => {
  it('creates topics through the controller, and sends nothing more when it is done', async () => {
    const { admin, clientHost } = adminWith((api) =>
      api === 'CreateTopics' ? { response: created('new', 'NONE') } : undefined,
    );
    const all = admin.createTopics([new NewTopic('new', 1, 1).configs({ 'min.insync.replicas': '1' })]).all();
    clientHost.runUntil(1_000_000);
    await expect(all).resolves.toBeUndefined();
    expect(clientHost.trace.filter((line) => line.includes('CreateTopics'))).toEqual([
      '0 CreateTopics v7 #3 to 10.0.0.1:9092',
    ]);
    expect(clientHost.trace.length).toBe(6);
  });

  it("fails a topic with the broker's exception and message", async () => {
    const message = "Topic 'old' already exists.";
    const { admin, clientHost } = adminWith(() => undefined);
    clientHost.brokers.set(
      '10.0.0.1:9092',
      broker(({ api }) =>
        api === 'CreateTopics' ? { response: created('old', 'TOPIC_ALREADY_EXISTS', message) } : undefined,
      ),
    );
    const result = admin.createTopics([{ name: 'old' }]);
    clientHost.runUntil(10);
    await expect(result.values().get('old')!.get()).rejects.toThrow(new TopicExistsException(message));
  });

  it('refuses an empty name without a request, and creates the first of two topics with the same name', async () => {
    const asked: string[] = [];
    const { admin, clientHost } = adminWith(() => undefined);
    clientHost.brokers.set(
      '10.0.0.1:9092',
      broker((request) => {
        if (request.api !== 'CreateTopics') return undefined;
        for (const { name, numPartitions } of request.topics) asked.push(`${name} x${numPartitions}`);
        return { response: created('twice', 'NONE') };
      }),
    );
    const result = admin.createTopics([new NewTopic(''), new NewTopic('twice', 1), new NewTopic('twice', 2)]);
    const message = "The given topic name '' cannot be represented in a request.";
    await expect(result.values().get('')!.get()).rejects.toThrow(message);
    await expect(admin.deleteTopics(['']).all()).rejects.toThrow(message);
    clientHost.runUntil(10);
    await expect(result.values().get('twice')!.get()).resolves.toBeUndefined();
    expect(asked).toEqual(['twice x1']);
  });

  it('sends a call again when the controller has moved', async () => {
    let n = 0;
    const { admin, clientHost } = adminWith((api) =>
      api === 'CreateTopics' ? { response: created('new', ++n === 1 ? 'NOT_CONTROLLER' : 'NONE') } : undefined,
    );
    const all = admin.createTopics([{ name: 'new' }]).all();
    clientHost.runUntil(99);
    expect(all.isDone()).toBe(false);
    clientHost.runUntil(100);
    expect(all.isDone()).toBe(true);
  });

  it('fails a call at its deadline when no broker answers', () => {
    const clientHost = new ScriptedHost();
    const config = { 'bootstrap.servers': '10.0.0.1:9092', 'default.api.timeout.ms': 500 };
    const admin = new AdminClient(config, clientHost, { clientNumber: 1 });
    const names = admin.listTopics().names();
    clientHost.runUntil(499);
    expect(names.isDone()).toBe(false);
    clientHost.runUntil(500);
    expect(names.error()).toEqual(new TimeoutException('Timed out waiting for a node assignment. Call: listTopics'));
  });

  it('describes topics, and fails those that the broker does not know', () => {
    const { admin, clientHost } = adminWith(() => undefined);
    const described = admin.describeTopics(['t', 'gone']);
    clientHost.runUntil(10);
    expect(described.values().get('t')!.isCompletedExceptionally()).toBe(false);
    expect(described.values().get('gone')!.error()?.message).toBe('Topic gone not found.');
  });

  it('lists the names and ids of topics', async () => {
    const { admin, clientHost } = adminWith(() => undefined);
    const listed = admin.listTopics();
    clientHost.runUntil(10);
    expect(await listed.names()).toEqual(new Set(['t']));
    expect(await listed.listings()).toEqual([expect.objectContaining({ name: 't', isInternal: false })]);
  });

  it('describes the cluster', async () => {
    const brokers = [0, 1].map((id) => ({ id, host: `10.0.0.${id + 1}`, port: 9092 }));
    const response: Response = {
      api: 'DescribeCluster',
      throttleTimeMs: 0,
      error: 'NONE',
      clusterId: 'abc',
      controllerId: 1,
      brokers,
    };
    const { admin, clientHost } = adminWith((api) => (api === 'DescribeCluster' ? { response } : undefined));
    const cluster = admin.describeCluster();
    clientHost.runUntil(10);
    expect(await cluster.nodes()).toEqual(brokers);
    expect(await cluster.controller()).toEqual(brokers[1]);
    expect(await cluster.clusterId()).toBe('abc');
  });
});
