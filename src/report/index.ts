/** The entry point `kafka-trial/report`: what has happened in a simulation, as text, as a diagram, and as a page. */

// --- The life of one record ------------------------------------------------------------------------------------------

export { type ExplainedTurn, type Explanation, explain } from './explain/explanation.ts';
export type { ExplainedRecord } from './explain/find-record.ts';

// --- Reports on a simulation -----------------------------------------------------------------------------------------

export { htmlReport } from './html/html-report.ts';
export { type MermaidOptions, mermaidDiagram } from './mermaid/mermaid-diagram.ts';
export type { ReportOptions } from './model/run-report.ts';
export { perfettoTrace } from './perfetto/perfetto-trace.ts';
export type { TextPart } from './text/columns.ts';
export { type TextNote, type TextReportOptions, textReport } from './text/text-report.ts';
