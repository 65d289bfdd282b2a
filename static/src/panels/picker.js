/** A word in the top bar that opens a list of links, each with its sentence. */

import { useEffect, useRef, useState } from "preact/hooks";
import { html } from "../draw/html.js";

/**
 * @param {object} props
 * @param {string} props.label "Scenario"
 * @param {string} props.plural "Scenarios"
 * @param {any} props.shown what the closed picker says
 * @param {string} props.name the same as plain text
 * @param {() => Array<{id: string, title: string, note: string, text: string, href: string}>} props.options asked for when the
 *   picker is opened: they are many
 * @param {string} props.current id
 * @param {(id: string) => void} props.onPick
 */
export function Picker({ label, plural, shown, name, options, current, onPick }) {
  const [open, setOpen] = useState(false);
  const root = useRef(null);
  useEffect(() => (open ? whileOpen(root.current, () => setOpen(false)) : undefined), [open]);
  const listed = open ? options() : [];
  const id = `pick-${label.toLowerCase().replaceAll(" ", "-")}`;
  const pick = (event, option) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return; // a new tab, as with any link
    event.preventDefault();
    setOpen(false);
    root.current.querySelector("button").focus();
    if (option.id !== current) onPick(option.id);
  };
  return html`<div class="picker" ref=${root}>
    <button
      type="button"
      class="pick"
      aria-expanded=${open ? "true" : "false"}
      aria-controls=${id}
      aria-label="${label}: ${name}"
      onClick=${() => setOpen(!open)}
    >
      ${shown}
    </button>
    <nav id=${id} class="options" aria-label=${plural} hidden=${!open}>
      <ul>
        ${listed.map(
          (option) => html`<li key=${option.id}>
            <a href=${option.href} aria-current=${option.id === current ? "true" : undefined} onClick=${(event) => pick(event, option)}>
              <b>${option.title}</b>${option.note && html` <i>${option.note}</i>`}<span>${option.text}</span>
            </a>
          </li>`,
        )}
      </ul>
    </nav>
  </div>`;
}

/** Arrows move, Escape and a click outside close. */
function whileOpen(root, close) {
  const links = [...root.querySelectorAll("a")];
  (links.find((link) => link.hasAttribute("aria-current")) ?? links[0])?.focus();
  const onKey = (event) => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
      root.querySelector("button").focus();
      return;
    }
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const place = links.indexOf(root.ownerDocument.activeElement);
    links[(place + move + links.length) % links.length]?.focus();
  };
  const onPress = (event) => root.contains(event.target) || close();
  root.addEventListener("keydown", onKey);
  root.ownerDocument.addEventListener("pointerdown", onPress);
  return () => {
    root.removeEventListener("keydown", onKey);
    root.ownerDocument.removeEventListener("pointerdown", onPress);
  };
}
