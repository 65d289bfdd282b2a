/** The logic analyser: a lane per thread, locks, the count, the invariants; the ruler is the scrubber. */

import { useMemo, useRef, useState } from "preact/hooks";
import { branches } from "../branches.js";
import { html } from "../draw/html.js";
import { framesOf } from "../lines.js";
import { versusLink } from "../versus.js";
import { useSize, widthBetweenEdges } from "../size.js";
import { lengthOf } from "../store.js";
import { timeWindow } from "../timeline/window.js";
import { lockRows, propertyRows } from "../timeline/tracks.js";
import { relevantTable } from "../timeline/counts.js";
import { chosenIn } from "../order.js";
import { Controls } from "./controls.js";
import { Overview, Ruler } from "./ruler.js";
import { Head, InvariantRow, Lane, LockRow } from "./lanes.js";
import { CountRow, NumberRow } from "./countrow.js";
import { FateRow } from "./fates.js";
import { OrderWords } from "./order.js";
import { BranchTree } from "./tree.js";
import { StopRow, WatchRows } from "./watchrow.js";
import { say } from "../words.js";

const WIDE = { gutter: 148, comfortable: 108, tight: 92 };
const NARROW = { gutter: 80, comfortable: 24, tight: 20 };
const PADDING = 16;
const MOST_PROPERTIES = 4;
const MOST_LOCKS = 3;

/** The height that most runs come to, kept free from the start: the picture above must not shrink at a step. */
const reserved = (lanes, short) => (short ? 26 + 18 + 27 * lanes + 18 + 38 + 2 * 14 : 26 + 18 + 29 * lanes + 18 + 46 + 20 + 3 * 16) + 4;

/** Leads to the page where this branch and another one stand side by side. */
function compareBranch({ tree }, session, id) {
  const other = tree.lines.find((line) => line.id === id);
  session.visit(versusLink(session.search(), { schedule: other.frames.at(-1).schedule }));
}

/** @param {{state: import("../store.js").State, session: object, narrow: boolean, stacked: boolean, short: boolean}} props */
export function Timeline({ state, session, narrow, stacked, short }) {
  const tracks = useRef(null);
  const { width } = useSize(tracks, { width: widthBetweenEdges(PADDING), height: 0 });
  const [held, hold] = useState(null);
  const frames = framesOf(state.tree);
  const length = lengthOf(state);
  const size = narrow ? NARROW : WIDE;
  const window = timeWindow({ length, at: state.at, room: width - size.gutter, held, ...size });
  const rows = useMemo(() => branches(state.tree), [state.tree]);
  const whole = Math.max(...rows.map((each) => each.length));
  const chosen = chosenIn(state.order, frames);
  const row = { frames, window, info: state.info, at: state.at, session, narrow, chosen };
  const table = relevantTable(frames, state.at, state.selected);
  const properties = useMemo(() => propertyRows(state.info.properties, frames), [frames]);
  const locks = useMemo(() => lockRows(frames), [frames]);
  const room = stacked ? undefined : { "min-height": `${reserved(state.info.stories.length, short)}px` };
  return html`<section class="time" aria-label=${say("time.name")}>
    <${Controls} state=${state} session=${session} />
    <div class="tracks" ref=${tracks} style=${room}>
      <${Head} window=${window} at=${state.at} />
      <${Ruler} ...${row} length=${length} hold=${hold} />
      ${!window.all && html`<${Overview} ...${row} length=${length} whole=${whole} />`}
      <${BranchTree} ...${row} rows=${rows} whole=${whole} tree=${state.tree} compare=${(id) => compareBranch(state, session, id)} />
      <${StopRow} ...${row} debug=${state.debug} />
      ${state.info.stories.map((story) => html`<${Lane} key=${story.thread} ...${row} story=${story} />`)}
      <${OrderWords} ...${row} />
      ${locks.slice(0, MOST_LOCKS).map((lock) => html`<${LockRow} key=${lock.name} ...${row} lock=${lock} />`)}
      ${table !== null && html`<${CountRow} ...${row} table=${table} />`}
      ${table !== null && !short && !narrow && html`<${NumberRow} ...${row} table=${table} />`}
      <${WatchRows} ...${row} debug=${state.debug} />
      ${properties.slice(0, MOST_PROPERTIES).map((each) => html`<${InvariantRow} key=${each.id} ...${row} property=${each} />`)}
      ${state.check?.fates && html`<${FateRow} ...${row} fates=${state.check.fates} />`}
      ${properties.length > MOST_PROPERTIES && html`<p class="more">${say("time.more", properties.length - MOST_PROPERTIES, properties.slice(MOST_PROPERTIES).map((each) => each.title).join(", "))}</p>`}
    </div>
  </section>`;
}
