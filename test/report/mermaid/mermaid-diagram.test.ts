/** Covers: src/report/mermaid/. test/report/reports.slow.test.ts renders the diagrams. */
import { mermaidDiagram } from 'kafka-trial/report';
import { describe, expect, it } from 'vitest';
import { lostAnswer, lostRequest } from '../runs.ts';

describe('The report in Mermaid', () => {
  it('is a sequence diagram', async () => {
    await expect(mermaidDiagram(await lostAnswer(), { title: 'A "lost" answer' })).toMatchFileSnapshot(
      '../golden/lost-answer.mmd',
    );
  });

  it('shows a lost request with a cross, and responses with dotted lines', async () => {
    const diagram = mermaidDiagram(await lostRequest());
    expect(diagram).toMatch(/^ {2}L2-xL4: \d+ ms: Produce acks=all/m);
    expect(diagram).toMatch(/^ {2}L4-->>L2: \d+ ms: Produce answered \[payments-0@0\]$/m);
  });

  it('leaves out the middle of a long run', async () => {
    const diagram = mermaidDiagram(await lostRequest(), { maxSteps: 4 });
    expect(diagram.match(/^ {2}(?:L|Note)/gm)).toHaveLength(5);
    expect(diagram).toMatch(/^ {2}Note over L0,L6: \d+ more events$/m);
  });
});
