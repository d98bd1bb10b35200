/** Covers: src/report/text/. */
import { Simulation } from 'kafka-trial';
import { type TextPart, textReport } from 'kafka-trial/report';
import { describe, expect, it } from 'vitest';
import { lostAnswer, lostRequest, severalClients } from '../runs.ts';

describe('The report as text', () => {
  it.each([
    ['lost-answer', lostAnswer, {}],
    ['lost-request', lostRequest, { connections: true, logLevel: 'INFO' }],
    ['several-clients', severalClients, { logLevel: 'OFF' }],
  ] as const)('has one column per actor: %s', async (name, run, options) => {
    await expect(textReport(await run(), options)).toMatchFileSnapshot(`../golden/${name}.txt`);
  });

  it('has texts of its reader at their places, and those at the end after all steps', async () => {
    const sim = await lostAnswer();
    const place = sim.trace.entries.findIndex(({ event }) => event === 'batch put back');
    const notes = [
      { place: Number.MAX_SAFE_INTEGER, text: 'The end.' },
      { place, text: 'A retry:' },
    ];
    const lines = textReport(sim, { notes, logLevel: 'OFF' }).split('\n');
    expect(lines[lines.indexOf('A retry:') + 2]).toContain('payments-0#1 back: REQUEST_TIMED_OUT');
    expect(lines.indexOf('The end.')).toBeGreaterThan(lines.findIndex((line) => line.includes('stored at offset 1')));
  });

  it('passes every piece to `style`, with what it is', async () => {
    const seen = new Map<TextPart, string>();
    const sim = await lostAnswer();
    const style = (text: string, part: TextPart): string => {
      seen.set(part, text);
      return `<${part}>${text}`;
    };
    const text = textReport(sim, { style, failure: new Error('It went wrong.'), replayCommand: 'again' });
    expect(text).toContain('<fault>● fault: Produce, number 1: lose the response');
    expect(text).toContain('<bad>It went wrong.\nReplay: again\n');
    expect([...seen.keys()].toSorted()).toEqual(['bad', 'fault', 'good', 'heading', 'lifeline', 'plain', 'wait']);
  });

  it('needs a trace, and names what is wrong', () => {
    const expected = 'textReport() needs a trace: the simulation was created with { trace: false }.';
    expect(() => textReport(new Simulation({ trace: false }))).toThrow(expected);
    expect(() => textReport({} as Simulation)).toThrow('textReport(sim): expected a Simulation, got');
    // @ts-expect-error: title
    expect(() => textReport(new Simulation(), { titel: 'x' })).toThrow(
      "there is no option 'titel'. Did you mean 'title'?",
    );
  });

  it('is short for a simulation in which nothing has happened', () => {
    expect(textReport(new Simulation({ seed: 3 }))).toMatch(
      /^# Simulation with seed 3\n# seed 3\n\n\n# trace fingerprint \w+\n$/,
    );
  });
});
