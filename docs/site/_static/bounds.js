// The figure of the bounds: ln d minus each bound against d, with a slider, pointing and zoom. The data is BOUNDS.
"use strict";
(function () {
  const SVG = "http://www.w3.org/2000/svg";
  const BOX = { left: 56, right: 12, top: 12, bottom: 40, width: 720, height: 400 };
  const rows = BOUNDS.rows;
  const figure = document.getElementById("bounds-figure");
  const slider = document.getElementById("bounds-slider");
  const told = document.getElementById("bounds-d");
  const legend = document.getElementById("bounds-legend");
  const body = document.querySelector("#bounds-now tbody");
  const uppers = [...new Set(rows.map((row) => row.upper[0]))];
  const lowers = [...new Set(rows.flatMap((row) => Object.keys(row.all)))];
  const full = { from: Math.log(2), to: Math.log(rows[rows.length - 1].d), low: 0.1, high: 0.4 };
  let view = { ...full };
  let chosen = rows.findIndex((row) => row.d === 16);

  const saved = (row, value) => row.ln - Number(value);
  const x = (d) =>
    BOX.left + ((Math.log(d) - view.from) / (view.to - view.from)) * (BOX.width - BOX.left - BOX.right);
  const y = (value) =>
    BOX.top + ((view.high - value) / (view.high - view.low)) * (BOX.height - BOX.top - BOX.bottom);

  function add(parent, name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
    if (text !== undefined) made.textContent = text;
    parent.appendChild(made);
    return made;
  }

  function path(points) {
    return points.map(([d, value], place) => `${place ? "L" : "M"}${x(d).toFixed(1)},${y(value).toFixed(1)}`).join("");
  }

  function ticks(from, to) {
    const span = to - from;
    const step = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1].find((size) => span / size <= 7) || 0.1;
    const found = [];
    for (let k = Math.ceil(from / step - 1e-9); k * step <= to + 1e-9; k += 1) found.push(k * step);
    return found;
  }

  // 1000000 as 10⁶, and other numbers as they are.
  function power(d) {
    const exponent = Math.round(Math.log10(d));
    if (d < 1000 || 10 ** exponent !== d) return d.toLocaleString("en");
    return `10${[...String(exponent)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("")}`;
  }

  function axes() {
    const bottom = BOX.height - BOX.bottom;
    ticks(view.low, view.high).forEach((value) => {
      add(figure, "line", { class: "grid", x1: BOX.left, x2: BOX.width - BOX.right, y1: y(value), y2: y(value) });
      add(figure, "text", { class: "tick", x: BOX.left - 6, y: y(value) + 4, "text-anchor": "end" }, value.toFixed(3));
    });
    const wide = view.to - view.from > 6;
    const marks = wide ? [2, 10, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9] : rows.map((row) => row.d);
    let last = -100;
    marks.filter((d) => Math.log(d) >= view.from - 1e-9 && Math.log(d) <= view.to + 1e-9).forEach((d) => {
      if (x(d) - last < 44) return;
      last = x(d);
      add(figure, "line", { class: "grid", x1: x(d), x2: x(d), y1: BOX.top, y2: bottom });
      add(figure, "text", { class: "tick", x: x(d), y: bottom + 16, "text-anchor": "middle" }, power(d));
    });
    add(figure, "text", { class: "tick", x: (BOX.left + BOX.width) / 2, y: BOX.height - 6, "text-anchor": "middle" }, "d");
    add(figure, "text", { class: "tick", x: BOX.width - BOX.right - 8, y: BOX.top + 14, "text-anchor": "end" }, "ln d − bound");
  }

  function draw() {
    figure.replaceChildren();
    const clip = add(add(figure, "defs", {}), "clipPath", { id: "bounds-inside" });
    add(clip, "rect", {
      x: BOX.left, y: BOX.top, width: BOX.width - BOX.left - BOX.right, height: BOX.height - BOX.top - BOX.bottom,
    });
    axes();
    const inside = add(figure, "g", { "clip-path": "url(#bounds-inside)" });
    const upper = rows.map((row) => [row.d, saved(row, row.upper[1])]);
    const lower = rows.map((row) => [row.d, saved(row, row.lower[1])]);
    add(inside, "path", { class: "band", d: `${path(lower)}${path(upper.reverse()).replace("M", "L")}Z` });
    add(inside, "path", { class: "series upper", d: path(rows.map((row) => [row.d, saved(row, row.upper[1])])) });
    lowers.forEach((name, place) => {
      const points = rows.filter((row) => name in row.all).map((row) => [row.d, saved(row, row.all[name])]);
      const one = points.length < 2 || name.endsWith("optimum");
      if (one) points.forEach(([d, value]) => add(inside, "circle", { class: `series-${place}`, cx: x(d), cy: y(value), r: 4 }));
      else add(inside, "path", { class: `series series-${place}`, d: path(points) });
    });
    const row = rows[chosen];
    add(inside, "line", { class: "cursor", x1: x(row.d), x2: x(row.d), y1: BOX.top, y2: BOX.height - BOX.bottom });
    add(inside, "circle", { class: "end", cx: x(row.d), cy: y(saved(row, row.lower[1])), r: 4 });
    add(inside, "circle", { class: "end", cx: x(row.d), cy: y(saved(row, row.upper[1])), r: 4 });
  }

  function cell(row, text, page) {
    const made = row.insertCell();
    if (!page) made.textContent = text;
    else {
      const link = document.createElement("a");
      link.href = page;
      link.textContent = text;
      made.appendChild(link);
    }
  }

  function list() {
    const row = rows[chosen];
    body.replaceChildren();
    const line = (kind, name, value) => {
      const made = body.insertRow();
      const best = kind === "at least" ? row.lower : row.upper;
      made.className = best[0] === name && value !== undefined ? "best" : "";
      cell(made, kind);
      cell(made, name, BOUNDS.pages[name]);
      cell(made, value === undefined ? "says nothing here" : value);
      cell(made, value === undefined ? "–" : `${kind === "at least" ? "at most" : "at least"} ${saved(row, value).toFixed(9)}`);
    };
    uppers.forEach((name) => line("at most", name, row.upper[0] === name ? row.upper[1] : undefined));
    lowers.forEach((name) => line("at least", name, row.all[name]));
  }

  function choose(place) {
    chosen = Math.max(0, Math.min(rows.length - 1, place));
    slider.value = String(chosen);
    const d = rows[chosen].d;
    told.value = `d = ${d.toLocaleString("en")}`;
    slider.setAttribute("aria-valuetext", told.value);
    if (Math.log(d) < view.from || Math.log(d) > view.to) zoom(1);
    draw();
    list();
  }

  // Zooms about the chosen dimension, in both directions; a factor above 1 shows less.
  function zoom(factor) {
    const row = rows[chosen];
    const middle = (saved(row, row.lower[1]) + saved(row, row.upper[1])) / 2;
    const within = (center, size, least, most) => {
      const half = Math.min(size, most - least) / 2;
      const at = Math.max(least + half, Math.min(most - half, center));
      return [at - half, at + half];
    };
    const wide = Math.max(0.5, (view.to - view.from) / factor);
    const high = Math.max(0.01, (view.high - view.low) / factor);
    [view.from, view.to] = within(Math.log(row.d), wide, full.from, full.to);
    [view.low, view.high] = within(middle, high, full.low, full.high);
    draw();
  }

  function nearest(event) {
    const box = figure.getBoundingClientRect();
    const at = ((event.clientX - box.left) / box.width) * BOX.width;
    const share = (at - BOX.left) / (BOX.width - BOX.left - BOX.right);
    const wanted = view.from + share * (view.to - view.from);
    let best = 0;
    rows.forEach((row, place) => {
      if (Math.abs(Math.log(row.d) - wanted) < Math.abs(Math.log(rows[best].d) - wanted)) best = place;
    });
    if (best !== chosen) choose(best);
  }

  const upperKey = document.createElement("span");
  upperKey.className = "key upper";
  upperKey.textContent = "best upper bound";
  legend.replaceChildren(
    upperKey,
    ...lowers.map((name, place) => {
      const made = document.createElement("span");
      made.className = `key key-${place}`;
      made.textContent = name;
      return made;
    }),
  );
  slider.max = String(rows.length - 1);
  slider.addEventListener("input", () => choose(Number(slider.value)));
  figure.addEventListener("pointermove", nearest);
  figure.addEventListener("pointerdown", nearest);
  document.getElementById("zoom-in").addEventListener("click", () => zoom(1.6));
  document.getElementById("zoom-out").addEventListener("click", () => zoom(1 / 1.6));
  document.getElementById("zoom-all").addEventListener("click", () => {
    view = { ...full };
    draw();
  });
  document.getElementById("bounds-controls").addEventListener("submit", (event) => event.preventDefault());
  choose(chosen);
})();
