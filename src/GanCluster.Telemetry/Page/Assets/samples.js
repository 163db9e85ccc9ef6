// The samples through time: a slider over the steps that there is a picture of, and one image of it enlarged.

import { byId, setText } from "./dom.js";
import { whole } from "./numbers.js";

const enlargedSide = 320;

export class Samples {
    #steps = [];
    #run = null;
    #image = null;
    #slider = byId("sample-step");
    #newest = byId("sample-newest");
    #number = byId("image-number");
    #picture = byId("grid");

    constructor() {
        this.#slider.addEventListener("input", () => {
            this.#newest.checked = Number(this.#slider.value) === this.#steps.length - 1;
            this.#show();
        });
        this.#newest.addEventListener("change", () => this.steps(this.#steps));
        this.#number.addEventListener("input", () => this.#choose(Number(this.#number.value)));
        this.#picture.addEventListener("load", () => this.#enlarge());
        this.#picture.addEventListener("click", event => this.#choose(this.#imageAt(event.offsetX, event.offsetY)));
    }

    run(run) {
        this.#run = run;
        byId("image-label").hidden = run.grid === null;
        byId("picture").className = run.grid === null ? "" : "images";
    }

    steps(steps) {
        this.#steps = steps;
        byId("no-samples").hidden = steps.length > 0;
        byId("samples").hidden = steps.length === 0;
        this.#slider.max = Math.max(steps.length - 1, 0);
        if (this.#newest.checked) {
            this.#slider.value = this.#slider.max;
        }

        this.#show();
    }

    get #step() {
        return this.#steps[Number(this.#slider.value)];
    }

    #show() {
        if (this.#step === undefined) {
            return;
        }

        const source = `/samples/${this.#step}.png`;
        this.#slider.setAttribute("aria-valuetext", `step ${this.#step}`);
        setText(byId("sample-name"), whole(this.#step));
        if (this.#picture.getAttribute("src") !== source) {
            this.#picture.src = source;
            this.#picture.alt = `Generated samples at step ${this.#step}`;
        }
    }

    // Pixels of the picture: where images lie, and how many.
    get #cells() {
        const { columns, padding } = this.#run.grid;
        const side = (this.#picture.naturalWidth - padding) / columns;
        const rows = Math.floor((this.#picture.naturalHeight - padding) / side);
        return { columns, padding, side, count: columns * rows };
    }

    #imageAt(x, y) {
        if (!this.#run?.grid) {
            return null;
        }

        const { columns, side, count } = this.#cells;
        const scale = this.#picture.naturalWidth / this.#picture.clientWidth;
        const image = Math.min(columns - 1, Math.floor(x * scale / side)) + columns * Math.floor(y * scale / side);
        return image < count ? image : null;
    }

    #choose(image) {
        if (image === null || !Number.isInteger(image) || image < 0 || image >= this.#cells.count) {
            return;
        }

        this.#image = image;
        this.#enlarge();
    }

    #enlarge() {
        if (this.#image === null || !this.#run?.grid || this.#picture.naturalWidth === 0) {
            return;
        }

        const { columns, padding, side, count } = this.#cells;
        const [left, top] = [padding + this.#image % columns * side, padding + Math.floor(this.#image / columns) * side];
        const canvas = byId("enlarged");
        [canvas.width, canvas.height] = [enlargedSide, enlargedSide];
        const context = canvas.getContext("2d");
        context.imageSmoothingEnabled = false;
        context.drawImage(this.#picture, left, top, side - padding, side - padding, 0, 0, enlargedSide, enlargedSide);
        this.#outline(left, top, side - padding);
        const [name, command] = [`Image ${this.#image} at step ${whole(this.#step)}`, this.#run.sample_command];
        canvas.setAttribute("aria-label", name);
        setText(byId("one-name"), command === null ? name : `${name}; while the run keeps a checkpoint of that step:`);
        byId("command").hidden = command === null;
        setText(byId("command"), (command ?? "").replace("{step}", this.#step).replace("{image}", this.#image));
        byId("one").hidden = false;
        [this.#number.max, this.#number.value] = [count - 1, this.#image];
    }

    #outline(left, top, side) {
        const { naturalWidth, naturalHeight } = this.#picture;
        const chosen = byId("chosen");
        chosen.hidden = false;
        chosen.style.left = `${left / naturalWidth * 100}%`;
        chosen.style.top = `${top / naturalHeight * 100}%`;
        chosen.style.width = `${side / naturalWidth * 100}%`;
        chosen.style.height = `${side / naturalHeight * 100}%`;
    }
}
