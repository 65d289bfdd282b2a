/** A run in a lesson: the sentence of the step, the picture, the line of C, who ran when, the buttons. */

import { Graph } from "../draw/graph.js";
import { html } from "../draw/html.js";
import { mmOf } from "../layout/sources.js";
import { useMedia } from "../media.js";
import { Button, Icon, Oct, Who } from "../panels/glyphs.js";
import { TickMarks } from "../panels/ticks.js";
import { sentenceOf } from "../sentence.js";
import { say } from "../words.js";

/**
 * @param {object} props
 * @param {string} props.id prefix of ids
 * @param {object|null} props.info RunInfo
 * @param {object[]} props.frames
 * @param {number} props.at
 * @param {number} [props.length] steps that the run will have, when some are still hidden
 * @param {string|null} [props.problem] why there is no picture
 * @param {string|null} [props.href] the run on a page of its own
 * @param {boolean} [props.playing]
 * @param {string|null} [props.closed] why Step does not go on behind the last frame
 * @param {(at: number) => void} props.onGo
 * @param {() => void} [props.onPlay]
 */
export function Picture(props) {
  const { id, info, frames, at, problem = null } = props;
  const narrow = useMedia("narrow");
  const frame = frames[at];
  if (problem !== null) return html`<p class="wait" role="alert">${problem}</p>`;
  if (info === null || frame === undefined) return html`<p class="wait" role="status">${say("lesson.on-its-way")}</p>`;
  const previous = frames[at - 1] ?? null;
  return html`<${Says} info=${info} frame=${frame} frames=${frames} length=${props.length ?? frames.length - 1} />
    <figure>
      <${Graph} id=${id} info=${info} frame=${frame} frames=${frames} previous=${previous} orientation=${narrow ? "tall" : "wide"} />
    </figure>
    <${Line} info=${info} frame=${frame} />
    <${Ticks} ...${props} />
    <${Controls} ...${props} />`;
}

function Says({ info, frame, frames, length }) {
  const { damage, warning, title, text, more } = sentenceOf(frame, info, frames);
  const thread = frame.step?.thread ?? null;
  return html`<div class="says ${damage ? "bad" : warning ? "parted" : ""}">
    ${damage ? html`<${Oct} label=${say("lesson.violation")} />` : thread !== null && html`<${Who} mm=${mmOf(info, thread)} name=${thread} />`}
    <div role="status"><p>${title !== null && html`<em>${title}.</em> `}${text}</p>${more !== "" && html`<p class="more">${more}</p>`}</div>
    <small>${place(frame.at, length)}</small>
  </div>`;
}

const place = (at, length) => (at === 0 ? say("lesson.before-first") : say("lesson.step-of", at, length));

/** The line of C that the step ran. */
function Line({ info, frame }) {
  const span = frame.step?.span ?? null;
  const code = lineOf(info, span);
  return html`<p class="ran"><code>${code ?? " "}</code>${span !== null && html`<small translate=${false}>${span.file}:${span.line}</small>`}</p>`;
}

/** @param {object} info RunInfo @param {object|null} span @returns {string|null} the text of its first line */
export function lineOf(info, span) {
  if (span === null) return null;
  const source = info.sources.find((each) => each.file === span.file);
  return source?.text.split("\n")[span.line - 1]?.trim() ?? null;
}

/** Who ran each step; a slider over the run. */
function Ticks({ info, frames, at, length = frames.length - 1, onGo }) {
  const last = frames.length - 1;
  const keys = { ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1, Home: 0, End: last };
  const onKeyDown = (event) => {
    const to = keys[event.key];
    if (to === undefined) return;
    event.preventDefault();
    onGo(to);
  };
  return html`<div
    class="ticks"
    role="slider"
    tabindex="0"
    aria-label=${say("lesson.position")}
    aria-valuemin="0"
    aria-valuemax=${last}
    aria-valuenow=${at}
    aria-valuetext=${place(at, last)}
    onKeyDown=${onKeyDown}
  >
    <${TickMarks} info=${info} frames=${frames} at=${at} onGo=${onGo} />
    ${Array.from({ length: Math.max(0, length - last) }, (_, i) => html`<i key=${last + i} class="hidden"></i>`)}
  </div>`;
}

function Controls({ frames, at, href = null, playing = false, closed = null, onGo, onPlay = null }) {
  const last = frames.length - 1;
  const over = at >= last ? (closed ?? say("lesson.run-ends")) : null;
  return html`<div class="ctl">
    <${Button} off=${at === 0 ? say("lesson.at-start") : null} onPress=${() => onGo(at - 1)}><${Icon} name="back" />${say("lesson.back")}<//>
    <${Button} off=${over} onPress=${() => onGo(at + 1)}>${say("lesson.step")} <${Icon} name="step" /><//>
    ${onPlay !== null && html`<${Button} bare label=${say(playing ? "lesson.pause" : "lesson.play")} onPress=${onPlay}><${Icon} name=${playing ? "pause" : "play"} /><//>`}
    ${closed !== null && at >= last && html`<span class="why">${closed}</span>`}
    ${href !== null && html`<a href=${href} class="full">${say("lesson.full-run")}</a>`}
  </div>`;
}
