// Another run to compare this one with, out of those that lie beside it.

import { byId, element } from "./dom.js";
import { get } from "./feed.js";
import { Series } from "./series.js";

export class Past {
    #choice = byId("past");

    // chosen is called with a run's series, or null.
    constructor(chosen) {
        this.#choice.addEventListener("change", async () => chosen(await this.#read()));
    }

    async list() {
        const [names, kept] = [await get("/api/runs"), this.#choice.value];
        byId("past-label").hidden = names.length === 0;
        const choices = [["", "no other run"], ...names.map(name => [name, name])];
        this.#choice.replaceChildren(...choices.map(([value, text]) => element("option", { value }, text)));
        this.#choice.value = names.includes(kept) ? kept : "";
    }

    async #read() {
        if (this.#choice.value === "") {
            return null;
        }

        try {
            const series = new Series();
            series.apply(await get(`/api/runs/${encodeURIComponent(this.#choice.value)}`));
            return series;
        } catch {
            this.#choice.selectedOptions[0].textContent = `${this.#choice.value} (can't be read)`;
            return null;
        }
    }
}
