/** The messages that travel between clients and brokers on the simulated network. */
import type { RequestEnvelope, ResponseEnvelope } from '../../protocol/messages.ts';

export type Wire = RequestEnvelope | ResponseEnvelope;
