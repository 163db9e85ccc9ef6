// What all charts share: the steps that are shown, where the cursor is, and how lines are drawn.

export class Window extends EventTarget {
    smoothing = 0;
    isLog = false;
    span = null; // [from, to] in steps; null: the whole run
    cursor = null; // a step
    ends = [0, 1]; // of the whole run

    get shown() {
        return this.span ?? this.ends;
    }

    set(changes) {
        Object.assign(this, changes);
        this.dispatchEvent(new Event("change"));
    }

    zoom(from, to) {
        const [first, last] = [Math.min(from, to), Math.max(from, to)];
        if (last - first >= 1) {
            this.set({ span: [first, last] });
        }
    }

    // A factor below 1 shows fewer steps, around the cursor if there is one.
    scale(factor) {
        const [from, to] = this.shown;
        const middle = this.cursor ?? (from + to) / 2;
        const [first, last] = [middle - (middle - from) * factor, middle + (to - middle) * factor];
        if (first <= this.ends[0] && last >= this.ends[1]) {
            this.reset();
        } else {
            this.zoom(Math.max(first, this.ends[0]), Math.min(last, this.ends[1]));
        }
    }

    reset() {
        this.set({ span: null });
    }
}
