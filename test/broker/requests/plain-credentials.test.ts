import { describe, expect, it } from 'vitest';
import { refusalOfCredentials } from '../../../src/broker/requests/plain-credentials.ts';

const users = new Map([['alice', 'secret']]);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const check = (text: string): string | undefined => refusalOfCredentials(bytesOf(text), users);

describe('Credentials of PLAIN', () => {
  it.each(['\0alice\0secret', 'alice\0alice\0secret'])('are accepted: %j', (text) => {
    expect(check(text)).toBeUndefined();
  });

  it.each([
    ['\0alice\0wrong', 'Authentication failed: Invalid username or password'],
    ['\0bob\0secret', 'Authentication failed: Invalid username or password'],
    ['\0\0secret', 'Authentication failed: username not specified'],
    ['\0alice\0', 'Authentication failed: password not specified'],
    [
      'bob\0alice\0secret',
      'Authentication failed: Client requested an authorization id that is different from username',
    ],
    ['alice\0secret', 'Invalid SASL/PLAIN response: expected 3 tokens, got 2'],
    ['a\0b\0c\0d\0e', 'Invalid SASL/PLAIN response: expected 3 tokens, got 4'],
  ])('are refused in the words of Kafka: %j', (text, message) => {
    expect(check(text)).toBe(message);
  });

  it('of a cluster without users are only checked for their form', () => {
    expect(refusalOfCredentials(bytesOf('\0bob\0anything'), undefined)).toBeUndefined();
    expect(refusalOfCredentials(bytesOf('\0bob'), undefined)).toContain('expected 3 tokens');
  });
});
