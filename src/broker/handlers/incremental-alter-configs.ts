/**
 * IncrementalAlterConfigs (KIP-339), for topics.
 *
 * Checks, in the real broker's order, per resource: it is named once; no key is named twice; every value but that of a deletion is
 * given; the controller, or ZooKeeper, can be reached; then those of controller/topic-settings.ts.
 * Differs: there are no ACLs and no policies. Configurations and log levels of brokers cannot be changed (INVALID_REQUEST).
 */
import { incrementalAlterConfigsApi } from '../../protocol/apis/incremental-alter-configs.ts';
import type { IncrementalAlterConfigsRequest } from '../../protocol/messages.ts';
import { alterResources } from '../requests/alter-resources.ts';
import { whereConfigsAreKept } from '../requests/at-controller.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleIncrementalAlterConfigs(call: Call, request: IncrementalAlterConfigsRequest): void {
  whereConfigsAreKept(
    call,
    () => {
      const resources = alterResources(call.services, request.resources, request.validateOnly);
      answer(call, { api: 'IncrementalAlterConfigs', throttleTimeMs: 0, resources });
    },
    (error) => answer(call, incrementalAlterConfigsApi.refuse(request, error)),
  );
}
