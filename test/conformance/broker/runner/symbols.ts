/**
 * The symbols of a scenario (producer ids such as `pid1`, member ids such as `m1`, times such as `T0+5`) and their values in one run. Answers are written with
 * symbols in place of values that differ from run to run.
 */
import { asText, type Fields, InvalidScenarioError, type Json, text, texts } from './json.ts';

const MEMBER = /^m\d+$/;
const TIME = /^T0([+-]\d+)?$/;
/** Numbers in messages that may be times: 13 digits and more. */
const LONG_NUMBER = /-?\d{13,}/g;
const LONG_MAX = 0x7fffffffffffffffn;
const LONG_MIN = -0x8000000000000000n;
const UNKNOWN_TOPIC_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';
const A_DAY_MS = 86_400_000;
const CLOCK_TOLERANCE_MS = 1_000;

export class Symbols {
  /** The start of the run, in ms since the epoch. */
  readonly t0: number;
  /** Topics that the scenario has named. Metadata answers are compared only for these. */
  readonly topics: Set<string> = new Set();
  /** Groups that the scenario has named. ListGroups answers are compared only for these. */
  readonly groups: Set<string> = new Set();
  private readonly memberIds = new Map<string, string>();
  private readonly memberNames = new Map<string, string>();
  /** Member ids that no broker has handed out. */
  private readonly inventedMemberIds = new Set<string>();
  private readonly producerIds = new Map<string, number>();
  private readonly producerIdNames = new Map<number, string>();
  private readonly sentTimes = new Set<number>();

  private readonly lookUpTopicId: (topic: string) => string;

  /** @param lookUpTopicId the id of a topic that exists */
  constructor(t0: number, lookUpTopicId: (topic: string) => string) {
    this.t0 = t0;
    this.lookUpTopicId = lookUpTopicId;
  }

  /** The id of a topic; for `unknown`, an id that no topic has. */
  topicId(topic: Json): string {
    const name = asText('topicIds', topic);
    return name === 'unknown' ? UNKNOWN_TOPIC_ID : this.lookUpTopicId(name);
  }

  /** A producer id of a request: a number, or the name of an id that a broker has assigned. -1 if the field is absent or null. */
  producerId(fields: Fields, name = 'producerId'): number {
    const value = fields[name];
    if (value === undefined || value === null) return -1;
    if (typeof value === 'number') return value;
    const known = this.producerIds.get(asText(name, value));
    if (known === undefined)
      throw new InvalidScenarioError(`no broker has assigned the producer id ${JSON.stringify(value)} yet`);
    return known;
  }

  /** Gives a name to a producer id that a broker has assigned, and returns the name. */
  namedProducerId(producerId: number): Json {
    if (producerId >= 0 && !this.producerIdNames.has(producerId)) {
      const name = `pid${this.producerIds.size + 1}`;
      this.producerIds.set(name, producerId);
      this.producerIdNames.set(producerId, name);
    }
    return this.shownProducerId(producerId);
  }

  shownProducerId(producerId: number): Json {
    return this.producerIdNames.get(producerId) ?? producerId;
  }

  /** The group of a request. */
  group(fields: Fields): string {
    const groupId = text(fields, 'groupId');
    this.groups.add(groupId);
    return groupId;
  }

  namedGroups(where: string, groups: Json | undefined): string[] {
    const groupIds = groups === undefined ? [] : texts(where, groups);
    for (const groupId of groupIds) this.groups.add(groupId);
    return groupIds;
  }

  /** A member id of a request: the name of an id that a broker has handed out, or any other text; empty if the field is absent or null. */
  memberId({ memberId }: Fields): string {
    if (memberId === undefined || memberId === null) return '';
    const name = asText('memberId', memberId);
    const known = this.memberIds.get(name);
    if (known !== undefined) return known;
    if (MEMBER.test(name)) throw new InvalidScenarioError(`no broker has handed out the member id ${name} yet`);
    this.inventedMemberIds.add(name);
    return name;
  }

  /** The name of a member id of an answer. The first answer with an id gives it its name. */
  shownMemberId(memberId: string): string {
    if (memberId === '' || this.inventedMemberIds.has(memberId)) return memberId;
    const known = this.memberNames.get(memberId);
    if (known !== undefined) return known;
    const name = `m${this.memberIds.size + 1}`;
    this.memberIds.set(name, memberId);
    this.memberNames.set(memberId, name);
    return name;
  }

  /** A time of a request, in ms since the epoch; `otherwise` if it is absent or null. */
  time(value: Json | undefined, otherwise: number): number {
    if (value === undefined || value === null) return otherwise;
    if (typeof value === 'number') return value;
    const match = TIME.exec(asText('a time', value));
    if (match === null)
      throw new InvalidScenarioError(`${JSON.stringify(value)} is not a time: use a number, T0 or T0+5`);
    const atMs = this.t0 + Number(match[1] ?? 0);
    this.sentTimes.add(atMs);
    return atMs;
  }

  /** A record without a time of its own is sent at T0. */
  startTime(): number {
    return this.time('T0', this.t0);
  }

  shownTime(ms: number): Json {
    if (ms < 0) return ms;
    if (this.sentTimes.has(ms)) return this.sinceStart(ms);
    return ms >= this.t0 - CLOCK_TOLERANCE_MS && ms < this.t0 + A_DAY_MS ? 'clock' : ms;
  }

  message(text: string | null): Json {
    return text === null ? null : text.replace(LONG_NUMBER, (digits) => this.shownNumber(digits));
  }

  private shownNumber(digits: string): string {
    const value = BigInt(digits);
    if (value >= LONG_MAX || value < LONG_MIN) return digits;
    const ms = Number(value);
    return this.sentTimes.has(ms) ? `<${this.sinceStart(ms)}>` : '<time>';
  }

  private sinceStart(ms: number): string {
    if (ms === this.t0) return 'T0';
    return `T0${ms > this.t0 ? '+' : ''}${ms - this.t0}`;
  }
}
