/** The look of the HTML report: one type scale (13, 15, 20 and 28 px) and one palette, light and dark. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #f4f6f9; --sheet: #ffffff; --ink: #1b2330; --soft: #566173; --line: #d8dee7; --band: #eef1f6;
  --plain: #2257c4; --good: #17774a; --bad: #c02c2a; --wait: #8f5f00; --fault: #7636c2; --quiet: #77818f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #0e1218; --sheet: #161b23; --ink: #e7ebf1; --soft: #a0abba; --line: #2e3744; --band: #1e252f;
    --plain: #82adff; --good: #5fcd93; --bad: #ff8178; --wait: #e2b445; --fault: #c79dff; --quiet: #8792a1;
  }
}
* { box-sizing: border-box }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 ui-sans-serif, system-ui, sans-serif }
main { max-width: 1200px; margin: 0 auto; padding: 32px 20px 64px }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 8px; overflow-wrap: anywhere }
h2 { font-size: 20px; line-height: 1.2; margin: 40px 0 12px }
p { margin: 0 0 12px }
.about { color: var(--soft); font-size: 13px }
code, pre, .mono, td.code { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace }
pre { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 12px 16px; margin: 0 0 12px; overflow-x: auto }
pre.failure { border-left: 4px solid var(--bad); white-space: pre-wrap; overflow-wrap: anywhere }
.counts { display: flex; flex-wrap: wrap; gap: 8px; margin: 16px 0; padding: 0; list-style: none }
.counts li { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; padding: 8px 16px; min-width: 104px; color: var(--soft); font-size: 13px }
.counts b { display: block; font-size: 20px; line-height: 1.2; color: var(--ink); font-variant-numeric: tabular-nums }
.counts .good b { color: var(--good) } .counts .bad b { color: var(--bad) } .counts .wait b { color: var(--wait) }
.bar { display: flex; flex-wrap: wrap; gap: 8px 12px; align-items: center; margin-bottom: 12px }
button, input, select { font: inherit; font-size: 13px; color: inherit; background: var(--sheet); border: 1px solid var(--line); border-radius: 6px; padding: 5px 12px; min-height: 32px }
input[type=search] { flex: 1 1 200px; max-width: 360px }
button { cursor: pointer } button:hover { border-color: var(--soft) }
label { font-size: 13px; color: var(--soft) } label input[type=checkbox] { min-height: 0; margin-right: 6px; vertical-align: -2px }
:focus-visible { outline: 2px solid var(--plain); outline-offset: 2px }
.sheet { background: var(--sheet); border: 1px solid var(--line); border-radius: 8px; overflow: hidden }
.timeline { display: grid; grid-template-columns: max-content 1fr }
.lanes { border-right: 1px solid var(--line); padding-top: 28px; max-width: 168px }
.lanes div { padding: 16px 12px 0; font-size: 13px; line-height: 1.2; font-weight: 600; overflow: hidden; overflow-wrap: anywhere; display: flex; align-items: center }
.view { overflow-x: auto; position: relative; min-width: 0 } .view svg { position: sticky; left: 0; display: block }
.caption { border-top: 1px solid var(--line); padding: 10px 16px; min-height: 66px; font-size: 13px; overflow-wrap: anywhere } .caption b { font-size: 15px; display: block; font-weight: 600 }
svg text { font: 11px ui-sans-serif, system-ui, sans-serif; fill: var(--soft) }
svg .lane { stroke: var(--line) } svg .pause { fill: var(--band) } svg .tick { stroke: var(--line); stroke-dasharray: 1 4 }
svg .span { fill: currentColor; opacity: .16 } svg .name { fill: currentColor; font-weight: 600 }
svg .step { stroke: currentColor; fill: currentColor; stroke-width: 1.6 } svg .step.lost line { stroke-dasharray: 4 4 }
svg .step text { paint-order: stroke; stroke: var(--sheet); stroke-width: 3px; fill: currentColor } svg .step { cursor: pointer } svg .dim { opacity: .18 }
svg .chosen { stroke-width: 3 } svg .cursor { stroke: var(--ink); stroke-width: 1 }
.plain { color: var(--plain) } .good { color: var(--good) } .bad { color: var(--bad) } .wait { color: var(--wait) } .fault { color: var(--fault) } .quiet { color: var(--quiet) }
.scroll { overflow-x: auto; max-height: 520px; overflow-y: auto }
table { border-collapse: collapse; width: 100%; font-size: 13px }
th { position: sticky; top: 0; background: var(--band); text-align: left; font-weight: 600; white-space: nowrap }
th, td { padding: 6px 12px; border-bottom: 1px solid var(--line); vertical-align: top }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } td.code { overflow-wrap: anywhere; min-width: 120px }
tbody tr:hover { background: var(--band) } tr.chosen, tr.chosen:hover { background: var(--band); box-shadow: inset 3px 0 var(--plain) }
td button { padding: 0 8px; min-height: 24px }
.key { display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 12px 0 0; padding: 0; list-style: none; font-size: 13px; color: var(--soft) }
.key i { display: inline-block; width: 10px; height: 10px; border-radius: 5px; background: currentColor; margin-right: 6px }
.life { margin-top: 12px; padding: 12px 16px; font-size: 13px } .life h3 { font-size: 15px; margin: 0 0 8px; overflow-wrap: anywhere }
.life dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 } .life dt { text-align: right; color: var(--soft); font-variant-numeric: tabular-nums } .life dd { margin: 0; max-width: 90ch; overflow-wrap: anywhere }
.life p { margin: 12px 0 0; font-weight: 600 }
@media (max-width: 600px) { main { padding: 20px 12px 48px } .lanes { max-width: 108px } .lanes div { padding: 16px 8px 0 } th, td { padding: 6px 8px } }
@media (prefers-reduced-motion: no-preference) { svg .step, svg .span { transition: opacity .15s } }
@media print { .bar { display: none } .scroll { max-height: none } }
`;
