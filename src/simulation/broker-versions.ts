/** What commands need of the versions of the brokers. */
export { type BrokerVersionName, brokerVersionNamed } from '../broker/index.ts';
