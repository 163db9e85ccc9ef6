// What went wrong in a run, and its configuration.

import { byId, element } from "./dom.js";

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
