// Elements and their text. What a run says of itself becomes text alone, never markup.

const svgSpace = "http://www.w3.org/2000/svg";

export const byId = id => document.getElementById(id);

export function element(tag, attributes = {}, ...children) {
    return filled(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
    return filled(document.createElementNS(svgSpace, tag), attributes, children);
}

function filled(made, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) {
        made.setAttribute(name, value);
    }

    made.append(...children); // A string becomes a text node.
    return made;
}

// Does not touch what is right already, so that what somebody has selected stays so.
export function setText(target, text) {
    if (target.textContent !== text) {
        target.textContent = text;
    }
}
