/** The picture as a thing to work with: its objects can be pointed at, it can be moved, enlarged and folded. */

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { Graph } from "../draw/graph.js";
import { Spots, spotsOf } from "../draw/spots.js";
import { changedNames } from "../draw/changes.js";
import { foldsOf } from "../layout/folds.js";
import { layout } from "../layout/graph.js";
import { regionOf } from "../layout/regions.js";
import { isJoined, joinedTo, tableOf } from "../focus.js";
import { useGestures } from "../gestures.js";
import { walk } from "../walk.js";
import { say } from "../words.js";
import { useKept } from "../kept.js";
import { around, pan, reveal, zoom } from "../zoom.js";
import { UNSEEN } from "../writes.js";
import { Writes } from "./writes.js";

const STEP = 1.4;
const PAN_PART = 0.15;

/** @param {{info: object, frame: object, frames: object[], still: boolean, tall: boolean, selected: string|null, session: object}} props */
export function Picture({ info, frame, frames, still, tall, selected, session }) {
  const orientation = tall ? "tall" : "wide";
  // Places follow from the run alone: within it, a step or a jump lays nothing out anew.
  const [chosen, setChosen] = useKept(`folds ${info.protocol} ${info.scenario}`);
  const folds = useMemo(() => foldsOf(info, frames[0], chosen), [info, frames[0], chosen]);
  const places = useMemo(() => layout(info, frames, orientation, folds), [info, frames[0], frames.at(-1), frames.length, orientation, folds]);
  const [only, setOnly] = useState(null);
  const joined = only && joinedTo(only, frame);
  const changed = changedNames(frame);
  const spots = spotsOf(frame, places, changed).filter((spot) => !joined || isJoined(joined, spot.name, places.hidden));
  const [view, setView] = useState(null);
  const [current, setCurrent] = useState(null);
  const field = useRef(null);
  const { box } = places;
  useEffect(() => {
    setView(null);
    setOnly(null);
  }, [info, orientation]);
  useGestures(field, {
    onZoom: (factor, at) => setView((now) => zoom(now, box, factor, toUnits(field.current, at))),
    onPan: (dx, dy) => setView((now) => pan(now, box, -dx / pixels(field.current), -dy / pixels(field.current))),
  });
  const stop = spots.some((spot) => spot.name === current) ? current : spots[0]?.name;
  const shown = view ?? box;
  const table = tableOf(selected);
  const lit = selected === null ? null : regionOf(places, selected);
  const left = lit !== null && lit.x + lit.w / 2 > shown.x + shown.w / 2;

  function press(key) {
    if (key === "+" || key === "=") return setView(zoom(view, box, STEP));
    if (key === "-") return setView(zoom(view, box, 1 / STEP));
    return setView(null);
  }

  function showOnly(name) {
    const names = name === null ? [] : [...joinedTo(name, frame)];
    if (name === null) focusOn(only);
    setOnly(name);
    setView(around(names.map((one) => regionOf(places, one)).filter(Boolean), box));
  }

  function choose(name, kind) {
    if (kind === "fold") return setChosen({ ...chosen, [name]: !folds.get(name) });
    return session.select(name);
  }

  function go(name) {
    setCurrent(name);
    setView(reveal(view, box, spots.find((spot) => spot.name === name).place));
    focusOn(name);
  }

  const focusOn = (name) => field.current.querySelector(`[data-spot="${name}"]`)?.focus({ preventScroll: true });

  function close() {
    focusOn(selected);
    session.select(selected);
  }

  function onKeyDown(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const spot = target.getAttribute("data-spot");
    const done = (action) => {
      event.preventDefault();
      action();
    };
    if (["+", "=", "-", "0"].includes(key)) return done(() => press(key));
    if (key === "Escape" && selected !== null) return done(close);
    if (key === "Escape" && only !== null) return done(() => showOnly(null));
    if (spot === null) return undefined;
    if (key === "Enter" || (key === " " && target.matches(":focus-visible"))) return done(() => choose(spot, target.getAttribute("data-kind")));
    if (event.shiftKey && key in ARROWS) return done(() => setView(pan(view, box, ...ARROWS[key].map((part, axis) => part * (axis ? shown.h : shown.w)))));
    // after a click with the mouse the arrows step, as everywhere
    const next = target.matches(":focus-visible") ? walk(spots, spot, key) : null;
    if (next !== null) return done(() => go(next));
    return target.matches(":focus-visible") && key in ARROWS ? done(() => {}) : undefined;
  }

  return html`<figure class=${still ? "still" : ""} aria-label=${say("run.memory-after", frame.at)} onKeyDown=${onKeyDown}>
    <div class="field ${view ? "near" : ""}" ref=${field}>
      <${Graph} info=${info} frame=${frame} frames=${frames} previous=${frames[frame.at - 1] ?? null} orientation=${orientation} places=${places} view=${shown} highlight=${selected} only=${only} />
      <svg class="over" viewBox=${`${shown.x} ${shown.y} ${shown.w} ${shown.h}`} role="group" aria-label=${say("picture.objects")}>
        <${Spots} spots=${spots} current=${stop} chosen=${selected} onChoose=${choose} onFocus=${setCurrent} />
      </svg>
    </div>
    ${selected !== null && html`<${Writes} name=${selected} frames=${frames} at=${frame.at} left=${left} session=${session} onClose=${close}>${table !== null && table !== only && html`<p><button type="button" class="btn" onClick=${() => showOnly(table)}>${say("picture.show-only", table)}</button></p>`}<//>`}
    ${only !== null && html`<${Only} table=${only} elsewhere=${changed.filter((name) => joined && !isJoined(joined, name, places.hidden))} onEnd=${() => showOnly(null)} />`}
    <${ZoomButtons} view=${view} press=${press} />
  </figure>`;
}

/** What is left out, what changed in it, and the way back. */
function Only({ table, elsewhere, onEnd }) {
  const seen = elsewhere.filter((name) => !UNSEEN.test(name));
  const back = useRef(null);
  useEffect(() => back.current.focus({ preventScroll: true }), [table]);
  return html`<div class="only" role="status">
    <span>${say("picture.shown-only", table)}${seen.length > 0 && ` ${say("picture.changed-elsewhere", seen.join(", "))}`}</span>
    <button type="button" class="btn" ref=${back} onClick=${onEnd}>${say("picture.show-all")}</button>
  </div>`;
}

function ZoomButtons({ view, press }) {
  const why = view === null ? say("picture.whole") : null;
  const button = (key, name, shown, off) => html`<button
    type="button"
    aria-label=${say(name)}
    title=${say("picture.key", say(name), off ?? key)}
    aria-disabled=${off === null ? undefined : "true"}
    onClick=${() => press(key)}
  >${shown}</button>`;
  return html`<div class="zoom" role="group" aria-label=${say("picture.zoom")}>
    ${button("+", "picture.zoom-in", "+", null)}
    ${button("-", "picture.zoom-out", "−", why)}
    ${button("0", "picture.fit", say("picture.fit-word"), why)}
  </div>`;
}

const ARROWS = { ArrowLeft: [-PAN_PART, 0], ArrowRight: [PAN_PART, 0], ArrowUp: [0, -PAN_PART], ArrowDown: [0, PAN_PART] };

/** Pixels of the page in one unit of the picture. */
const pixels = (field) => field.querySelector("svg").getScreenCTM().a;

function toUnits(field, { x, y }) {
  return new DOMPoint(x, y).matrixTransform(field.querySelector("svg").getScreenCTM().inverse());
}
