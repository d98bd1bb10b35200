/** Why a topic cannot be created or enlarged, in the words of the brokers. */
import type { ErrorName } from '../../protocol/errors/errors.ts';
import { InvalidConfigurationException } from '../../protocol/errors/exceptions.ts';
import { resolveTopicConfig } from '../config/topic-config.ts';
import type { Controller } from './controller.ts';

/** Stands for the broker's default. */
export const UNSET = -1;

export interface TopicRefusal {
  readonly error: ErrorName;
  readonly message: string;
}

/** The replicas of each partition of a topic to be created, or why the topic cannot be created. */
export type TopicPlan = { readonly assignment: readonly (readonly number[])[] } | { readonly refusal: TopicRefusal };

export function refused(error: ErrorName, message: string): { readonly refusal: TopicRefusal } {
  return { refusal: { error, message } };
}

/** The settings of a new topic are checked alike in both modes. */
export function refusalOfConfigs(
  { config }: Controller,
  configs: Readonly<Record<string, string>>,
): TopicRefusal | undefined {
  try {
    resolveTopicConfig(configs, config);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidConfigurationException) return { error: 'INVALID_CONFIG', message: error.message };
    throw error;
  }
}
