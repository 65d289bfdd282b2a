/** The timeline of two runs: one ruler, the lanes of both, and between them where they differ. */

import { useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { useSize } from "../size.js";
import { timeWindow } from "../timeline/window.js";
import { GROUPS, has } from "../versus.js";
import { rich, say } from "../words.js";
import { Button, Icon } from "./glyphs.js";
import { Head, Lane } from "./lanes.js";
import { columnOf, rowStyle, stepsIn } from "./row.js";
import { Overview, Ruler } from "./ruler.js";

const WIDE = { gutter: 148, comfortable: 108, tight: 92 };
const NARROW = { gutter: 80, comfortable: 24, tight: 20 };

/** @param {{sides: object[], lined: object[][], rows: object[], first: object[], at: number, narrow: boolean, session: object}} props */
export function VersusTime({ sides, lined, rows, first, at, narrow, session }) {
  const tracks = useRef(null);
  const { width } = useSize(tracks, { width: 1264, height: 0 });
  const [held, hold] = useState(null);
  const size = narrow ? NARROW : WIDE;
  const length = rows.length - 1;
  const window = timeWindow({ length, at, room: width - size.gutter, held, ...size });
  const row = { frames: lined[0], window, at, session, narrow, chosen: null };
  return html`<section class="time" aria-label=${say("time.name")}>
    <div class="ctl">
      <${Button} off=${at === 0 ? say("run.at-start") : null} onPress=${() => session.goto(0)} label=${say("run.to-start")}><${Icon} name="start" /><//>
      <${Button} off=${at === 0 ? say("run.at-start") : null} onPress=${() => session.goto(at - 1)} label=${say("run.back")}><${Icon} name="back" /><span class="word">${say("run.back")}</span> <kbd>←</kbd><//>
      <${Button} main off=${at === length ? say("versus.end") : null} onPress=${() => session.goto(at + 1)} label=${say("run.step-forward")}><span class="word">${say("run.step")}</span><${Icon} name="step" /> <kbd>→</kbd><//>
      <span class="pos">${at} <small>${say("run.of", length)}</small></span>
    </div>
    <div class="tracks" ref=${tracks}>
      <${Head} window=${window} at=${at} />
      <${Ruler} ...${row} length=${length} hold=${hold} />
      ${!window.all && html`<${Overview} ...${row} length=${length} whole=${length} />`}
      <${Lanes} ...${row} side=${sides[0]} frames=${lined[0]} />
      ${GROUPS.map((group) => html`<${Strip} key=${group} ...${row} rows=${rows} group=${group} first=${first} />`)}
      <${Lanes} ...${row} side=${sides[1]} frames=${lined[1]} />
    </div>
  </section>`;
}

function Lanes({ side: { side, info, turns }, ...row }) {
  const refused = stepsIn(row.window, row.frames).filter((step) => turns[step].refused !== null);
  return html`<p class="vname">${rich("versus.side", say(`versus.${side}`), html`<code>${info.protocol}</code>`)}</p>
    ${info.stories.map((story) => html`<${Lane} key=${story.thread} ...${row} info=${info} story=${story} />`)}
    ${refused.length > 0 &&
    html`<div class="row vref" style=${rowStyle(row.window)}>
      <span class="lab"><span>${say("versus.cannot-follow")}</span></span>
      ${refused.map((step) => html`<span key=${step} style=${{ "grid-column": columnOf(row.window, step) }} title=${turns[step].refused}>⊘ ${turns[step].choice}</span>`)}
    </div>`}`;
}

/** Where one kind of thing differs. */
function Strip({ rows, window, frames, group, first }) {
  const start = first.find((each) => each.difference.group === group);
  const title = say(`versus.${group}`);
  const label = start === undefined ? say("versus.differs-never", title) : say("versus.differs-first", title, start.row);
  const here = stepsIn(window, frames).filter((step) => has(rows[step].differs, group));
  return html`<div class="row vdiff" style=${rowStyle(window)} role="img" aria-label=${label}>
    <span class="lab"><span>${say(`versus.strip-${group}`)}</span></span>
    ${here.map((step) => html`<i key=${step} class=${step === start.row ? "start" : ""} style=${{ "grid-column": columnOf(window, step) }}>${step === start.row ? "≠" : ""}</i>`)}
  </div>`;
}
