/**
 * One connection for all the pictures of a lesson. It asks one thing at a time, in order, and asks again what
 * had no answer when the connection came back. The server keeps the run that was opened last: a step of
 * another one opens that first.
 */

/**
 * @typedef {{protocol: string, scenario: string, config: Record<string, number>}} Which
 * @typedef {{info: object|null, frames: object[]}} Answer
 */

/**
 * @param {{send: (message: object) => number|null}} parts.link
 * @returns {{play: Function, step: Function, advance: Function, onMessage: Function, onLink: Function}}
 */
export function createDesk({ link }) {
  let jobs = [];
  let asked = null; // id of what has no answer yet
  let answer = null;
  let open = "";
  let online = false;

  function enqueue(which, message) {
    return new Promise((resolve, reject) => {
      jobs = [...jobs, { which, message, resolve, reject }];
      next();
    });
  }

  function next() {
    const [job] = jobs;
    if (!online || asked !== null || job === undefined) return;
    const isOpen = job.message.type === "open" || open === nameOf(job.which);
    answer = { info: null, frames: [], only: isOpen ? "answer" : "way" };
    asked = link.send(isOpen ? job.message : opening(job.which, ""));
  }

  function done(settle) {
    const [job, ...rest] = jobs;
    asked = null;
    jobs = rest;
    settle(job);
    next();
  }

  /** The opening of the run that a step needs is no answer to it. */
  function complete() {
    if (answer.only === "way") {
      asked = null;
      return next();
    }
    const { info, frames } = answer;
    done((job) => job.resolve({ info, frames }));
  }

  const MESSAGES = {
    run: ({ info }) => {
      answer.info = info;
      open = nameOf(jobs[0].which);
    },
    frame: ({ frame, last }) => {
      answer.frames.push(frame);
      if (last) complete();
    },
    error: (message) => done((job) => job.reject(new Error(`${message.message}: ${message.hint}`))),
  };

  return {
    /** @param {Which} which @param {string} schedule @returns {Promise<Answer>} all frames of a run */
    play: (which, schedule) => enqueue(which, opening(which, schedule)),
    /** @returns {Promise<Answer>} the frame behind one more choice */
    step: (which, schedule, choice) => enqueue(which, { type: "step", schedule, choice }),
    /** @returns {Promise<Answer>} the frames of a thread that goes on alone */
    advance: (which, schedule, thread, until) => enqueue(which, { type: "advance", schedule, thread, until }),
    onMessage(message) {
      if (message.type === "hello") {
        online = true;
        asked = null;
        open = "";
        next();
      } else if (message.re === asked && asked !== null) MESSAGES[message.type]?.(message);
    },
    onLink(now) {
      if (now !== "offline") return;
      online = false;
      asked = null;
    },
  };
}

const opening = ({ protocol, scenario, config }, schedule) => ({ type: "open", protocol, scenario, config, schedule, at: null });

const nameOf = ({ protocol, scenario, config }) => JSON.stringify([protocol, scenario, Object.entries(config).sort()]);
