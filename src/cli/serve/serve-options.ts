/** The options of `kafka-trial serve`. */
import { GUARANTEE_NAMES, GUARANTEES } from '../../guarantees/index.ts';
import type { BrokerVersionName, SimulationOptions } from '../../index.ts';
import type { Scenario } from '../../scenario/index.ts';
import type { ClusterServerOptions } from '../../server/tcp/cluster-server.ts';
import { integerOption, readCommand, seedOf } from '../command-line/arguments.ts';
import type { CommandHost } from '../command-line/command-host.ts';
import { brokerConfigOf } from '../command-line/server-properties.ts';
import { UsageError } from '../command-line/usage-error.ts';
import { findScenario } from '../scenarios/scenario-catalogue.ts';
import { SERVE } from '../usage/serve.ts';

const PORTS = [0, 65_535] as const;
const COUNTS = [1, Number.MAX_SAFE_INTEGER] as const;
const PROFILES = ['latest', 'kafka-2.4'] as const;
/** What the verdict checks when it is asked for. Other guarantees are checked after every event, which takes time. */
const JUDGED = GUARANTEE_NAMES.filter((name) => 'validate' in GUARANTEES[name].create());

export interface ServeOptions {
  readonly simulation: SimulationOptions;
  readonly server: Omit<ClusterServerOptions, 'log'>;
  readonly controlPort: number;
  /** `null`: there is none. */
  readonly scenario: Scenario | null;
  /** The file of the fault plan. */
  readonly faults: string | undefined;
  readonly trace: boolean;
}

/** @throws UsageError */
export async function readServeOptions(args: readonly string[], host: CommandHost): Promise<ServeOptions> {
  const { values, positionals } = readCommand(args, SERVE);
  if (positionals.length > 0) throw new UsageError(`serve takes only options, got '${positionals[0]}'.`);
  const scenario = values.scenario === undefined ? null : await findScenario(values.scenario, host.scenarioFolder);
  const { 'advertised-host': advertisedHost, host: listenAt } = values;
  const ofScenario = values.brokers === undefined ? scenario?.simulation?.brokers : undefined;
  // The constructor of Simulation checks it.
  const brokerVersion = values['broker-version'] as BrokerVersionName | undefined;
  const brokers = ofScenario ?? integerOption('brokers', values.brokers, 3, [1, 100]);
  return {
    simulation: {
      config: {
        'default.replication.factor': Math.min(3, brokers),
        ...brokerConfigOf(values['server-properties'], host.writeError),
      },
      guarantees: JUDGED,
      ...scenario?.simulation,
      ...(values['no-verdict'] === true && { guarantees: 'none', breaks: [] }),
      ...(brokerVersion !== undefined && { brokerVersion }),
      brokers,
      seed: seedOf(values.seed),
      startMs: Date.now(),
      trace: values.trace === true,
      // The network between the client and the broker is the real one.
      network: { latencyMs: 0 },
    },
    server: {
      // The same moment as startMs: what takes time until the server starts does not make the clock late.
      realStartMs: performance.now(),
      port: integerOption('port', values.port, 9092, PORTS),
      profile: profileOf(values.profile),
      maxConnections: integerOption('max-connections', values['max-connections'], 1_000, COUNTS),
      maxStoredBytes: integerOption('max-stored-bytes', values['max-stored-bytes'], 1024 ** 3, COUNTS),
      ...(listenAt !== undefined && { host: listenAt }),
      ...(advertisedHost !== undefined && { advertisedHost }),
    },
    controlPort: integerOption('control-port', values['control-port'], 0, PORTS),
    scenario,
    faults: values.faults,
    trace: values.trace === true,
  };
}

function profileOf(text: string | undefined): (typeof PROFILES)[number] {
  const profile = PROFILES.find((name) => name === (text ?? 'latest'));
  if (profile !== undefined) return profile;
  throw new UsageError(`--profile must be one of ${PROFILES.join(', ')}, got '${text}'.`);
}
