/** The CONFIG_ switches: the first of the protocol's own in the bar, all others one click away, with their help. */

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";
import { useMedia } from "../media.js";
import { say } from "../words.js";

/** Characters of switches that the bar holds beside the title. */
const ROOM = { none: 0, roomy: 34, wide: 90 };
const GROUPS = ["protocol", "machine"];

/**
 * @param {object} props
 * @param {object} props.info RunInfo
 * @param {object|null} props.asked the values that the server has been asked for
 * @param {object} props.session
 * @param {boolean} props.off the server cannot be asked just now
 */
export function Toggles({ info, asked, session, off }) {
  const roomy = useMedia("roomy");
  const wide = useMedia("wide");
  const shown = thoseThatFit(info.toggles, ROOM[wide ? "wide" : roomy ? "roomy" : "none"]);
  const rest = info.toggles.filter((toggle) => !shown.includes(toggle));
  const toggle = (each) => html`<${Toggle} key=${each.name} toggle=${each} value=${asked?.[each.name] ?? each.value} session=${session} off=${off} />`;
  return html`${shown.map(toggle)}${rest.length > 0 && html`<${Settings} toggles=${rest} draw=${toggle}>
    ${info.presets?.length > 0 && html`<${AsOf} info=${info} asked=${asked} session=${session} off=${off} />`}
  <//>`}`;
}

/** A system as it was at some time: a slider over the presets, oldest first. Between two of them it says so. */
function AsOf({ info, asked, session, off }) {
  const now = Object.fromEntries(info.toggles.map((toggle) => [toggle.name, asked?.[toggle.name] ?? toggle.value]));
  const at = info.presets.findLastIndex(({ values }) => values.every(([name, value]) => now[name] === value));
  const last = info.presets.length - 1;
  const said = at < 0 ? say("settings.none-of-these") : info.presets[at].name;
  const choose = (event) => session.configure(Object.fromEntries(info.presets[Number(event.target.value)].values));
  return html`<section>
    <h2>${say("settings.as-of")}</h2>
    <label class="asof"><span class="sr">${say("settings.as-of")}</span>
      <input type="range" min="0" max=${last} step="1" value=${at < 0 ? last : at} aria-valuetext=${said} disabled=${off} onChange=${choose} />
      <output>${said}</output>
    </label>
    <ol class="years" aria-hidden="true">${info.presets.map((preset) => html`<li key=${preset.name}>${preset.name}</li>`)}</ol>
  </section>`;
}

/** The protocol's own switches, the short ones first, as many as there is room for. */
function thoseThatFit(toggles, room) {
  const length = ({ label, values }) => label.length + values.reduce((sum, value) => sum + value.length + 3, 0);
  const own = toggles.filter((toggle) => toggle.group !== "machine").sort((one, other) => length(one) - length(other));
  const fit = new Set();
  for (const toggle of own) {
    room -= length(toggle);
    if (room >= 0) fit.add(toggle);
  }
  return toggles.filter((toggle) => fit.has(toggle));
}

function Settings({ toggles, draw, children }) {
  const [open, setOpen] = useState(false);
  const root = useRef(null);
  useEffect(() => (open ? closeOutside(root.current, () => setOpen(false)) : undefined), [open]);
  const changed = toggles.filter((toggle) => toggle.value !== toggle.default);
  const groups = GROUPS.map((name) => [name, toggles.filter((toggle) => (toggle.group ?? "protocol") === name)]);
  return html`<div class="picker settings" ref=${root}>
    <button type="button" class="pick" aria-expanded=${open ? "true" : "false"} aria-controls="settings" onClick=${() => setOpen(!open)}>
      ${say("settings.word")}${changed.length > 0 && html`<b>: ${changed.length > 2 ? say("settings.changed", changed.length) : changed.map((toggle) => toggle.values[toggle.value]).join(", ")}</b>`}
    </button>
    <div id="settings" class="options" role="group" aria-label=${say("settings.name")} hidden=${!open}>
      ${open && children}
      ${open && groups.map(
        ([name, members]) => members.length > 0 && html`<section key=${name}>
          <h2>${say(`settings.${name}`)}</h2>
          ${members.map((toggle) => html`<div key=${toggle.name} class="setting">${draw(toggle)}${toggle.help && html`<p>${toggle.help}</p>`}</div>`)}
        </section>`,
      )}
    </div>
  </div>`;
}

function Toggle({ toggle, value: now, session, off }) {
  return html`<fieldset class="seg" title=${toggle.help || undefined} disabled=${off}>
    <legend class="sr">${toggle.label}</legend>
    <span aria-hidden="true">${toggle.label}</span>
    <div>
      ${toggle.values.map(
        (value, i) => html`<label key=${i}>
          <input type="radio" name=${toggle.name} checked=${now === i} onChange=${() => session.toggle(toggle.name, i)} />${value}
        </label>`,
      )}
    </div>
  </fieldset>`;
}

function closeOutside(root, close) {
  const onKey = (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close();
    root.querySelector("button").focus();
  };
  const onPress = (event) => root.contains(event.target) || close();
  root.addEventListener("keydown", onKey);
  root.ownerDocument.addEventListener("pointerdown", onPress);
  return () => {
    root.removeEventListener("keydown", onKey);
    root.ownerDocument.removeEventListener("pointerdown", onPress);
  };
}
