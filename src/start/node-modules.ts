/**
 * Node's modules that loading the core needs. An `import` would also load everything that they export on demand, such as streams, and take
 * twice as long.
 */

export const fs: typeof import('node:fs') = process.getBuiltinModule('node:fs');
export const path: typeof import('node:path') = process.getBuiltinModule('node:path');
export const url: typeof import('node:url') = process.getBuiltinModule('node:url');
export const v8: typeof import('node:v8') = process.getBuiltinModule('node:v8');
export const vm: typeof import('node:vm') = process.getBuiltinModule('node:vm');
export const zlib: typeof import('node:zlib') = process.getBuiltinModule('node:zlib');
