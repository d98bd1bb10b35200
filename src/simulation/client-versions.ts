/** What comparisons of versions need of the versions of the clients. */
export { type ClientVersion, changesBetween, clientVersionNamed } from '../client/versions/index.ts';
