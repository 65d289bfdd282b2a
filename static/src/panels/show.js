/** The run beside the headline: the picture, the sentence, and a button that stops it. */

import { Graph } from "../draw/graph.js";
import { html } from "../draw/html.js";
import { useMedia } from "../media.js";
import { Button, Icon } from "./glyphs.js";
import { say } from "../words.js";

/** @param {{info: object|null, frames: object[], at: number, playing: boolean, link: string, onToggle: () => void}} props */
export function Show({ info, frames, at, playing, link, onToggle }) {
  const narrow = useMedia("narrow");
  const frame = frames[at];
  if (info === null || frame === undefined) {
    const text = link === "offline" ? say("home.retry") : "";
    return html`<p class="wait" role="status">${text}</p>`;
  }
  const sentence = frame.step?.sentence.text ?? info.scenario_text;
  return html`<div class="picture ${at === 0 ? "still" : ""}">
      <${Graph} info=${info} frame=${frame} frames=${frames} previous=${frames[at - 1] ?? null} orientation=${narrow ? "tall" : "wide"} />
    </div>
    <figcaption>
      <${Button} bare label=${say(playing ? "home.pause" : "home.play")} onPress=${onToggle}><${Icon} name=${playing ? "pause" : "play"} /><//>
      <span class="count">${at}<small>/${frames.length - 1}</small></span>
      <span class="sentence">${sentence}</span>
    </figcaption>`;
}
