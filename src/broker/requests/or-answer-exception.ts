/**
 * Requests that may have any content (KafkaApis.handle, RequestHandlerHelper.handleError): whatever their handler throws is answered with
 * UNKNOWN_SERVER_ERROR, as in Kafka any exception without an error of its own. What the handler has changed up to then remains.
 */
import { apiOf, type Request } from '../../protocol/messages.ts';
import { answer, type Call } from './call.ts';

export function orAnswerException(call: Call, request: Request, handle: (call: Call, request: Request) => void): void {
  const { effects, broker } = call.services;
  const since = effects.list.length;
  try {
    handle(call, request);
  } catch (exception) {
    const { clientId: client, token } = call;
    effects.event('request failed', { broker: broker.id, api: request.api, client, exception: String(exception) });
    // With acks=0 there is no response, so that the broker closes the connection.
    if (!call.expectResponse) effects.add({ kind: 'disconnect', brokerId: broker.id, token });
    else if (!effects.isAnswered(token, since)) answer(call, apiOf(request).refuse(request, 'UNKNOWN_SERVER_ERROR'));
  }
}
