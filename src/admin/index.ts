/**
 * What other folders of src may import of the admin client.
 */
export { AdminClient } from './admin-client.ts';
export type { AdminClientConfigInput } from './config-input.ts';
export { NewTopic, type NewTopicLike } from './new-topic.ts';
export type { TopicDescription, TopicListing } from './results.ts';
