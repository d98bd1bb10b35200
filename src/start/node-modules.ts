/**
 * Node's modules that loading the core needs. An import of them would load all that they export, such as streams, which takes twice as long.
 */

const { getBuiltinModule } = process;

export const fs: typeof import('node:fs') = getBuiltinModule('node:fs');
export const path: typeof import('node:path') = getBuiltinModule('node:path');
export const url: typeof import('node:url') = getBuiltinModule('node:url');
export const v8: typeof import('node:v8') = getBuiltinModule('node:v8');
export const vm: typeof import('node:vm') = getBuiltinModule('node:vm');
export const zlib: typeof import('node:zlib') = getBuiltinModule('node:zlib');
