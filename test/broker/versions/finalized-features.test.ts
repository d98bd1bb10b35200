import { describe, expect, it } from 'vitest';
import { withFeatures } from '../../../src/broker/versions/finalized-features.ts';
import { BROKER_VERSIONS } from '../../../src/broker/versions/index.ts';

const V4_3 = BROKER_VERSIONS['4.3'];

describe('The levels of features that a cluster has finalized', () => {
  it('are the highest unless others are given, and 0 means none', () => {
    expect(withFeatures(V4_3, undefined, 'a test')).toBe(V4_3);
    expect(withFeatures(V4_3, {}, 'a test').features).toEqual({ 'transaction.version': 2 });
    expect(withFeatures(V4_3, { 'transaction.version': 1 }, 'a test').features).toEqual({ 'transaction.version': 1 });
    expect(withFeatures(V4_3, { 'transaction.version': 0 }, 'a test').features).toEqual({});
    expect(V4_3.features).toEqual({ 'transaction.version': 2 });
  });

  it('are refused if the brokers do not know them', () => {
    for (const level of [3, -1, 1.5]) {
      expect(() => withFeatures(V4_3, { 'transaction.version': level }, 'a test')).toThrow(
        `a test: brokers of 4.3.1 support the levels 0 to 2 of the feature transaction.version, got ${level}.`,
      );
    }
    expect(() => withFeatures(V4_3, { 'transactions.version': 1 }, 'a test')).toThrow(
      "a test: brokers of 4.3.1 have no feature 'transactions.version'. Did you mean 'transaction.version'? The features are transaction.version.",
    );
    expect(() => withFeatures(BROKER_VERSIONS['3.9'], { 'transaction.version': 1 }, 'a test')).toThrow(
      "a test: brokers of 3.9.0 have no features here, got 'transaction.version'.",
    );
  });
});
