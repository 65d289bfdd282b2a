/** The run beside the headline: the picture, who ran when, the sentence, and a button that stops it. */

import { Graph } from "../draw/graph.js";
import { html } from "../draw/html.js";
import { mmOf } from "../layout/sources.js";
import { useMedia } from "../media.js";
import { sentenceOf } from "../sentence.js";
import { say } from "../words.js";
import { Button, Icon, Oct, Who } from "./glyphs.js";
import { TickMarks } from "./ticks.js";

/**
 * @param {object} props
 * @param {object|null} props.info RunInfo
 * @param {object[]} props.frames
 * @param {number} props.at
 * @param {boolean} props.playing
 * @param {string} props.link
 * @param {string} props.href the run on a page of its own
 * @param {() => void} props.onToggle
 */
export function Show({ info, frames, at, playing, link, href, onToggle }) {
  const narrow = useMedia("narrow");
  const frame = frames[at];
  if (info === null || frame === undefined) {
    const text = link === "offline" ? say("home.retry") : "";
    return html`<p class="wait" role="status">${text}</p>`;
  }
  const word = playing ? "home.pause" : at === frames.length - 1 ? "home.again" : "home.play";
  return html`<div class="picture ${at === 0 ? "still" : ""}">
      <${Graph} info=${info} frame=${frame} frames=${frames} previous=${frames[at - 1] ?? null} orientation=${narrow ? "tall" : "wide"} />
    </div>
    <div class="ticks" aria-hidden="true"><${TickMarks} info=${info} frames=${frames} at=${at} /></div>
    <figcaption>
      <${Button} bare label=${say(word)} onPress=${onToggle}><${Icon} name=${playing ? "pause" : "play"} /><//>
      <span class="count">${at}<small>/${frames.length - 1}</small></span>
      <${Says} info=${info} frame=${frame} />
      <a href=${href}>${say("home.open")}</a>
    </figcaption>`;
}

function Says({ info, frame }) {
  const { damage, title, text, more } = sentenceOf(frame, info);
  const thread = frame.step?.thread;
  const mark = damage ? html`<${Oct} />` : thread && html`<${Who} mm=${mmOf(info, thread)} name=${thread} />`;
  return html`<span class="sentence ${damage ? "bad" : ""}">${mark}<span>${title !== null && html`<em>${title}.</em> `}${frame.at === 0 ? more : text}</span></span>`;
}
