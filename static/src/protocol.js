/** Entry of the page of a protocol: its verdicts under the keyboard. Everything else is plain HTML. */

import { watchGrid } from "./grid.js";

watchGrid(document.getElementById("matrix"));
