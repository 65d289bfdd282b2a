/** The right column: what this run has broken so far, who wrote the count, what each process should see. */

import { useMemo } from "preact/hooks";
import { html } from "../draw/html.js";
import { memo } from "../draw/memo.js";
import { framesOf } from "../lines.js";
import { frameOf } from "../store.js";
import { countWrites, relevantTable } from "../timeline/counts.js";
import { Check } from "./check.js";
import { Costs } from "./costs.js";
import { Breakpoints, Watches } from "./debug.js";
import { Hollow, hueOf, Oct, Who } from "./glyphs.js";
import { ShortestRun } from "./shortest.js";
import { say } from "../words.js";

/** Of a long list the newest are shown: the timeline has them all. */
const MOST_WRITES = 14;
const MOST_BROKEN = 8;

/** @param {{state: import("../store.js").State, session: object}} props */
export function Verdict({ state, session }) {
  const isChecked = state.check?.phase === "done";
  return html`<aside class="verdict" aria-label=${say("now.name")}>
    <${Check} state=${state} session=${session} />
    ${!isChecked && html`<${Broken} state=${state} session=${session} />`}
    <${Counts} state=${state} session=${session} />
    ${isChecked && html`<${Broken} state=${state} session=${session} />`}
    <${Watches} state=${state} session=${session} />
    <${Breakpoints} state=${state} session=${session} />
    <${Oracle} oracle=${frameOf(state).memory.oracle} />
    <${Costs} state=${state} />
  </aside>`;
}

/**
 * What a run breaks, each once, with the step that broke it.
 * @param {ReadonlyArray<object>} frames
 * @returns {Array<object>} ViolationInfo with `at`
 */
export function violationsOf(frames) {
  const found = frames.slice(1).flatMap((frame) =>
    frame.violations.filter((each) => each.new).map((each) => ({ ...each, at: frame.at })),
  );
  const first = frames[0].violations.map((each) => ({ ...each, at: 0 }));
  return [...first, ...found];
}

function Broken({ state, session }) {
  const frames = framesOf(state.tree);
  const all = useMemo(() => violationsOf(frames), [frames]);
  const soFar = all.filter((each) => each.at <= state.at);
  const damage = soFar.filter((each) => each.severity === "damage");
  const warnings = soFar.filter((each) => each.severity !== "damage");
  const here = frameOf(state).at;
  const row = (each, i) => html`<${Violation} key=${`${each.at}-${each.property}-${i}`} broken=${each} here=${each.at === here} session=${session} />`;
  const kind = (word, all) =>
    all.length > 0 && html`<p class="kh"><span>${all.length > MOST_BROKEN ? say(`now.${word}-earlier`, all.length - MOST_BROKEN) : say(`now.${word}-word`)}</span><span>${say("now.step")}</span></p>
      <ol class="kinds" aria-label=${say(`now.${word}`)}>${all.slice(-MOST_BROKEN).map(row)}</ol>`;
  return html`<section>
    <h2>${say("now.violations")}</h2>
    ${damage.length === 0 && warnings.length === 0 && html`<p class="none">${say("now.nothing", here)}</p>`}
    ${kind("damage", damage)}
    ${damage.length > 0 && html`<${ShortestRun} state=${state} session=${session} frames=${frames} broken=${damage.find((each) => each.at === here) ?? damage[0]} />`}
    ${kind("warnings", warnings)}
  </section>`;
}

const Violation = memo(({ broken: { at, severity, title, text, objects }, here, session }) => html`<li>
  <button type="button" aria-current=${here ? "true" : undefined} onClick=${() => session.goto(at)} title=${text}>
    ${severity === "damage" ? html`<${Oct} size="small" />` : html`<${Hollow} />`}
    <span>${title}<small>${objects.join(", ")}</small></span><em><span class="sr">${say("now.step")} </span>${at}</em>
  </button>
</li>`);

function Counts({ state, session }) {
  const frames = framesOf(state.tree);
  const name = relevantTable(frames, state.at, state.selected);
  if (name === null) return null;
  const writes = countWrites(frames, name);
  const tables = frameOf(state).memory.tables;
  const rows = writes.filter((row) => row.at <= state.at);
  const first = frames[0].memory.tables.find((table) => table.name === name);
  return html`<section>
    <h2>${say("now.every-write", name)}</h2>
    ${tables.length > 1 && html`<div class="tabs" role="group" aria-label=${say("now.page-table")}>
      ${tables.map((table) => html`<button type="button" key=${table.name} aria-pressed=${table.name === name ? "true" : "false"} onClick=${() => session.select(table.name)}>${table.name}</button>`)}
    </div>`}
    ${rows.length === 0 && html`<p class="none">${first ? say("now.from-start", first.count) : say("now.none-yet")}</p>`}
    ${rows.length > MOST_WRITES && html`<p class="none">${say("now.last-of", MOST_WRITES, rows.length)}</p>`}
    <ol class="hist">${rows.slice(-MOST_WRITES).map((row) => html`<${Write} key=${row.at} row=${row} info=${state.info} here=${row.at === state.at} session=${session} />`)}</ol>
  </section>`;
}

const Write = memo(({ row, info, here, session }) => {
  const mm = info.stories.find((story) => story.thread === row.thread)?.mm ?? row.thread;
  const what = row.freed && row.from === row.to ? say("now.freed") : `${row.from ?? "–"} → ${row.to}`;
  const note = row.onFreed ? say("now.on-freed") : row.freed && row.from !== row.to ? say("now.freed") : row.note;
  return html`<li class="${row.onFreed ? "bad" : ""} ${hueOf(mm)}">
    <button type="button" onClick=${() => session.goto(row.at)} aria-current=${here ? "true" : undefined}>
      <i>${row.at}</i><${Who} mm=${mm} name=${row.thread} /><b>${what}</b><span>${note}</span>
    </button>
  </li>`;
});

/** What a process would see if fork had copied at once. */
const Oracle = memo(({ oracle }) => {
  if (oracle.length === 0) return null;
  const mms = [...new Set(oracle.map((each) => each.mm))];
  const pages = [...new Set(oracle.map((each) => each.index))].sort((one, other) => one - other);
  const cell = (mm, index) => oracle.find((each) => each.mm === mm && each.index === index);
  return html`<section>
    <h2>${say("now.should-see")}</h2>
    <table class="oracle">
      <thead><tr><th scope="col">${say("now.page")}</th>${mms.map((mm) => html`<th key=${mm} scope="col"><${Who} mm=${mm} /><span class="sr">${mm}</span></th>`)}</tr></thead>
      <tbody>
        ${pages.map((index) => html`<tr key=${index}><th scope="row">${index}</th>${mms.map((mm) => html`<td key=${mm}>${cell(mm, index)?.allowed.map((value, i) => html`${i > 0 && html`<span class="sr"> ${say("now.or")} </span>`}<span class="value">${value}</span>`) ?? "–"}</td>`)}</tr>`)}
      </tbody>
    </table>
  </section>`;
});
