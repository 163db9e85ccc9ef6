// Numbers for people, and where a scale has its marks.

export const whole = value => Math.round(value).toLocaleString("en");

export function short(value) {
    if (value === null || value === undefined || !Number.isFinite(value)) {
        return "-";
    }

    const size = Math.abs(value);
    if (size !== 0 && (size < 0.001 || size >= 1e6)) {
        return value.toExponential(2);
    }

    return Number.isInteger(value) ? whole(value) : size >= 100 ? whole(value) : value.toPrecision(3);
}

export function duration(seconds) {
    if (!Number.isFinite(seconds)) {
        return "-";
    }

    const minutes = Math.round(seconds / 60);
    if (minutes < 1) {
        return `${Math.round(seconds)} s`;
    }

    if (minutes < 60) {
        return `${minutes} min`;
    }

    return minutes < 2880 ? `${Math.floor(minutes / 60)} h ${minutes % 60} min` : `${Math.round(minutes / 1440)} days`;
}

// The marks of one scale, all with as many digits as tell neighbours apart.
export function markTexts(marks) {
    const apart = Math.min(...marks.slice(1).map((mark, i) => mark - marks[i]));
    const size = Math.max(...marks.map(Math.abs));
    if (size !== 0 && (size < 0.01 || size >= 1e7)) {
        return marks.map(mark => mark === 0 ? "0" : Number(mark.toPrecision(3)).toExponential());
    }

    const digits = Number.isFinite(apart) ? Math.max(0, -Math.floor(Math.log10(apart) + 1e-9)) : 2;
    return marks.map(mark => mark.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits }));
}

export const powerText = power =>
    power >= 0.001 && power < 1e7 ? power.toLocaleString("en", { maximumFractionDigits: 3 }) : power.toExponential(0);

// One, two or five times a power of ten apart.
export function ticks(low, high, most) {
    const span = high - low;
    const power = 10 ** Math.floor(Math.log10(span / most));
    const apart = [1, 2, 5, 10].map(factor => factor * power).find(step => span / step <= most);
    const marks = [];
    for (let mark = Math.ceil(low / apart); mark * apart <= high + apart * 1e-9; mark++) {
        marks.push(Number((mark * apart).toPrecision(12)));
    }

    return marks;
}

// Powers of ten; none where there are fewer than two.
export function powers(low, high, most) {
    const [first, last] = [Math.ceil(Math.log10(low)), Math.floor(Math.log10(high))];
    if (last - first < 1) {
        return [];
    }

    const every = Math.ceil((last - first + 1) / most);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i).filter(n => (n - first) % every === 0).map(n => 10 ** n);
}
