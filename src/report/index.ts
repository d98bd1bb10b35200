/** The entry point `kafka-trial/report`: what has happened in a simulation, as text, as a diagram, and as a page. */

// --- Reports on a simulation -----------------------------------------------------------------------------------------

export { htmlReport } from './html/html-report.ts';
export { type MermaidOptions, mermaidDiagram } from './mermaid/mermaid-diagram.ts';
export type { ReportOptions } from './model/run-report.ts';
export { perfettoTrace } from './perfetto/perfetto-trace.ts';
export type { TextPart } from './text/columns.ts';
export { type TextNote, type TextReportOptions, textReport } from './text/text-report.ts';
