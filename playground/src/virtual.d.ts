/** The modules that vite.config.ts makes of other files. */
declare module 'virtual:programs' {
  const programs: readonly import('./programs/program-card.ts').ProgramCard[];
  export default programs;
}
declare module 'virtual:versions' {
  /** The names of the versions, the oldest first. */
  const versions: readonly import('../../src/index.ts').ClientVersionName[];
  export default versions;
}
declare module 'virtual:settings' {
  const settings: readonly import('./settings/setting.ts').Setting[];
  export default settings;
}
declare module 'virtual:pako' {
  export * from 'pako/browser/deflate';
}
