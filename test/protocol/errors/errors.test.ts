/** Covers src/protocol/errors/errors.ts, api-exceptions.ts and exception-for.ts. */
import { describe, expect, it } from 'vitest';
import { ERRORS, type ErrorName, isErrorName } from '../../../src/protocol/errors/errors.ts';
import { exceptionFor, type KafkaException } from '../../../src/protocol/errors/exceptions.ts';
import { goldenTable } from '../../golden-tables.ts';

interface Row {
  name: ErrorName;
  code: number;
  exception: string | null;
  exceptionClass: string | null;
  message: string | null;
  retriable: boolean;
  invalidatesMetadata: boolean;
  superclasses: string[];
}

const golden = goldenTable<Row[]>('errors');
const newest = goldenTable<Row[]>('errors', '4.3');
const newer = newest.filter(({ name }) => golden.every((row) => row.name !== name));

/** Classes between older ones, which Java has since 4.1 (KIP-1050). */
const SINCE_4_1 = ['RefreshRetriableException', 'ApplicationRecoverableException'];

describe('The error table', () => {
  it('has exactly the errors of the Java client', () => {
    expect(Object.keys(ERRORS).toSorted()).toEqual([...golden, ...newer].map((row) => row.name).toSorted());
  });

  it.each([...golden, ...newer])('has the code, message and kind of Java: $name', (row) => {
    expect(ERRORS[row.name]).toEqual({
      code: row.code,
      exception: row.exception,
      message: row.message ?? '',
      ...(row.retriable && { retriable: true }),
      ...(row.invalidatesMetadata && { invalidatesMetadata: true }),
    });
  });

  it('recognises the names of errors', () => {
    expect(isErrorName('NOT_LEADER_OR_FOLLOWER')).toBe(true);
    expect(isErrorName('toString')).toBe(false);
  });
});

describe('The exception of an error', () => {
  it.each([...golden, ...newer].filter((row) => row.exception !== null))(
    'has the class and the ancestors that it has in Java: $name',
    (row) => {
      const exception = exceptionFor(row.name);
      expect(exception.name).toBe(row.exception);
      expect(exception.message).toBe(row.message);
      expect(exception.javaClass).toBe(row.exceptionClass);
      expect(ancestors(exception).filter((name) => !SINCE_4_1.includes(name))).toEqual(row.superclasses);
    },
  );

  it.each(newest.filter((row) => row.exception !== null))(
    'has the new ancestors that it has in Java 4.3: $name',
    (row) => {
      const added = ancestors(exceptionFor(row.name)).filter((name) => SINCE_4_1.includes(name));
      expect(added).toEqual(row.superclasses.filter((name) => SINCE_4_1.includes(name)));
    },
  );

  it('has the message of the response if there is one', () => {
    expect(exceptionFor('INVALID_RECORD', 'too long').message).toBe('too long');
  });

  it('does not exist for NONE', () => {
    expect(() => exceptionFor('NONE')).toThrow('NONE has no exception');
  });
});

function ancestors(exception: KafkaException): string[] {
  const names: string[] = [];
  let type = Object.getPrototypeOf(exception.constructor) as { name: string };
  for (; type.name !== 'Error'; type = Object.getPrototypeOf(type) as { name: string }) names.push(type.name);
  return names;
}
