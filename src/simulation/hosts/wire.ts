/**
 * What travels between clients and brokers on the simulated network.
 *
 * Owns: that one type. Refuses to know: how it travels.
 */
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';

export type Wire = RequestEnvelope | ResponseEnvelope;
