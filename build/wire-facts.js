/**
 * Writes src/wire/messages/<api>.ts from the message definitions of Apache Kafka, which are in kafka-clients-3.9.1.jar:
 *
 *   node build/wire-facts.js path/to/kafka-clients-3.9.1.jar
 *
 * Only facts are taken: the names, types, versions and defaults of fields. Run `npm run lists` and `npm run format` afterwards.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inflateRawSync } from 'node:zlib';

/**
 * The versions that are read and written. The oldest ones of some APIs are left out, because no client in use needs them. Version 4
 * of AddPartitionsToTxn is for brokers among themselves; version 5 of EndTxn and later ones of the same change need KIP-890.
 */
export const APIS = {
  Produce: [0, 11],
  Fetch: [4, 17],
  ListOffsets: [1, 9],
  Metadata: [0, 12],
  OffsetCommit: [2, 9],
  OffsetFetch: [1, 9],
  FindCoordinator: [0, 6],
  JoinGroup: [0, 9],
  Heartbeat: [0, 4],
  LeaveGroup: [0, 5],
  SyncGroup: [0, 5],
  DescribeGroups: [0, 5],
  ListGroups: [0, 4],
  SaslHandshake: [0, 1],
  ApiVersions: [0, 4],
  CreateTopics: [2, 7],
  DeleteTopics: [0, 6],
  DeleteRecords: [0, 2],
  InitProducerId: [0, 5],
  OffsetForLeaderEpoch: [2, 4],
  AddPartitionsToTxn: [0, 3],
  AddOffsetsToTxn: [0, 3],
  EndTxn: [0, 4],
  WriteTxnMarkers: [0, 1],
  TxnOffsetCommit: [0, 4],
  DescribeConfigs: [0, 4],
  AlterConfigs: [0, 2],
  SaslAuthenticate: [0, 2],
  CreatePartitions: [0, 3],
  DeleteGroups: [0, 2],
  ElectLeaders: [0, 2],
  OffsetDelete: [0, 0],
  IncrementalAlterConfigs: [0, 1],
  AlterPartitionReassignments: [0, 0],
  ListPartitionReassignments: [0, 0],
  DescribeCluster: [0, 1],
  DescribeProducers: [0, 0],
  DescribeTransactions: [0, 0],
  ListTransactions: [0, 0],
};

/** The definitions in a jar of kafka-clients, by the names of their files, such as `ProduceRequest.json`. */
export function definitionsIn(jar) {
  const bytes = readFileSync(jar);
  const found = new Map();
  let at = bytes.readUInt32LE(bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1') + 16);
  while (bytes.readUInt32LE(at) === 0x02014b50) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field));
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    const file = /^common\/message\/(\w+\.json)$/.exec(name)?.[1];
    if (file !== undefined) found.set(file, definitionIn(contentAt(bytes, at)));
    at += 46 + nameLength + extraLength + commentLength;
  }
  return found;
}

/** The content of the file that the entry of the zip's directory at `at` points to. */
function contentAt(bytes, at) {
  const isCompressed = bytes.readUInt16LE(at + 10) !== 0;
  const header = bytes.readUInt32LE(at + 42);
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
  const content = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
  return (isCompressed ? inflateRawSync(content) : content).toString('utf8');
}

function definitionIn(text) {
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, '').replace(/^([^"]*(?:"[^"]*"[^"]*)*?)\/\/.*$/gm, '$1'));
}

/** What the files say about one API, for versions `first` to `last`. */
export function factsOf(definitions, api, [first, last]) {
  const request = definitions.get(`${api}Request.json`);
  const response = definitions.get(`${api}Response.json`);
  const versions = intersection(request.validVersions, [first, last]);
  if (request.flexibleVersions !== response.flexibleVersions) throw new Error(`${api}: flexible versions differ`);
  const flexible = intersection(request.flexibleVersions, versions);
  return {
    key: request.apiKey,
    versions: `${versions[0]}-${versions[1]}`,
    flexible: flexible === undefined ? null : rangeText(flexible, versions),
    request: fieldsOf(request, request.fields, versions),
    response: fieldsOf(response, response.fields, versions),
  };
}

function fieldsOf(definition, fields, versions) {
  return fields.flatMap((field) => {
    const inVersions = intersection(field.versions, versions);
    return inVersions === undefined ? [] : [factsOfField(definition, field, inVersions, versions)];
  });
}

function factsOfField(definition, field, inVersions, versions) {
  const isArray = field.type.startsWith('[]');
  const name = field.type.replace('[]', '');
  const inner = field.fields ?? definition.commonStructs?.find((struct) => struct.name === name)?.fields;
  const nullable = intersection(field.nullableVersions, inVersions);
  const tagged = intersection(field.taggedVersions, inVersions);
  return {
    name: camelCase(field.name),
    type: inner === undefined ? field.type : `${isArray ? '[]' : ''}struct`,
    versions: rangeText(inVersions, versions),
    ...(nullable && { nullable: rangeText(nullable, versions) }),
    ...(tagged && { tag: field.tag, tagged: rangeText(tagged, versions) }),
    ...('default' in field && { default: defaultOf(field) }),
    ...(inner && { fields: fieldsOf(definition, inner, versions) }),
  };
}

function defaultOf({ type, default: value }) {
  if (value === 'null') return null;
  if (type === 'string') return value;
  if (type === 'bool') return String(value) === 'true';
  return Number(value);
}

function camelCase(name) {
  return name[0].toLowerCase() + name.slice(1);
}

/** The versions that a text such as `3+`, `0-9`, `2` or `none` has in common with a range; undefined if there are none. */
function intersection(text = 'none', [first, last]) {
  if (text === 'none') return undefined;
  const [, from, rest] = /^(\d+)(\+|-\d+)?$/.exec(text);
  const to = rest === undefined ? Number(from) : rest === '+' ? last : Number(rest.slice(1));
  const common = [Math.max(first, Number(from)), Math.min(last, to)];
  return common[0] <= common[1] ? common : undefined;
}

function rangeText([from, to], [, last]) {
  if (to === last) return `${from}+`;
  return from === to ? `${from}` : `${from}-${to}`;
}

/** The source of src/wire/messages/<api>.ts. */
export function sourceOf(api, facts) {
  const lines = (fields, indent) =>
    fields.flatMap(({ fields: inner, ...field }) => {
      const entries = Object.entries(field).map(([key, value]) => `${key}: ${literal(value)}`);
      if (inner === undefined) return [`${indent}{ ${entries.join(', ')} },`];
      return [`${indent}{ ${entries.join(', ')}, fields: [`, ...lines(inner, `${indent}  `), `${indent}] },`];
    });
  return [
    `/** The fields of ${api}. Written by build/wire-facts.js from the message definitions of Apache Kafka: do not edit. */`,
    '// biome-ignore format: one field, one line',
    `export const ${camelCase(api)}Schema = {`,
    `  key: ${facts.key},`,
    `  versions: '${facts.versions}',`,
    `  flexible: ${literal(facts.flexible)},`,
    '  request: [',
    ...lines(facts.request, '    '),
    '  ],',
    '  response: [',
    ...lines(facts.response, '    '),
    '  ],',
    '} as const;',
    '',
  ].join('\n');
}

function literal(value) {
  return typeof value === 'string' ? `'${value}'` : String(value);
}

/** The name of the file that has the fields of an API: `add-offsets-to-txn`. */
export function fileNameOf(api) {
  return camelCase(api).replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const definitions = definitionsIn(process.argv[2]);
  for (const [api, versions] of Object.entries(APIS)) {
    writeFileSync(`src/wire/messages/${fileNameOf(api)}.ts`, sourceOf(api, factsOf(definitions, api, versions)));
  }
}
