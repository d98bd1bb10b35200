import { Simulation, type SimulationOptions } from 'kafka-trial';
import { describe, expect, it } from 'vitest';

const make = (options: unknown): Simulation => new Simulation(options as SimulationOptions);
const refused = (message: string, name = 'IllegalArgumentException'): unknown =>
  expect.objectContaining({ name, message: expect.stringContaining(message) as string });

describe('The options of a simulation', () => {
  it.each([
    [
      { broker: 1 },
      "new Simulation(): there is no option 'broker'. Did you mean 'brokers'? The options are seed, brokers",
    ],
    [{ guarantee: 'all' }, "there is no option 'guarantee'. Did you mean 'guarantees'?"],
    [{ latencyMs: 5 }, "there is no option 'latencyMs'. The options are seed,"],
    [
      { network: { latency: 5 } },
      "new Simulation(), option 'network': there is no option 'latency'. Did you mean 'latencyMs'?",
    ],
  ])('do not include %j', (options, message) => {
    expect(() => make(options)).toThrow(refused(message));
  });

  it.each([null, 5, 'kraft', [], new Map([['brokers', 1]]), Promise.resolve({})])('are not %j', (options) => {
    expect(() => make(options)).toThrow(refused('new Simulation(): expected an object with options, got '));
  });

  const invalid: readonly [option: keyof SimulationOptions, expected: string, values: readonly unknown[]][] = [
    [
      'brokers',
      'a whole number above 0',
      [0, -1, 1.5, '3', Number.NaN, Number.POSITIVE_INFINITY, ['localhost:9092'], 3n, null],
    ],
    ['maxEvents', 'a whole number above 0', [0, -1, 1.5, '10', Number.NaN, Number.POSITIVE_INFINITY]],
    ['startMs', 'a whole number of ms, 0 or more', [-1, 1.5, '0', new Date(0), Number.NaN]],
    ['firstProducerId', 'a whole number, 0 or more', [-1, '0', Number.NaN]],
    ['seed', 'a whole number between -2^53 and 2^53', ['7', 7n, null]],
    ['trace', "true, false or 'replication'", ['off', 0, null]],
    ['history', 'true or false', ['yes']],
    ['config', 'an object', ['num.partitions=3', ['num.partitions'], new Map([['num.partitions', 3]])]],
    ['network', 'an object', [5, 'slow']],
    ['logger', 'an object with a method log(line)', [() => undefined, 'console', {}]],
    ['clusterId', 'a string that is not empty', ['', 5]],
    ['replayCommand', 'a string', [5]],
  ];
  const cases = invalid.flatMap(([option, expected, values]) =>
    values.map((value) => [option, value, expected] as const),
  );

  it.each(cases)('%s is not %s', (option, value, expected) => {
    expect(() => make({ [option]: value })).toThrow(
      refused(`new Simulation(), option '${option}': expected ${expected}, got `),
    );
  });

  it.each([
    -1,
    1.5,
    '5',
    Number.NaN,
    { min: 1, max: 2 },
    { minMs: 1 },
    { minMs: 5, maxMs: 1 },
    { minMs: 0, maxMs: Number.NaN },
  ])('network.latencyMs is not %j', (latencyMs) => {
    expect(() => make({ network: { latencyMs } })).toThrow(
      refused(
        "option 'latencyMs': expected a whole number of ms, 0 or more, or { minMs, maxMs } of such numbers, the lower first, got ",
      ),
    );
  });

  it.each([
    ['guarantees', 'NoLoss', "option 'guarantees': expected 'all', 'none' or a list of names, got \"NoLoss\""],
    ['guarantees', true, "option 'guarantees': expected 'all', 'none' or a list of names, got true"],
    ['guarantees', 'al', "Did you mean 'all'?"],
    ['guarantees', [5], 'Unknown guarantee 5. The guarantees are NoAcknowledgedRecordLost,'],
    [
      'guarantees',
      ['NoAcknowledgedRecordLst'],
      "Unknown guarantee 'NoAcknowledgedRecordLst'. Did you mean 'NoAcknowledgedRecordLost'?",
    ],
    ['breaks', null, "option 'breaks': expected a list of names, got null"],
    [
      'breaks',
      'NoAcknowledgedRecordLost',
      'option \'breaks\': expected a list of names, got "NoAcknowledgedRecordLost"',
    ],
  ])('%s is not %j', (option, value, message) => {
    expect(() => make({ [option]: value })).toThrow(refused(message, 'SimulationError'));
  });

  it('may be left out, or undefined', () => {
    expect(make({ brokers: undefined, network: undefined, seed: undefined }).seed).toBe(1);
    expect(make({ network: { latencyMs: { minMs: 1, maxMs: 2 } } }).nowMs).toBe(0);
  });
});
