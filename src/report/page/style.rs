//! Style of the page: light and dark, narrow and wide, on a screen and on A4.

/// The style sheet.
pub(super) const STYLE: &str = r#"
:root { --bg: #f6f7f8; --card: #ffffff; --line: #d5dade; --text: #1d2329; --soft: #56606a; --link: #0b5cad;
  --a: #1b6ac9; --b: #b04a10; --slight: #f6e3a1; --clear: #f2b066; --severe: #e58571; --on: #1d2329; --shade: #1b6ac926; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #12151a; --card: #191d24; --line: #363e4a; --text: #e9eef4; --soft: #a6b2bf; --link: #7ab8f5;
    --a: #56b4e9; --b: #f29e38; --slight: #d9c15f; --clear: #e39a45; --severe: #e3735d; --on: #12151a; --shade: #56b4e930; }
}
* { box-sizing: border-box; }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--bg); }
main { max-width: 76rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0 0 .25rem; }
p { margin: .35rem 0; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, .scroll:focus-visible, audio:focus-visible { outline: 3px solid var(--a); outline-offset: 2px; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem; }
.soft { color: var(--soft); font-size: .9rem; }
.note { border-left: 4px solid var(--clear); padding-left: .6rem; }
.findings { padding-left: 0; list-style: none; counter-reset: rank; display: grid; gap: .8rem; }
.findings > li, article { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .8rem 1rem; min-width: 0; }
.findings > li { counter-increment: rank; }
.findings > li > h3::before { content: counter(rank) ". "; }
article { margin: 0 0 .8rem; }
.badge { display: inline-block; font-size: .8rem; font-weight: 600; padding: 0 .5em; border-radius: 1em; color: var(--on); white-space: nowrap; }
.slight { background: var(--slight); } .clear { background: var(--clear); } .severe { background: var(--severe); }
.clips, .charts { display: grid; gap: .6rem 1rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 18rem), 1fr)); }
.clips label { font-size: .85rem; color: var(--soft); min-width: 0; }
audio { display: block; width: 100%; max-width: 100%; }
figure { margin: .5rem 0; min-width: 0; } figcaption { font-size: .8rem; color: var(--soft); }
.scroll { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
table { border-collapse: collapse; font-size: .85rem; width: 100%; }
th, td { padding: .3rem .5rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; vertical-align: bottom; }
tbody th { font-weight: 400; }
.matrix td { text-align: center; min-width: 2.4rem; color: var(--on); border-left: 1px solid var(--line); }
.matrix td.none { color: var(--soft); }
.matrix thead th { font-weight: 600; font-size: .75rem; line-height: 1.2; }
.matrix thead th span { display: inline-block; min-width: 3.6rem; }
.matrix th:first-child { position: sticky; left: 0; background: var(--card); min-width: 9rem; max-width: 16rem; }
.spoken { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
svg { display: block; width: 100%; height: auto; } svg text { fill: var(--soft); font-size: 12px; }
svg .g { stroke: var(--line); fill: none; stroke-width: 1; } svg .w { fill: var(--shade); }
svg .a { stroke: var(--a); fill: none; stroke-width: 2.2; } svg .b { stroke: var(--b); fill: none; stroke-width: 2; stroke-dasharray: 5 3; }
.key { display: inline-block; width: 2em; height: .5em; }
@media (max-width: 40rem) { svg text { font-size: 21px; } }
@media print {
  @page { size: A4; margin: 14mm; }
  :root { --bg: #ffffff; --card: #ffffff; --line: #c4cacf; --text: #000000; --soft: #40474e; --link: #000000;
    --a: #1b6ac9; --b: #b04a10; --slight: #f6e3a1; --clear: #f2b066; --severe: #e58571; --on: #000000; }
  html { font-size: 10pt; } body { font-size: 10pt; } main { max-width: none; padding: 0; } .clips, .skip { display: none; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .findings > li, article, tr, figure { break-inside: avoid; } h2, h3, h2 + p { break-after: avoid; }
  .scroll { overflow: visible; border: 0; } .matrix { font-size: 6.5pt; } .matrix th, .matrix td { padding: 1pt 2pt; min-width: 0; }
  .matrix thead th { font-size: 5.5pt; } .matrix thead th span { min-width: 0; } .matrix th:first-child { position: static; min-width: 0; }
  .charts { grid-template-columns: 1fr 1fr; } svg text { font-size: 16px; }
}
"#;
