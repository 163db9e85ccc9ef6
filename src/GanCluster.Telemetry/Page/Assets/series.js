// What the charts show, kept up to date by the tails that the server sends.

export class Series {
    constructor() {
        this.clear();
    }

    clear() {
        this.revision = null;
        this.columns = [];
        this.rounds = [];
        this.measures = new Map();
    }

    // The newest step, as the server counts it: -1 before the first.
    get round() {
        return this.rounds.at(-1)?.[0] ?? -1;
    }

    get check() {
        return Math.max(-1, ...[...this.measures.values()].map(points => points.at(-1)?.[0] ?? -1));
    }

    // False: something lies between what is here and what came, or what is here is no longer so. Then all has to be taken again.
    apply(answer) {
        const isNew = this.revision === null;
        if (!isNew && (answer.revision !== this.revision || this.round < answer.since || this.check < answer.checks_since)) {
            return false;
        }

        this.revision = answer.revision;
        this.columns = answer.columns;
        this.rounds = joined(this.rounds, answer.rounds);
        for (const [name, tail] of Object.entries(answer.measures)) {
            this.measures.set(name, joined(this.measures.get(name) ?? [], tail));
        }

        return true;
    }

    column(name) {
        const place = this.columns.indexOf(name) + 1;
        return this.rounds.map(point => [point[0], point[place]]);
    }
}

function joined(points, tail) {
    return [...points.filter(point => point[0] <= tail.after), ...tail.points];
}

// The exponential moving average, without the pull of its beginning at 0. A gap stays a gap.
export function smooth(points, weight) {
    let [sum, total] = [0, 0];
    return points.map(([step, value]) => {
        if (value === null) {
            return [step, null];
        }

        sum = weight * sum + (1 - weight) * value;
        total = weight * total + (1 - weight);
        return [step, sum / total];
    });
}
