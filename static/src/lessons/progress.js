/**
 * What somebody has done of the course, kept in this browser alone. The functions are pure; `browserProgress`
 * is the only place that says `localStorage`.
 */

const KEY = "ptscope-lessons";

/**
 * @typedef {{answers: Record<string, boolean>, levels: Record<string, number>}} Done answers: right or wrong, by the
 *   number of the question; levels: the fewest steps needed, by the number of the level
 * @typedef {{seed: number, lessons: Record<string, Done>}} Progress
 */

/** @param {number} seed @returns {Progress} */
export const empty = (seed) => ({ seed, lessons: {} });

/** @param {Progress} progress @param {string} lesson @returns {Done} */
export const doneOf = (progress, lesson) => progress.lessons[lesson] ?? { answers: {}, levels: {} };

/** @param {Progress} progress @returns {Progress} */
export function answered(progress, lesson, number, correct) {
  const done = doneOf(progress, lesson);
  const before = done.answers[number] ?? false;
  return { ...progress, lessons: { ...progress.lessons, [lesson]: { ...done, answers: { ...done.answers, [number]: before || correct } } } };
}

/** @param {Progress} progress @returns {Progress} */
export function won(progress, lesson, number, steps) {
  const done = doneOf(progress, lesson);
  const best = Math.min(steps, done.levels[number] ?? steps);
  return { ...progress, lessons: { ...progress.lessons, [lesson]: { ...done, levels: { ...done.levels, [number]: best } } } };
}

/** @param {Progress} progress @param {string} lesson @returns {number} questions answered and levels won */
export function tasksDone(progress, lesson) {
  const { answers, levels } = doneOf(progress, lesson);
  return Object.keys(answers).length + Object.keys(levels).length;
}

/** What was kept, or a fresh beginning if it is not readable. @returns {Progress} */
export function read(text, seed) {
  try {
    const kept = JSON.parse(text);
    const good = Number.isSafeInteger(kept.seed) && typeof kept.lessons === "object" && kept.lessons !== null;
    return good ? { seed: kept.seed, lessons: kept.lessons } : empty(seed);
  } catch {
    return empty(seed);
  }
}

/** @param {Window} [view] */
export function browserProgress(view = globalThis) {
  const chance = () => view.crypto.getRandomValues(new Uint32Array(1))[0] % 1_000_000;
  let kept = empty(chance());
  try {
    kept = read(view.localStorage.getItem(KEY), kept.seed);
  } catch {
    // storage may be forbidden: then it lasts as long as the page
  }
  const keep = (progress) => {
    kept = progress;
    try {
      view.localStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // as above
    }
  };
  return {
    get: () => kept,
    keep,
    forget() {
      kept = empty(chance());
      try {
        view.localStorage.removeItem(KEY);
      } catch {
        // as above
      }
    },
  };
}
