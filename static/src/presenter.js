/** Joins presenter mode to the store, the address bar and the root element, which the style sheet looks at. */

import { framesOf } from "./lines.js";
import { violationsOf } from "./panels/verdict.js";
import { changed, kept, readScenes, scenes, writeScenes } from "./present.js";
import { frameOf, lengthOf } from "./store.js";
import { say } from "./words.js";

/** @param {import("./store.js").State} state @returns {ReturnType<typeof scenes>} */
export const scenesOf = (state) => scenes(lengthOf(state), violationsOf(framesOf(state.tree)), state.present.own);

/**
 * @param {{store: object, session: object, address: object, root: HTMLElement, storage: Storage|null}} parts
 * @returns {Record<string, (digit?: string) => void>} what the keys of presenter mode do
 */
export function createPresenter({ store, session, address, root, storage }) {
  const state = () => store.get();
  const put = (present) => store.send({ type: "presented", present });
  put({ ...state().present, own: readScenes(storage) });
  store.watch(() => {
    const { on, view } = state().present;
    if (on) Object.assign(root.dataset, { size: "projector", view });
    else for (const name of ["size", "view"]) delete root.dataset[name];
  });

  function goTo(digit) {
    const scene = scenesOf(state()).find((each) => each.digit === digit)?.scene;
    if (scene === undefined) return;
    if (scene.search === undefined) return session.goto(scene.at);
    address.push(scene.search);
    session.restore();
  }

  function keep(digit) {
    const frame = frameOf(state());
    if (frame === null) return;
    const present = kept(state().present, digit, { name: say("present.scene-of", state().info.scenario_title, frame.at), search: session.search() });
    writeScenes(storage, present.own);
    put(present);
  }

  const change = (what) => () => put(changed(state().present, what));
  return {
    present: () => {
      session.pause();
      change("present")();
    },
    blank: change("blank"),
    view: change("view"),
    ring: change("ring"),
    scene: goTo,
    keepScene: keep,
  };
}
