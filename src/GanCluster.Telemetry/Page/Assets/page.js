// The live page, in the place of the one that the server wrote.

import { Charts } from "./charts.js";
import { byId, element, setText } from "./dom.js";
import { follow } from "./feed.js";
import { duration, short, whole } from "./numbers.js";
import { Past } from "./past.js";
import { Rounds } from "./rounds.js";
import { Samples } from "./samples.js";
import { showConfiguration, showHappenings } from "./tables.js";
import { Workers } from "./workers.js";

const [charts, samples, workers, rounds] = [new Charts(), new Samples(), new Workers(), new Rounds()];
let run = null;
let state = null;
let happened = null;
let [shown, compared] = [null, []];
const past = new Past(runs => {
    compared = runs;
    showCharts();
});

follow({
    run(told) {
        run = told;
        happened = null;
        setText(byId("name"), run.name);
        document.title = `${run.name} - GanCluster`;
        samples.run(run);
        workers.run(run);
        showConfiguration(run);
        past.list().catch(() => {}); // The next connection lists them.
        byId("live").hidden = false;
        byId("still").hidden = true;
    },

    state(told) {
        state = told;
        setText(byId("stands"), state.fail_reason === null ? state.stands : `${state.stands}: ${state.fail_reason}`);
        byId("progress").max = run.target_step;
        byId("progress").value = state.step;
        setText(byId("health-state"), state.health.state);
        byId("health-state").className = state.health.state;
        setText(byId("health-reason"), state.health.reason);
        samples.steps(state.samples);
        workers.show(state.workers, state.at);
        rounds.add(state.round);
        const newest = state.happenings[0]?.number ?? 0;
        if (newest !== happened) {
            happened = newest;
            showHappenings(state.happenings);
        }
    },

    series(series) {
        shown = series;
        showCharts();
        showFigures(series.rounds.at(-1) ?? []);
    },

    connection(text, isTrouble) {
        const hasEnded = state?.ended ?? false;
        setText(byId("connection"), text ?? (hasEnded ? "its process is gone" : "connection lost, trying again"));
        byId("connection").className = isTrouble && !hasEnded ? "lost" : "";
    },
});

function showCharts() {
    if (shown !== null) {
        charts.show(shown, compared, run.score_scale === "probability");
    }
}

// Seconds to its last step, or to the time that ends it if that comes first.
function left() {
    const toLast = (run.target_step - state.step) * run.images_per_step / state.images_per_s;
    const toTime = state.ends_at === null ? Infinity : (Date.parse(state.ends_at) - Date.parse(state.at)) / 1000;
    return Math.max(0, Math.min(toLast, toTime));
}

function showFigures([, lossD, lossG, scoreReal, scoreFake]) {
    const scale = run.score_scale === "probability" ? "" : ", raw";
    const figures = [
        ["step", `${whole(state.step)} of ${whole(run.target_step)}`],
        ["images", whole(state.images)],
        ["images/s", state.images_per_s === null ? "-" : whole(state.images_per_s)],
        ["left", state.ended || state.images_per_s === null ? "-" : duration(left())],
        ["loss D", short(lossD)],
        ["loss G", short(lossG)],
        [`D(x)${scale}`, short(scoreReal)],
        [`D(G(z))${scale}`, short(scoreFake)],
        ["faults", whole(state.faults)],
        ["roll-backs", whole(state.course)],
        ["seed", String(run.configuration.seed)],
        ["sync", run.configuration.sync],
    ];
    byId("figures").replaceChildren(...figures.map(([name, value]) =>
        element("div", {}, element("dt", {}, name), element("dd", {}, value))));
}
