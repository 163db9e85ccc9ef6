// A run's workers, and what has one of them leave.

import { byId, element, setText } from "./dom.js";
import { duration, short, whole } from "./numbers.js";

export class Workers {
    #rows = new Map();
    #takesDrains = false;

    run(run) {
        this.#takesDrains = run.takes_drains;
        byId("drains").hidden = !run.takes_drains;
    }

    // Rows stay as they are, so that a button that is pressed is the one that is let go.
    show(workers, now) {
        const known = [...this.#rows.keys()];
        for (const { name } of workers.filter(worker => !this.#rows.has(worker.name))) {
            this.#rows.set(name, this.#row(name));
        }

        for (const name of known.filter(name => !workers.some(worker => worker.name === name))) {
            this.#rows.delete(name);
        }

        if (known.join() !== workers.map(worker => worker.name).join()) {
            byId("workers").replaceChildren(...workers.map(worker => this.#rows.get(worker.name).row));
        }

        workers.forEach(worker => this.#fill(this.#rows.get(worker.name), worker, now));
    }

    #row(name) {
        const cells = Array.from({ length: 9 }, () => element("td"));
        const drain = element("button", { type: "button", "aria-label": `drain ${name}` }, "drain");
        drain.addEventListener("click", () => leave(name));
        return { row: element("tr", {}, element("th", { scope: "row" }, name), ...cells, element("td", {}, drain)), cells, drain };
    }

    #fill({ cells, drain }, worker, now) {
        const heard = worker.heard_at === null ? "-" : ago((Date.parse(now) - Date.parse(worker.heard_at)) / 1000);
        const texts = [
            worker.state, worker.machine, worker.device, worker.replicas,
            worker.share > 0 ? `${(worker.share * 100).toFixed(0)} %` : "", whole(worker.images),
            worker.seconds_per_replica_step === null ? "" : short(worker.seconds_per_replica_step * 1000), heard, worker.metrics,
        ];
        texts.forEach((text, i) => setText(cells[i], text));
        cells[0].className = worker.state;
        cells[0].title = worker.lost_reason ?? "";
        drain.hidden = !this.#takesDrains || worker.state === "lost" || worker.state === "leaving";
    }
}

// The token stays in its field: it is in no address, and nothing keeps it.
async function leave(name) {
    const headers = { Authorization: `Bearer ${byId("token").value.trim()}` };
    try {
        const answer = await fetch(`/api/workers/${encodeURIComponent(name)}/drain`, { method: "POST", headers });
        setText(byId("drained"), await answer.text());
    } catch {
        setText(byId("drained"), `${name} was not told: the site does not answer, or what is given can't be a token`);
    }
}

const ago = seconds => seconds < 2 ? "now" : `${duration(seconds)} ago`;
