// A run's workers, what went wrong in it, and its configuration.

import { byId, element } from "./dom.js";
import { duration, short, whole } from "./numbers.js";

export function showWorkers(workers, now) {
    byId("workers").replaceChildren(...workers.map(worker => {
        const heard = worker.heard_at === null ? "-" : ago((Date.parse(now) - Date.parse(worker.heard_at)) / 1000);
        const cells = [
            worker.machine, worker.device, worker.replicas, worker.share > 0 ? `${(worker.share * 100).toFixed(0)} %` : "",
            whole(worker.images),
            worker.seconds_per_replica_step === null ? "" : short(worker.seconds_per_replica_step * 1000), heard, worker.metrics,
        ];
        const state = element("td", { class: worker.state }, worker.state);
        if (worker.lost_reason !== null) {
            state.title = worker.lost_reason;
        }

        return row(worker.name, state, ...cells.map(cell));
    }));
}

export function showHappenings(happenings) {
    byId("no-happenings").hidden = happenings.length > 0;
    byId("happenings").replaceChildren(...happenings.map(({ at, kind, what }) => element("li", {},
        element("time", { datetime: at }, new Date(at).toLocaleTimeString("en", { hour12: false })),
        element("b", {}, kind.replaceAll("_", " ")), what)));
}

export function showConfiguration(run) {
    byId("differences").replaceChildren(...run.differences.map(difference =>
        row(difference.key, cell(difference.value), cell(difference.default))));
    byId("configuration").textContent = JSON.stringify(run.configuration, null, 2);
}

const cell = text => element("td", {}, text);

const row = (name, ...cells) => element("tr", {}, element("th", { scope: "row" }, name), ...cells);

const ago = seconds => seconds < 2 ? "now" : `${duration(seconds)} ago`;
