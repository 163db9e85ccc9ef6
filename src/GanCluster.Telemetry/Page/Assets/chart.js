// A chart of one or more lines over steps, zoomed and read together with the others of its window.

import { element, setText, svg } from "./dom.js";
import { short, whole } from "./numbers.js";
import { nearest, pathOf, stepScale, valueScale } from "./scale.js";
import { smooth } from "./series.js";

const height = 190;
const [left, right, top, bottom] = [52, 8, 8, 22];
const leastDrag = 6;
const halfLabel = 28;
const fewPoints = 40;

export class Chart {
    #window;
    #lines;
    #points = [];
    #svg = svg("svg", { tabindex: "0", role: "img" });
    #values;
    #title;
    #x;
    #draggedFrom = null;
    #redraw = () => this.draw();
    #sizes = new ResizeObserver(this.#redraw);

    // lines: [{ name, style, past }]: style a class of the style sheet; past is 0 or which of the runs beside this one it is of, of
    // which only what is smoothed is drawn.
    constructor(title, lines, window) {
        [this.#title, this.#lines, this.#window] = [title, lines, window];
        this.#values = lines.map(line => element("span", { class: `legend ${styleOf(line)}` }));
        this.element = element("div", { class: "chart" },
            element("header", {}, element("h3", {}, title), ...this.#values), this.#svg);
        window.addEventListener("change", this.#redraw);
        this.#sizes.observe(this.element);
        this.#listen();
    }

    // points: for each line, [step, value] in order.
    show(points) {
        this.#points = points;
        this.draw();
    }

    remove() {
        this.#window.removeEventListener("change", this.#redraw);
        this.#sizes.disconnect();
        this.element.remove();
    }

    draw() {
        const width = this.element.clientWidth;
        if (width === 0) {
            return;
        }

        const { smoothing, isLog, shown, cursor } = this.#window;
        const inner = width - left - right + 1;
        this.#x = stepScale(shown, left, width - right);
        const isIn = ([step]) => step >= shown[0] && step <= shown[1];
        const drawn = this.#points.map(points => smoothing > 0 ? smooth(points, smoothing) : points);
        const values = drawn.flatMap(points => points.filter(isIn)).map(point => point[1]).filter(value => value !== null);
        const y = valueScale(values, isLog, top, height - bottom);
        const raw = smoothing === 0 ? [] : this.#points.map((points, i) => [points, this.#lines[i]])
            .filter(([, line]) => line.past === 0).map(([points, line]) => this.#path(points, y, `raw ${line.style}`));
        this.#svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
        this.#svg.replaceChildren(
            ...this.#marks(y, width),
            svg("svg", { x: left, y: 0, width: inner, height, viewBox: `${left} 0 ${inner} ${height}` },
                ...raw, ...drawn.flatMap((points, i) => this.#line(points, y, styleOf(this.#lines[i]), isIn))),
            ...this.#cursor(drawn, cursor, y));
        this.#read(drawn, cursor);
    }

    #path(points, y, style) {
        return svg("path", { class: style, d: pathOf(points, this.#x, y), "stroke-linecap": "round" });
    }

    // Few points are seen each by itself.
    #line(points, y, style, isIn) {
        const few = points.filter(isIn);
        const dots = few.length > fewPoints ? [] : few.filter(([, value]) => value !== null && y.place(value) !== null)
            .map(([step, value]) => svg("circle", { class: style, cx: this.#x.place(step), cy: y.place(value), r: 2 }));
        return [this.#path(points, y, style), ...dots];
    }

    #marks(y, width) {
        const across = y.marks.flatMap((mark, i) => [
            svg("line", { class: "grid", x1: left, x2: width - right, y1: y.place(mark), y2: y.place(mark) }),
            svg("text", { x: left - 6, y: y.place(mark) + 4, "text-anchor": "end" }, y.texts[i]),
        ]);
        const steps = this.#x.marks.map(mark => {
            const x = this.#x.place(mark);
            return svg("text", { x, y: height - 6, "text-anchor": x > width - halfLabel ? "end" : "middle" }, whole(mark));
        });
        return [...across, svg("text", { x: left - 6, y: height - 6, "text-anchor": "end" }, "step"), ...steps];
    }

    #cursor(drawn, cursor, y) {
        const [from, to] = this.#window.shown;
        if (cursor === null || cursor < from || cursor > to) {
            return [];
        }

        const at = this.#x.place(cursor);
        const dots = drawn.map((points, i) => [nearest(points, cursor), this.#lines[i].style])
            .filter(([point]) => point !== undefined && point[1] !== null && y.place(point[1]) !== null)
            .map(([point, style]) => svg("circle", { class: style, cx: this.#x.place(point[0]), cy: y.place(point[1]), r: 3.5 }));
        return [svg("line", { class: "cursor", x1: at, x2: at, y1: top, y2: height - bottom }), ...dots];
    }

    // The value under the cursor, or the newest.
    #read(drawn, cursor) {
        const texts = drawn.map((points, i) => {
            const point = cursor === null ? points.at(-1) : nearest(points, cursor);
            return `${this.#lines[i].name} ${short(point?.[1])}`.trim();
        });
        texts.forEach((text, i) => setText(this.#values[i], text));
        const where = cursor === null ? "" : ` at step ${whole(cursor)}`;
        this.#svg.setAttribute("aria-label", `${this.#title}${where}: ${texts.join(", ")}`);
    }

    #listen() {
        const place = event => event.clientX - this.#svg.getBoundingClientRect().left;
        const step = event => {
            const [first, last] = this.#window.ends;
            return Math.round(Math.min(last, Math.max(first, this.#x.step(place(event)))));
        };
        this.#svg.addEventListener("pointerdown", event => {
            this.#draggedFrom = place(event);
            this.#svg.setPointerCapture(event.pointerId);
        });
        this.#svg.addEventListener("pointermove", event => {
            this.#window.set({ cursor: step(event) });
            this.#select(place(event));
        });
        this.#svg.addEventListener("pointerup", event => {
            if (this.#draggedFrom !== null && Math.abs(place(event) - this.#draggedFrom) >= leastDrag) {
                this.#window.zoom(this.#x.step(this.#draggedFrom), this.#x.step(place(event)));
            }

            this.#draggedFrom = null;
        });
        this.#svg.addEventListener("pointercancel", () => this.#draggedFrom = null);
        this.#svg.addEventListener("pointerleave", () => this.#window.set({ cursor: null }));
        this.#svg.addEventListener("blur", () => this.#window.set({ cursor: null }));
        this.#svg.addEventListener("dblclick", () => this.#window.reset());
        this.#svg.addEventListener("keydown", event => this.#key(event));
    }

    #select(to) {
        if (this.#draggedFrom !== null) {
            const [x, width] = [Math.min(this.#draggedFrom, to), Math.abs(to - this.#draggedFrom)];
            this.#svg.append(svg("rect", { class: "selection", x, y: top, width, height: height - top - bottom }));
        }
    }

    #key(event) {
        const keys = {
            ArrowLeft: () => this.#move(-1),
            ArrowRight: () => this.#move(1),
            "+": () => this.#window.scale(0.5),
            "-": () => this.#window.scale(2),
            Escape: () => this.#window.reset(),
        };
        if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
            event.preventDefault();
            keys[event.key]();
        }
    }

    // From point to point of the first line.
    #move(by) {
        const points = this.#points[0] ?? [];
        if (points.length > 0) {
            const at = points.indexOf(nearest(points, this.#window.cursor ?? points.at(-1)[0]));
            const next = points[Math.min(points.length - 1, Math.max(0, at + by))];
            this.#window.set({ cursor: next[0] });
        }
    }
}

const styleOf = line => line.past > 0 ? `${line.style} past past-${line.past}` : line.style;
