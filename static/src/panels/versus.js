/** Two runs beside each other: two pictures, one ruler, what differs in words, and what each has cost. */

import { useMemo } from "preact/hooks";
import { Graph } from "../draw/graph.js";
import { html } from "../draw/html.js";
import { useMedia } from "../media.js";
import { aligned, changed, pointed, runLink, toggles } from "../versus.js";
import { say, sentence } from "../words.js";
import { Oct } from "./glyphs.js";
import { sentenceOf } from "../sentence.js";
import { VersusCosts, VersusDifferences } from "./versustables.js";
import { VersusTime } from "./versustime.js";

const SIDES = ["left", "right"];

/** @param {{data: object, query: URLSearchParams, at: number, session: object}} props `at`: the row that is shown */
export function Versus({ data, query, at, session }) {
  const { found, protocols } = data;
  const { rows, first } = found.comparison;
  const narrow = useMedia("narrow");
  const row = rows[at];
  const sides = useMemo(
    () => SIDES.map((side) => ({ side, info: found[side], frames: found.comparison[side], turns: rows.map((row) => row[side]) })),
    [found],
  );
  const lit = pointed(row.differs.filter(({ name }) => !rows[at - 1]?.differs.some((each) => each.name === name)));
  const lined = useMemo(() => sides.map(({ frames, turns }) => aligned(frames, turns)), [sides]);
  return html`<main>
    <header class="vhead">
      <h1>${say("versus.heading", found.left.scenario_title)}</h1>
      <${Firsts} first=${first} info=${found.left} at=${at} session=${session} />
    </header>
    <div class="vsides">
      ${sides.map((each) => html`<${Side} key=${each.side} ...${each} at=${at} row=${row} protocols=${protocols} query=${query} tall=${narrow} lit=${lit} session=${session} />`)}
    </div>
    <${VersusTime} sides=${sides} lined=${lined} rows=${rows} first=${first} at=${at} narrow=${narrow} session=${session} />
    <div class="vtables">
      <${VersusDifferences} row=${row} at=${at} sides=${sides} />
      <${VersusCosts} sides=${sides} row=${row} at=${at} />
    </div>
    <p class="sr" aria-live="polite">${spoken(sides, row, at)}</p>
  </main>`;
}

/** In words: where the runs part, of each kind; each a button that leads there. */
function Firsts({ first, info, at, session }) {
  if (first.length === 0) return html`<p class="vfirst">${say("versus.same")}</p>`;
  const [one, ...others] = first;
  const go = ({ row, difference }, label) => html`<button type="button" class="btn" aria-current=${row === at ? "step" : undefined} onClick=${() => session.goto(row)}>${label(row, difference)}</button>`;
  return html`<div class="vfirst">
    <p>
      <b>${say("versus.first", one.row)}</b> ${" "}${told(one.difference, info)}
    </p>
    <p class="vgo">${go(one, (row) => say("versus.go", row))} ${others.map((each) => go(each, (row, { group }) => say("versus.go-of", say(`versus.${group}`), row)))}</p>
  </div>`;
}

/** A difference as a sentence; a property has its title, a step no name. */
function told({ group, name, left, right }, info) {
  const args = [say(`versus.${group}`), left.text, right.text];
  return group === "step" ? say("versus.first-of", ...args) : say("versus.first-named", ...args, nameOf(info, group, name));
}

/** @param {object} info RunInfo @param {string} group @param {string} name @returns {string} what a difference is about */
export function nameOf(info, group, name) {
  if (group === "step") return say("versus.step");
  return group === "broken" ? (info.properties.find(({ id }) => id === name)?.title ?? name) : name;
}

function Side({ side, info, frames, turns, at, lit, protocols, query, tall, session }) {
  const turn = turns[at];
  const frame = frames[turn.at];
  const moved = at === 0 || turn.at > turns[at - 1].at;
  const { damage, title, text } = sentenceOf(frame, info, frames);
  const set = (change) => session.open(changed(query, side, change));
  return html`<section class="vside" aria-label=${say(`versus.${side}`)}>
    <header>
      <select aria-label=${say("versus.protocol-of", say(`versus.${side}`))} onChange=${(event) => set({ protocol: event.target.value })}>
        ${protocols.map(([id]) => html`<option key=${id} value=${id} selected=${id === info.protocol}>${id}</option>`)}
      </select>
      <${Toggles} side=${side} info=${info} query=${query} set=${set} />
      <a href=${runLink(query, side, frame.schedule)}>${say("versus.step-through")}</a>
    </header>
    <h2 class=${damage && moved ? "bad" : ""}>
      ${moved ? html`${damage && html`<${Oct} label=${say("run.violation")} />`} ${title !== null && html`<em>${title}.</em> `}${text}` : html`<span class="vnot">${refused(turn)}</span>`}
    </h2>
    <figure aria-label=${say("versus.memory-of", say(`versus.${side}`), turn.at)}>
      <${Graph} id=${side} info=${info} frame=${frame} frames=${frames} previous=${frames[turn.at - 1] ?? null} orientation=${tall ? "tall" : "wide"} highlight=${lit} />
    </figure>
  </section>`;
}

function refused({ choice, refused: why }) {
  return why === null ? say("versus.ended") : say("versus.cannot", sentence(why), choice);
}

/** The toggles of a side: those that are set, and all of them to be set. */
function Toggles({ side, info, query, set }) {
  const named = toggles(query, side).length;
  return html`<details class="vset">
    <summary>${named === 0 ? say("versus.settings") : say("versus.settings-set", named)}</summary>
    ${info.toggles.map(
      ({ name, label, values, value }) => html`<label key=${name}>${label}
        <select onChange=${(event) => set({ toggle: [name.replace("CONFIG_", ""), event.target.value] })}>
          ${values.map((each, i) => html`<option key=${i} value=${i} selected=${i === value}>${each}</option>`)}
        </select>
      </label>`,
    )}
  </details>`;
}

function spoken(sides, row, at) {
  const said = sides.map(({ side, info, frames, turns }) => {
    const turn = turns[at];
    const moved = at === 0 || turn.at > turns[at - 1].at;
    return say("versus.side", say(`versus.${side}`), moved ? sentenceOf(frames[turn.at], info).text : refused(turn));
  });
  return [say("run.spoken", at), ...said, say("versus.spoken", row.differs.length)].join(" ");
}
