// From values to places in a chart, and back.

import { markTexts, powers, powerText, ticks } from "./numbers.js";

// Of its values' size: what differs by less is drawn as the same, for it differs by rounding.
const leastSpan = 1e-6;

// left, right: places; from, to: steps.
export function stepScale([from, to], left, right) {
    const span = Math.max(to - from, 1e-9);
    return {
        place: step => left + (step - from) / span * (right - left),
        step: place => from + (place - left) / (right - left) * span,
        marks: ticks(from, Math.max(to, from + 1), 6).filter(Number.isInteger),
    };
}

// Around the values, with a little room. On a scale of logarithms what is not above 0 has no place: null.
export function valueScale(values, isLog, top, bottom) {
    const kept = isLog ? values.filter(value => value > 0) : values;
    let [low, high] = kept.length === 0 ? [0, 1] : [least(kept), most(kept)];
    const onLog = isLog && kept.length > 0;
    const [bend, unbend] = onLog ? [Math.log10, power => 10 ** power] : [value => value, value => value];
    const [span, size] = [bend(high) - bend(low), Math.max(Math.abs(bend(high)), Math.abs(bend(low)))];
    const room = span > size * leastSpan ? span * 0.06 : size * 0.1 || 1;
    [low, high] = [unbend(bend(low) - room), unbend(bend(high) + room)];
    const height = bend(high) - bend(low);
    const tens = onLog ? powers(low, high, 4) : [];
    const marks = tens.length > 0 ? tens : ticks(low, high, 4);
    return {
        place: value => onLog && value <= 0 ? null : bottom - (bend(value) - bend(low)) / height * (bottom - top),
        marks,
        texts: tens.length > 0 ? tens.map(powerText) : markTexts(marks),
    };
}

// Math.min(...values) has a limit to how many.
const least = values => values.reduce((a, b) => Math.min(a, b));
const most = values => values.reduce((a, b) => Math.max(a, b));

// Path data; where there is no value the line breaks. A value alone between two breaks is a stroke of no length.
export function pathOf(points, x, y) {
    let isOpen = false;
    return points.map(([step, value]) => {
        const height = value === null ? null : y.place(value);
        if (height === null) {
            isOpen = false;
            return "";
        }

        const place = `${x.place(step).toFixed(1)} ${height.toFixed(1)}`;
        const drawn = isOpen ? `L${place}` : `M${place}h0`;
        isOpen = true;
        return drawn;
    }).join("");
}

// The point nearest to a step; undefined without any.
export function nearest(points, step) {
    const distance = point => Math.abs(point[0] - step);
    return points.reduce((best, point) => best === undefined || distance(point) < distance(best) ? point : best, undefined);
}
