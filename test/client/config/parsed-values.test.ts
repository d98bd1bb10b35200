import { describe, expect, it } from 'vitest';
import { ParsedValues } from '../../../src/client/config/parsed-values.ts';

describe('Parsed values', () => {
  const defaults = new Map<string, unknown>([
    ['acks', 'all'],
    ['transactional.id', null],
  ]);

  it('are the defaults until they are set, and nothing for other keys', () => {
    const values = new ParsedValues(defaults);
    values.set('acks', '0');
    expect([values.get('acks'), values.get('transactional.id'), values.get('asks')]).toEqual(['0', null, undefined]);
    expect(new ParsedValues(defaults).get('acks')).toBe('all');
  });

  it('can be set to null and to undefined', () => {
    const values = new ParsedValues(defaults);
    values.set('acks', null);
    expect(values.get('acks')).toBeNull();
    values.set('acks', undefined);
    expect(values.get('acks')).toBeUndefined();
  });

  it('do not change with their copy', () => {
    const values = new ParsedValues(defaults);
    values.set('acks', '1');
    const copy = values.copy();
    copy.set('acks', '0');
    expect([values.get('acks'), copy.get('acks')]).toEqual(['1', '0']);
  });
});
