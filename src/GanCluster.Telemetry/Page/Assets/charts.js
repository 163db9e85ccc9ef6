// The charts of a run: its rounds', and one for each measure of its checks.

import { Chart } from "./chart.js";
import { byId, setText } from "./dom.js";
import { whole } from "./numbers.js";
import { Window } from "./window.js";

// Of the weights as they are trained; without the prefix it is of their average.
const live = "live_";

export class Charts {
    #window = new Window();
    #charts = new Map();

    constructor() {
        const [smoothing, log, reset] = ["smoothing", "log", "reset"].map(byId);
        smoothing.addEventListener("input", () => {
            setText(byId("smoothing-value"), smoothing.value);
            this.#window.set({ smoothing: Number(smoothing.value) });
        });
        log.addEventListener("change", () => this.#window.set({ isLog: log.checked }));
        reset.addEventListener("click", () => this.#window.reset());
        this.#window.addEventListener("change", () => {
            reset.disabled = this.#window.span === null;
            setText(byId("cursor"), this.#window.cursor === null ? "" : `step ${whole(this.#window.cursor)}`);
        });
    }

    show(series, isProbability) {
        const raw = isProbability ? "" : ", raw";
        const charts = [
            ["losses", [["D", "d", series.column("loss_d")], ["G", "g", series.column("loss_g")]]],
            [`scores${raw}`, [["D(x)", "real", series.column("score_real")], ["D(G(z))", "fake", series.column("score_fake")]]],
            ["images/s", [["", "one", series.column("images_per_s")]]],
            ...rates(series),
            ...measures(series),
        ];
        const steps = charts.flatMap(([, lines]) => lines.flatMap(([, , points]) => [points[0]?.[0], points.at(-1)?.[0]]))
            .filter(step => step !== undefined);
        this.#window.ends = steps.length > 0 ? [Math.min(...steps), Math.max(...steps)] : [0, 1];
        for (const [title, lines] of charts.filter(([, lines]) => lines.some(([, , points]) => points.length > 0))) {
            this.#chart(title, lines).show(lines.map(([, , points]) => points));
        }
    }

    #chart(title, lines) {
        const key = `${title} ${lines.length}`;
        if (!this.#charts.has(key)) {
            const chart = new Chart(title, lines.map(([name, style]) => ({ name, style })), this.#window);
            this.#charts.set(key, chart);
            byId("charts").append(chart.element);
        }

        return this.#charts.get(key);
    }
}

function rates(series) {
    const lines = [["D", "d", series.column("rate_d")], ["G", "g", series.column("rate_g")]];
    return lines.some(([, , points]) => points.some(point => point[1] !== null)) ? [["learning rates", lines]] : [];
}

function measures(series) {
    const names = [...series.measures.keys()].filter(name => !name.startsWith(live)).sort();
    return names.map(name => {
        const trained = series.measures.get(live + name);
        return [name.replaceAll("_", " "), [
            [trained ? "averaged" : "", "one", series.measures.get(name)],
            ...trained ? [["live", "two", trained]] : [],
        ]];
    });
}
