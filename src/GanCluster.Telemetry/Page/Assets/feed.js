// Follows the run: events as they come, the whole series where one was missed, and again after a lost connection.

import { Series } from "./series.js";

const againAfter = 2000;
const askedEvery = 5000;

// told.run(run), told.state(state), told.series(series) and told.connection(text, isTrouble) are called as things change.
export function follow(told) {
    const series = new Series();
    let done = Promise.resolve();

    // One thing at a time, in the order in which they came.
    const queue = work => {
        done = done.then(work).catch(() => told.connection("an answer could not be read", true));
    };

    async function takeAll() {
        const run = await get("/api/run");
        told.run(run);
        told.state(run.state);
        await takeSeries();
    }

    async function takeSeries() {
        series.clear();
        series.apply(await get("/api/series"));
        told.series(series);
    }

    async function change(answer) {
        told.state(answer.state);
        if (series.apply(answer.series)) {
            told.series(series);
        } else {
            await takeSeries();
        }
    }

    function connect() {
        const source = new EventSource("/events");
        source.onopen = () => queue(async () => {
            await takeAll();
            told.connection("live", false);
        });
        source.addEventListener("change", event => queue(() => change(JSON.parse(event.data))));
        source.addEventListener("end", event => {
            source.close();
            queue(async () => {
                const answer = JSON.parse(event.data);
                told.state(answer.state);
                if (series.apply(answer.series)) {
                    told.series(series);
                }

                told.connection("its process has ended", !answer.state.ended);
                setTimeout(connect, againAfter);
            });
        });
        source.onerror = () => {
            source.close();
            queue(lost);
        };
    }

    // A site that answers has as many viewers as it tells: it is asked instead.
    async function lost() {
        try {
            await takeAll();
            told.connection("asking every 5 s", false);
            setTimeout(connect, askedEvery);
        } catch {
            told.connection(null, true);
            setTimeout(connect, againAfter);
        }
    }

    connect();
}

export async function get(path) {
    const answer = await fetch(path);
    if (!answer.ok) {
        throw new Error(`${path}: ${answer.status}`);
    }

    return answer.json();
}
