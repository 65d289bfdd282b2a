/** The group of one object: its name for tests and links, its title, whether it changed. */
import { html } from "./html.js";

/** @param {{ name: string, kind: string, title: string, scene: object, children: any }} props */
export function Thing({ name, kind, title, scene, children }) {
  const classes = ["thing", kind, scene.changed.has(name) && "is-changed"];
  return html`<g class=${classes.filter(Boolean).join(" ")} data-name=${name}>
    <title>${title}</title>
    ${children}
  </g>`;
}
