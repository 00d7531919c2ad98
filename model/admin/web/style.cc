#include "model/admin/web/assets.h"

namespace hexad::admin::web {

namespace {

constexpr std::string_view kStyle = R"css(:root {
  --ink: #1d2733; --soft: #566372; --paper: #fff; --ground: #f3f5f7; --line: #d4dae1; --accent: #0b5cad;
  --accent-ink: #fff; --top: #16324f; --top-ink: #fff; --good: #e6f4ea; --good-ink: #14532d; --bad: #fdecea;
  --bad-ink: #8a1c12; --warn: #fff4d6; --warn-ink: #6a4a00; --dagger: #a04a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e3e8ee; --soft: #a3b0be; --paper: #1b222b; --ground: #12171d; --line: #37424f; --accent: #6cb2f5;
    --accent-ink: #0c1620; --top: #0d1c2d; --top-ink: #e9f1f9; --good: #143322; --good-ink: #b5e6c6; --bad: #43201d;
    --bad-ink: #ffc9c2; --warn: #3d3113; --warn-ink: #ffe19a; --dagger: #ffb070;
  }
}
* { box-sizing: border-box; }
body { margin: 0; font: 15px/1.45 system-ui, "Segoe UI", "DejaVu Sans", Arial, sans-serif; color: var(--ink);
  background: var(--ground); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid #e08a00; outline-offset: 2px; }
.skip { position: absolute; left: -999px; top: 0; background: var(--paper); padding: .5rem 1rem; z-index: 2; }
.skip:focus { left: 0; }
header.top { display: flex; justify-content: space-between; align-items: center; gap: 1rem; padding: .55rem 1.2rem;
  background: var(--top); color: var(--top-ink); }
header.top a, header.top .user { color: var(--top-ink); }
.name { text-decoration: none; }
.name strong { font-size: 1.15rem; }
.product { margin-left: .7rem; opacity: .8; }
.who { display: flex; align-items: center; gap: 1rem; flex-wrap: wrap; }
.alarms { text-decoration: none; padding: .15rem .6rem; border: 1px solid currentColor; border-radius: 1rem;
  white-space: nowrap; }
.alarms.raised { background: #c62828; border-color: #c62828; }
nav ul, nav ol { list-style: none; margin: 0; padding: 0; }
.sections { background: var(--paper); border-bottom: 1px solid var(--line); padding: 0 .6rem; }
.sections ul { display: flex; flex-wrap: wrap; }
.sections a { display: block; padding: .6rem .9rem; text-decoration: none; color: var(--ink);
  border-bottom: 3px solid transparent; }
.sections a:hover { border-color: var(--line); }
.sections a[aria-current] { border-color: var(--accent); font-weight: 600; }
.frame { display: grid; grid-template-columns: 13.5rem minmax(0, 1fr); gap: 1.3rem; max-width: 86rem;
  padding: 1.2rem; }
.side { font-size: .94rem; }
.side a { display: block; padding: .28rem .6rem; border-radius: 4px; text-decoration: none; color: var(--ink); }
.side a:hover { background: var(--line); }
.side a[aria-current] { background: var(--accent); color: var(--accent-ink); }
.side ul ul { margin-left: .8rem; border-left: 1px solid var(--line); padding-left: .3rem; }
main { min-width: 0; }
main:focus { outline: none; }
.crumbs ol { display: flex; flex-wrap: wrap; font-size: .87rem; color: var(--soft); }
.crumbs li + li::before { content: "\203a"; margin: 0 .45rem; }
h1 { font-size: 1.5rem; margin: .2rem 0 1rem; font-weight: 600; }
h2 { font-size: 1.1rem; margin: 1.6rem 0 .6rem; font-weight: 600; }
footer { padding: .8rem 1.2rem 1.4rem; color: var(--soft); font-size: .87rem; }
.notice, .banner, .problem { padding: .6rem .9rem; border-radius: 5px; margin: 0 0 1rem; max-width: 60rem;
  overflow-wrap: anywhere; }
.good { background: var(--good); color: var(--good-ink); }
.bad, .problem { background: var(--bad); color: var(--bad-ink); }
.banner { background: var(--warn); color: var(--warn-ink); }
.banner a, .notice a { color: inherit; }
fieldset { border: 1px solid var(--line); border-radius: 6px; background: var(--paper); margin: 0 0 1.1rem;
  padding: .3rem 1.1rem .7rem; min-width: 0; max-width: 60rem; }
details { margin: 0 0 1.1rem; max-width: 60rem; }
summary { cursor: pointer; font-weight: 600; padding: .5rem .2rem; }
legend { font-weight: 600; padding: 0 .4rem; }
.field { position: relative; display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: .2rem 1rem; padding:
  .6rem 0; }
.field + .field { border-top: 1px solid var(--line); }
.field > label, .field > .label { padding-top: .3rem; }
.field .control { display: flex; flex-wrap: wrap; align-items: center; gap: .3rem .8rem; }
.field .hint, .field .error { grid-column: 2; margin: 0; font-size: .87rem; }
.hint { color: var(--soft); }
/* Beside the first of several it stands; readers of the screen hear it at each. */
.hint.repeated { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.error { color: var(--bad-ink); background: var(--bad); padding: .25rem .5rem; border-radius: 4px;
  justify-self: start; }
.field.wrong input, .field.wrong select { border-color: #c62828; border-width: 2px; }
.dagger { color: var(--dagger); font-weight: 700; margin-left: .25rem; }
.state { font-weight: 600; }
.note { margin: 0.2rem 0 0; font-size: 0.9rem; }
.note.good { color: #1a6b2f; }
.note.unsure { color: #0b57b0; }
input, select, textarea, button { font: inherit; color: inherit; }
input:not([type=checkbox]):not([type=hidden]), select, textarea { background: var(--ground);
  border: 1px solid #8693a1; border-radius: 4px; padding: .32rem .5rem; max-width: 100%; }
input[type=text], input[type=password] { width: 22rem; }
input[type=number] { width: 9rem; }
textarea { width: 100%; min-height: 9rem; font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .87rem; }
input:disabled, select:disabled { opacity: .75; border-style: dashed; }
button, .button { display: inline-block; background: var(--accent); color: var(--accent-ink); border: 1px solid
  var(--accent); border-radius: 4px; padding: .38rem 1rem; cursor: pointer; text-decoration: none; }
button:hover, .button:hover { filter: brightness(1.12); }
button.quiet, .button.quiet { background: transparent; color: inherit; border-color: currentColor; }
button.small { padding: .05rem .5rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin: 1rem 0; align-items: center; }
.scroll { overflow-x: auto; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .4rem .36rem; border-bottom: 1px solid var(--line); vertical-align: top; }
td { font-size: .92rem; overflow-wrap: break-word; max-width: 24rem; }
th { font-size: .87rem; color: var(--soft); font-weight: 600; vertical-align: bottom; }
.scroll { margin: 0 0 1rem; }
tbody tr:last-child td { border-bottom: 0; }
td.tight, th.tight { width: 1%; white-space: nowrap; }
.rearrange form, .rearrange button + button { margin-left: .2rem; }
.log td { font-family: ui-monospace, "DejaVu Sans Mono", monospace; font-size: .82rem; }
.pending td { background: var(--warn); }
.time { min-width: 6.2rem; }
.severity { font-weight: 600; }
.facts { display: grid; grid-template-columns: minmax(9rem, 15rem) minmax(0, 1fr); background: var(--paper);
  border: 1px solid var(--line); border-radius: 6px; padding: .3rem 1.1rem; margin: 0 0 1.1rem; max-width: 60rem; }
.facts dt { color: var(--soft); padding: .35rem 0; }
.facts dd { margin: 0; padding: .35rem 0; overflow-wrap: anywhere; }
.empty { color: var(--soft); background: var(--paper); border: 1px dashed var(--line); border-radius: 6px;
  padding: 1rem; max-width: 60rem; }
.index { columns: 18rem; padding-left: 1.2rem; line-height: 2; max-width: 60rem; }
.dialog { background: var(--paper); border: 2px solid var(--accent); border-radius: 8px; padding: .6rem 1.4rem 1rem;
  max-width: 40rem; margin: 0 0 1.2rem; }
progress { width: 22rem; height: 1.1rem; }
.bare main { max-width: 27rem; margin: 8vh auto 1rem; background: var(--paper); border: 1px solid var(--line);
  border-radius: 8px; padding: 1.2rem 1.8rem 1.6rem; }
.bare footer { text-align: center; }
.bare .field { grid-template-columns: 1fr; border: 0; }
.bare .field .hint { grid-column: 1; }
.bare input[type=text], .bare input[type=password] { width: 100%; }
@media (max-width: 52rem) {
  .frame { grid-template-columns: minmax(0, 1fr); gap: .8rem; }
  main { grid-row: 1; }
  .field { grid-template-columns: minmax(0, 1fr); }
  .field .hint, .field .error { grid-column: 1; }
}
)css";

}  // namespace

std::string_view style() { return kStyle; }

}  // namespace hexad::admin::web
