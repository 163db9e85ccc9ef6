// How the workers spent a round, so that one who keeps the others waiting is seen. Those that came while somebody looked are kept.

import { byId, element, setText } from "./dom.js";
import { short, whole } from "./numbers.js";

const most = 120;
const straggles = 1.25; // times the median

export class Rounds {
    #rounds = [];
    #slider = byId("round");
    #newest = byId("round-newest");

    constructor() {
        this.#slider.addEventListener("input", () => {
            this.#newest.checked = Number(this.#slider.value) === this.#rounds.length - 1;
            this.#show();
        });
        this.#newest.addEventListener("change", () => this.#place());
    }

    // round: null before the first.
    add(round) {
        const last = this.#rounds.at(-1);
        if (round === null || (last !== undefined && ["term", "number", "attempt"].every(key => last[key] === round[key]))) {
            return;
        }

        this.#rounds.push(round);
        if (this.#rounds.length > most) {
            this.#rounds.shift();
            this.#slider.value = Math.max(0, Number(this.#slider.value) - 1); // Stays at the round that is looked at.
        }

        byId("no-rounds").hidden = true;
        byId("rounds").hidden = false;
        this.#place();
    }

    #place() {
        this.#slider.max = this.#rounds.length - 1;
        if (this.#newest.checked) {
            this.#slider.value = this.#slider.max;
        }

        this.#show();
    }

    #show() {
        const round = this.#rounds[Number(this.#slider.value)];
        if (round === undefined) {
            return;
        }

        const name = `round ${whole(round.number)}, ${stepsOf(round)}: ${short(round.seconds)} s`;
        this.#slider.setAttribute("aria-valuetext", name);
        setText(byId("round-name"), name);
        const slow = straggler(round.workers);
        byId("round-workers").replaceChildren(...round.workers.map(worker => row(worker, round.seconds, worker === slow)));
        setText(byId("round-said"), said(round, slow));
    }
}

function stepsOf({ first_step: first, steps }) {
    return steps === 1 ? `step ${whole(first + 1)}` : `steps ${whole(first + 1)} to ${whole(first + steps)}`;
}

// Who computed a quarter longer than the median; null: nobody.
function straggler(workers) {
    const sorted = workers.toSorted((a, b) => a.computes - b.computes);
    const slowest = sorted.at(-1);
    return sorted.length > 1 && slowest.computes > straggles * medianOf(sorted) ? slowest : null;
}

// Of those that are sorted; of two in the middle the faster, so that of two workers one can straggle.
const medianOf = sorted => sorted[Math.floor((sorted.length - 1) / 2)].computes;

function said(round, slow) {
    const shown = round.of > round.workers.length ? `The slowest ${round.workers.length} of ${whole(round.of)} workers. ` : "";
    return shown + (slow === null ? "" : `${slow.name} computed longest: the others waited for it.`);
}

function row({ name, begins, computes }, seconds, isSlow) {
    const waits = Math.max(0, seconds - begins - computes);
    const parts = [["begins", begins], ["computes", computes], ["waits", waits]];
    const bar = element("div", { class: "bar", "aria-hidden": "true" }, ...parts.map(([part, length]) => {
        const piece = element("span", { class: part });
        piece.style.width = `${seconds > 0 ? length / seconds * 100 : 0}%`;
        return piece;
    }));
    return element("tr", isSlow ? { class: "slow" } : {}, element("th", { scope: "row" }, name), element("td", { class: "time" }, bar),
        ...parts.map(([, length]) => element("td", {}, short(length))));
}
