/**
 * AlterConfigs, for topics: values that a request does not name return to their defaults.
 *
 * Checks, in the real broker's order, per resource: it is named once; no key is named twice; every value is given; the controller, or
 * ZooKeeper, can be reached; then those of controller/topic-settings.ts.
 * Differs: there are no ACLs and no policies. Configurations of brokers cannot be changed (INVALID_REQUEST).
 */
import { alterConfigsApi } from '../../protocol/apis/alter-configs.ts';
import type {
  AlterableConfig,
  AlterConfigsRequest,
  AlterConfigsResource,
  ReplacedConfigsResource,
} from '../../protocol/messages.ts';
import { alterResources } from '../requests/alter-resources.ts';
import { whereConfigsAreKept } from '../requests/at-controller.ts';
import type { BrokerServices } from '../requests/broker-services.ts';
import { answer, type Call } from '../requests/call.ts';

export function handleAlterConfigs(call: Call, request: AlterConfigsRequest): void {
  const { services } = call;
  whereConfigsAreKept(
    call,
    () => {
      const changes = request.resources.map((resource) => changesOf(services, resource));
      const resources = alterResources(services, changes, request.validateOnly);
      answer(call, { api: 'AlterConfigs', throttleTimeMs: 0, resources });
    },
    (error) => answer(call, alterConfigsApi.refuse(request, error)),
  );
}

/** Sets what the request names, and deletes the others. */
function changesOf({ controlPlane }: BrokerServices, resource: ReplacedConfigsResource): AlterConfigsResource {
  const { type, name, configs } = resource;
  const present = type === 'TOPIC' ? Object.keys(controlPlane.topic(name)?.configs ?? {}) : [];
  const others = present.filter((key) => !configs.some((config) => config.name === key));
  return {
    type,
    name,
    configs: [
      ...configs.map((config): AlterableConfig => ({ ...config, operation: 'SET' })),
      ...others.map((key): AlterableConfig => ({ name: key, operation: 'DELETE', value: null })),
    ],
  };
}
