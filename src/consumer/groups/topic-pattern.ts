/**
 * The pattern of subscribe(pattern), which has to match the whole name of a topic (Java's Matcher.matches).
 */
import { illegalArgument } from '../../checks/arguments.ts';
import { valueType } from '../../checks/value-type.ts';
import { IllegalArgumentException } from '../../protocol/errors/exceptions.ts';

/** What `new RegExp('')` has as its source. */
const EMPTY = '(?:)';

const PATTERN = valueType(isPattern, 'a regular expression');

export class TopicPattern {
  private readonly whole: RegExp;

  /** @throws IllegalArgumentException for an empty pattern, and for a value that is none */
  constructor(pattern: RegExp) {
    if (!isPattern(pattern)) throw illegalArgument('consumer.subscribe(pattern)', pattern, PATTERN);
    const { source, flags } = pattern;
    if (source === EMPTY) throw new IllegalArgumentException('Topic pattern to subscribe to cannot be empty');
    // With g or y, a RegExp remembers where its last match has ended.
    this.whole = new RegExp(`^(?:${source})$`, flags.replace(/[gy]/g, ''));
  }

  matches(topic: string): boolean {
    return this.whole.test(topic);
  }
}

/** Also one of another realm, such as the sandbox of a test runner. */
export function isPattern(value: unknown): value is RegExp {
  return Object.prototype.toString.call(value) === '[object RegExp]';
}
