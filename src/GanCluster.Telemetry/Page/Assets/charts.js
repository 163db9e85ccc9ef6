// The charts of a run: its rounds', and one for each measure of its checks; with other runs', to compare.

import { Chart } from "./chart.js";
import { byId, setText } from "./dom.js";
import { whole } from "./numbers.js";
import { shortNames } from "./past.js";
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

    // past: other runs, [{ name, series }].
    show(series, past, isProbability) {
        const own = chartsOf(series, isProbability);
        const names = shortNames(past.map(run => run.name));
        const others = past.map((run, i) => [names[i], i + 1, new Map(chartsOf(run.series, isProbability))]);
        const charts = own.map(([title, lines]) => [title, [...lines, ...others.flatMap(([run, stroke, of]) => (of.get(title) ?? [])
            .map(([name, style, points]) => [`${run} ${name}`.trim(), style, points, stroke]))]]);
        const steps = charts.flatMap(([, lines]) => lines.flatMap(([, , points]) => [points[0]?.[0], points.at(-1)?.[0]]))
            .filter(step => step !== undefined);
        this.#window.ends = steps.length > 0 ? [Math.min(...steps), Math.max(...steps)] : [0, 1];
        for (const [title, lines] of charts.filter(([, lines]) => lines.some(([, , points]) => points.length > 0))) {
            this.#chart(title, lines).show(lines.map(([, , points]) => points));
        }
    }

    // One whose lines are others now is made anew.
    #chart(title, lines) {
        const { chart: old, names: had } = this.#charts.get(title) ?? {};
        const names = lines.map(([name]) => name).join();
        if (old !== undefined && names === had) {
            return old;
        }

        const chart = new Chart(title, lines.map(([name, style, , past = 0]) => ({ name, style, past })), this.#window);
        this.#charts.set(title, { chart, names });
        byId("charts").insertBefore(chart.element, old?.element ?? null);
        old?.remove();
        return chart;
    }
}

// [title, lines], a line [name, style, points].
function chartsOf(series, isProbability) {
    return [
        ["losses", [["D", "d", series.column("loss_d")], ["G", "g", series.column("loss_g")]]],
        [isProbability ? "scores" : "scores, raw", [
            ["D(x)", "real", series.column("score_real")],
            ["D(G(z))", "fake", series.column("score_fake")],
        ]],
        ["images/s", [["", "one", series.column("images_per_s")]]],
        ...known("gradient norms", series, "norm_d", "norm_g"),
        ...known("learning rates", series, "rate_d", "rate_g"),
        ...measures(series),
    ];
}

// Of both networks; earlier runs lack some.
function known(title, series, d, g) {
    const lines = [["D", "d", series.column(d)], ["G", "g", series.column(g)]];
    return lines.some(([, , points]) => points.some(point => point[1] !== null)) ? [[title, lines]] : [];
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
