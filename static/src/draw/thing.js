/** The group of one object: its name for tests and links, its title, its clicks, whether it changed. */
import { html } from "./html.js";

/** A click that means this object, not the one that it lies on. */
export function choose(onSelect, name) {
  if (!onSelect) return undefined;
  return (event) => {
    event.stopPropagation();
    onSelect(name);
  };
}

/** @param {{ name: string, kind: string, title: string, scene: object, children: any }} props */
export function Thing({ name, kind, title, scene, children }) {
  const { changed, onSelect } = scene;
  const classes = ["thing", kind, changed.has(name) && "is-changed", onSelect && "selectable"];
  return html`<g
    class=${classes.filter(Boolean).join(" ")}
    data-name=${name}
    onClick=${choose(onSelect, name)}
  >
    <title>${title}</title>
    ${children}
  </g>`;
}
