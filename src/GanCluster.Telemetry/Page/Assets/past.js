// Other runs to compare this one with, out of those that lie beside it.

import { byId, element, setText } from "./dom.js";
import { get } from "./feed.js";
import { Series } from "./series.js";

const most = 4; // as many as the style sheet has strokes for

export class Past {
    #choice = byId("past");
    #names = [];
    #runs = []; // { name, series }
    #changed;

    // changed is called with the runs that are compared: [{ name, series }].
    constructor(changed) {
        this.#changed = changed;
        this.#choice.addEventListener("change", () => this.#add(this.#choice.value));
    }

    async list() {
        this.#names = await get("/api/runs");
        byId("past-label").hidden = this.#names.length === 0;
        this.#offer();
    }

    async #add(name) {
        if (name === "") {
            return;
        }

        try {
            const series = new Series();
            series.apply(await get(`/api/runs/${encodeURIComponent(name)}`));
            this.#runs = [...this.#runs.filter(run => run.name !== name), { name, series }].slice(-most);
            setText(byId("past-trouble"), "");
        } catch {
            setText(byId("past-trouble"), `${name} can't be read`);
        }

        this.#show();
    }

    #remove(name) {
        this.#runs = this.#runs.filter(run => run.name !== name);
        this.#show();
        this.#choice.focus(); // The button that had it is gone.
    }

    #show() {
        this.#offer();
        byId("compared").replaceChildren(...this.#runs.map(({ name }) => {
            const away = element("button", { type: "button", "aria-label": `no longer compare with ${name}` }, "×");
            away.addEventListener("click", () => this.#remove(name));
            return element("span", { class: "chip" }, name, away);
        }));
        this.#changed(this.#runs);
    }

    #offer() {
        const others = this.#names.filter(name => !this.#runs.some(run => run.name === name));
        const first = this.#runs.length === 0 ? "no other run" : "one more";
        this.#choice.replaceChildren(...[["", first], ...others.map(name => [name, name])]
            .map(([value, text]) => element("option", { value }, text)));
        this.#choice.disabled = this.#runs.length === most;
    }
}

// What a chart calls a run: the number that its folder's name begins with, where that tells it from the others.
export function shortNames(names) {
    const numbers = names.map(name => /^\d+(?=-)/.exec(name)?.[0] ?? name);
    return new Set(numbers).size === names.length ? numbers : names;
}
