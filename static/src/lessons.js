/** Entry of the course: what this browser knows of it, and the button that forgets it. */

import { browserProgress, tasksDone } from "./lessons/progress.js";
import { say } from "./words.js";

const progress = browserProgress();
const place = document.getElementById("progress");

function draw() {
  for (const item of document.querySelectorAll(".course > li")) {
    const { lesson, tasks } = item.dataset;
    const done = tasksDone(progress.get(), lesson);
    const all = done >= Number(tasks) && done > 0;
    item.classList.toggle("done", all);
    item.querySelector(".progress").textContent = all ? say("lesson.done") : done > 0 ? say("lesson.done-of", done, tasks) : "";
  }
  const known = Object.keys(progress.get().lessons).length > 0;
  forget.setAttribute("aria-disabled", String(!known));
  forget.title = known ? "" : say("lesson.nothing-kept");
}

const forget = Object.assign(document.createElement("button"), { type: "button", className: "btn", textContent: say("lesson.forget") });
const note = Object.assign(document.createElement("p"), { className: "note", textContent: say("lesson.kept") });
forget.addEventListener("click", () => {
  progress.forget();
  draw();
});
place.append(note, forget);
draw();
