// The charts, each a figure with a title that says what it shows; drawn to the width there is.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;
  const INK = { more: "var(--more)", less: "var(--less)", calm: "var(--calm)" };

  function canvas(width, height, label) {
    return d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("width", width).attr("height", height).attr("role", "img").attr("aria-label", label);
  }
  function text(place, x, y, words, attributes) {
    const node = place.append("text").attr("x", x).attr("y", y).text(words);
    for (const [key, value] of Object.entries(attributes || {})) key === "fill" ? node.style(key, value) : node.attr(key, value);
    return node;
  }
  // How wide a text is in the page's letters, so that labels fit.
  const ruler = document.createElement("canvas").getContext("2d");
  function wide(words) {
    const root = getComputedStyle(document.documentElement);
    ruler.font = `600 ${parseFloat(root.fontSize) > 17 ? 13 : 12}px ${root.fontFamily}`;
    return ruler.measureText(String(words)).width;
  }
  function fit(words, room) {
    let shown = words;
    while (shown.length > 2 && wide(shown) > room) shown = `${shown.slice(0, -2).trim()}…`;
    return shown;
  }

  // ---- lines over the years ----------------------------------------------------------------
  function lines(width, height, years, series, label, options) {
    const given = { zero: true, ...options };
    const room = Math.max(64, d3.max(series, (s) => Math.max(wide(s.last || ""), wide(s.label || ""))) + 10);
    const svg = canvas(width, height, label);
    const all = series.flatMap((s) => s.values);
    const low = given.zero ? Math.min(0, d3.min(all)) : d3.min(all);
    const y = d3.scaleLinear([low, Math.max(d3.max(all), low + 1e-6)], [height - 24, 14]).nice(4);
    const written = (tick) => (given.signed ? n.signed(tick, tick % 1 ? 1 : 0) : n.plain(tick));
    const at = { left: d3.max(y.ticks(4), (tick) => wide(written(tick))) + 8, right: Math.min(room, width * 0.45), bottom: 24 };
    const x = d3.scaleLinear([years[0], years[years.length - 1]], [at.left, width - at.right]);
    for (const tick of y.ticks(4)) {
      svg.append("line").attr("class", tick === 0 ? "zero" : "rule").attr("x1", at.left).attr("x2", width - at.right).attr("y1", y(tick)).attr("y2", y(tick));
      text(svg, at.left - 6, y(tick) + 4, written(tick), { class: "tick", "text-anchor": "end" });
    }
    for (const year of x.ticks(Math.min(5, width / 90)).filter(Number.isInteger)) text(svg, x(year), height - 6, year, { class: "tick", "text-anchor": "middle" });
    const line = d3.line((_, place) => x(years[place]), (value) => y(value));
    const ends = series.map((s) => ({ s, y: y(s.values[s.values.length - 1]) })).sort((a, b) => a.y - b.y);
    for (let place = 1; place < ends.length; place += 1) ends[place].y = Math.max(ends[place].y, ends[place - 1].y + 32);
    const over = d3.max(ends, (e) => e.y) - (height - at.bottom - 8);
    if (over > 0) for (const end of ends) end.y -= over;
    for (const { s, y: place } of ends) {
      if (s.area) svg.append("path").attr("d", d3.area((_, k) => x(years[k]), y(0), (value) => y(value))(s.values)).attr("fill", s.colour).attr("opacity", 0.15);
      svg.append("path").attr("d", line(s.values)).attr("class", "line").attr("stroke", s.colour).attr("stroke-dasharray", s.dash || null);
      if (s.label) text(svg, width - at.right + 6, place, s.label, { class: "label", fill: s.colour });
      if (s.last) text(svg, width - at.right + 6, place + 14, s.last, { class: "label strong", fill: s.colour });
    }
    return svg.node();
  }

  function members(plan, area) {
    const after = plan.after;
    if (area === "gaining") {
      const found = Object.keys(after.change).filter((at) => after.change[at][after.change[at].length - 1] >= 0.5).map(Number);
      return found.length ? found : d3.range(r.count);
    }
    if (area.startsWith("p")) return d3.range(r.count).filter((at) => regions.province[at] === +area.slice(1));
    return d3.range(r.count);
  }
  function paths(plan, area) {
    const before = r.before(plan);
    const here = members(plan, area);
    const sum = (table) => before.years.map((_, year) => d3.sum(here, (at) => (table[at] ? table[at][year] : 0)));
    const nothing = sum(before.nothing);
    const change = sum(plan.after.change);
    return { years: before.years, nothing, still: sum(before.still), change, plan: nothing.map((v, k) => v + change[k]), here };
  }

  function youthPath(plan, width) {
    const found = paths(plan, r.state.area);
    const end = (values) => n.whole(values[values.length - 1]);
    return lines(width, 260, found.years, [
      { values: found.still, colour: INK.calm, dash: "5 4", label: t("path.still"), last: end(found.still) },
      { values: found.nothing, colour: INK.less, label: t("path.nothing"), last: end(found.nothing) },
      { values: found.plan, colour: INK.more, label: t("path.plan"), last: end(found.plan) },
    ], t("path.label", { area: areaName(r.state.area), without: end(found.nothing), with: end(found.plan), year: data.years[1] }));
  }
  function youthChange(plan, width) {
    const found = paths(plan, r.state.area);
    const last = found.change[found.change.length - 1];
    return lines(width, 220, found.years, [{ values: found.change, colour: last < 0 ? INK.less : INK.more, area: true, label: String(data.years[1]), last: n.signed(last, 0) }],
      t("change.label", { area: areaName(r.state.area), n: n.signed(last, 0), year: data.years[1] }), { signed: true });
  }
  r.regionPath = (plan, at) => {
    const before = r.before(plan);
    const change = plan.after.change[at];
    if (!change) return null;
    const last = change[change.length - 1];
    const colour = last < 0 ? INK.less : INK.more;
    return el("figure", { class: "small-chart" }, el("figcaption", { class: "soft", text: t("card.path") }),
      lines(330, 130, before.years, [{ values: change, colour, area: true, label: "", last: n.signed(last, Math.abs(last) < 10 ? 1 : 0) }], t("change.label", { area: r.name(at), n: n.signed(last, 1), year: data.years[1] }), { signed: true }));
  };
  const areaName = (area) => (area.startsWith("p") ? r.province(+area.slice(1)) : t(`area.${area}`));
  function areaChoice() {
    const choice = el("select", { id: "area", "aria-label": t("area.choose"), onchange: (event) => r.set({ area: event.target.value }) });
    for (const area of ["gaining", "all", ...data.provinces.map((_, at) => `p${at}`)]) choice.append(el("option", { value: area, selected: area === r.state.area, text: areaName(area) }));
    return choice;
  }

  // ---- bars --------------------------------------------------------------------------------
  function bars(width, rows, label, options) {
    const given = { height: 24, ...options };
    const left = Math.min(width * 0.36, d3.max(rows, (row) => wide(row.name)) + 12);
    const room = Math.max(48, d3.max(rows, (row) => wide(row.text)) + 10);
    const svg = canvas(width, rows.length * given.height + 8, label);
    const least = Math.min(0, d3.min(rows, (row) => row.value));
    const x = d3.scaleLinear([least, Math.max(0, d3.max(rows, (row) => row.value)) || 1], [left + (least < 0 ? room : 0), width - room]);
    rows.forEach((row, at) => {
      const y = at * given.height + 4;
      const g = svg.append("g");
      text(g, left - 8, y + given.height / 2 + 3, fit(row.name, left - 10), { "text-anchor": "end", class: "name" }).append("title").text(row.name);
      let from = 0;
      for (const [value, colour] of row.parts || [[row.value, row.value < 0 ? INK.less : INK.more]]) {
        g.append("rect").attr("x", Math.min(x(from), x(from + value))).attr("width", Math.max(0.5, Math.abs(x(from + value) - x(from)))).attr("y", y + 3).attr("height", given.height - 7).attr("fill", colour);
        from += value;
      }
      if (row.low !== undefined) g.append("line").attr("class", "whisker").attr("x1", x(row.low)).attr("x2", x(row.high)).attr("y1", y + given.height / 2).attr("y2", y + given.height / 2);
      const end = row.high !== undefined ? Math.max(row.high, row.value) : row.value;
      text(g, x(end) + (row.value < 0 ? -5 : 5), y + given.height / 2 + 4, row.text, { "text-anchor": row.value < 0 ? "end" : "start", class: "value" });
    });
    svg.append("line").attr("class", "zero").attr("x1", x(0)).attr("x2", x(0)).attr("y1", 2).attr("y2", rows.length * given.height + 4);
    return svg.node();
  }

  function byProvince(plan, width) {
    const rows = data.provinces.map((_, p) => {
      const value = d3.sum(Object.entries(plan.after.change), ([at, change]) => (regions.province[at] === p ? change[change.length - 1] : 0));
      return { name: r.province(p), value, text: n.signed(value, 0) };
    });
    rows.sort((a, b) => b.value - a.value);
    return bars(width, rows, t("province.label", { year: data.years[1], best: rows[0].name, n: rows[0].text }));
  }
  function byPurse(plan, width) {
    const rows = plan.purses.filter((p) => p[1] > 0).sort((a, b) => b[1] - a[1])
      .map(([name, cost, own, central]) => ({ name: r.named("province", name), value: cost, text: n.money(cost), parts: [[central, INK.more], [own, "var(--second)"]] }));
    return bars(width, rows, t("purse.label", { unit: r.currency() }));
  }
  function costByThing(plan, width) {
    const found = new Map();
    const put = (name, cost) => found.set(name, (found.get(name) || 0) + cost);
    for (const row of plan.build) put(group(row[1]), row[3]);
    for (const row of plan.measures) put(t("cost.measures"), row[2]);
    for (const row of plan.seats) put(t("cost.seats"), row[3]);
    const rows = [...found].sort((a, b) => b[1] - a[1]).map(([name, value]) => ({ name, value, text: n.money(value) }));
    return bars(width, rows, t("cost.label", { unit: r.currency() }));
  }
  const group = (id) => {
    const option = data.options[id];
    if (!option) return id;
    return option.kind === "hub" ? t("legend.hub") : r.named("sector", option.sector);
  };

  // ---- uncertainty -------------------------------------------------------------------------
  function distribution(plan, width) {
    const { histogram, ranges } = plan.spread;
    const [p10, p50, p90, central] = ranges.retained;
    const svg = canvas(width, 190, t("spread.label", { low: n.persons(p10), high: n.persons(p90), n: n.persons(p50) }));
    const ends = histogram ? [histogram.edges[0], histogram.edges[histogram.edges.length - 1]] : [p10 - 0.3 * (p90 - p10), p90 + 0.3 * (p90 - p10)];
    const x = d3.scaleLinear([Math.min(ends[0], central), Math.max(ends[1], central) + 1e-9], [14, width - 14]);
    const base = 142;
    svg.append("rect").attr("class", "band").attr("x", x(p10)).attr("width", Math.max(1, x(p90) - x(p10))).attr("y", 40).attr("height", base - 40);
    if (histogram) {
      const y = d3.scaleLinear([0, d3.max(histogram.counts)], [base, 48]);
      histogram.counts.forEach((count, at) => svg.append("rect").attr("class", "bin").attr("x", x(histogram.edges[at]) + 0.5).attr("width", Math.max(0.5, x(histogram.edges[at + 1]) - x(histogram.edges[at]) - 1)).attr("y", y(count)).attr("height", base - y(count)));
    }
    svg.append("line").attr("class", "zero").attr("x1", 14).attr("x2", width - 14).attr("y1", base).attr("y2", base);
    for (const tick of x.ticks(Math.max(3, width / 110))) text(svg, x(tick), base + 17, n.plain(tick), { class: "tick", "text-anchor": "middle" });
    const near = (value) => (x(value) > width * 0.6 ? "end" : x(value) < width * 0.4 ? "start" : "middle");
    svg.append("line").attr("class", "median").attr("x1", x(p50)).attr("x2", x(p50)).attr("y1", 22).attr("y2", base);
    text(svg, x(p50), 14, t("spread.median", { n: n.persons(p50) }), { class: "label strong", "text-anchor": near(p50) });
    svg.append("line").attr("class", "central").attr("x1", x(central)).attr("x2", x(central)).attr("y1", 40).attr("y2", base);
    text(svg, x(central) + (near(central) === "end" ? -4 : 4), 34, t("spread.central", { n: n.persons(central) }), { class: "label soft-fill", "text-anchor": near(central) === "end" ? "end" : "start" });
    text(svg, width / 2, 182, t("spread.axis"), { class: "tick", "text-anchor": "middle" });
    return svg.node();
  }
  function tornado(plan, width) {
    const rows = plan.spread.tornado.slice(0, 10);
    const high = 34;
    const svg = canvas(width, rows.length * high + 30, t("tornado.label", { first: r.settingName(rows[0][0]) }));
    const left = 8;
    const ends = rows.flatMap((row) => row.slice(5, 8));
    const x = d3.scaleLinear([d3.min(ends), d3.max(ends) + 1e-9], [left + 38, width - 42]);
    rows.forEach(([key, unit, low, used, top, atLow, central, atHigh], at) => {
      const y = at * high + 4;
      const name = `${r.settingName(key)} (${n.plain(low)}–${n.plain(top)})`;
      text(svg, left, y + 11, fit(name, width - 16), { class: "name" }).append("title").text(`${name} (${key}): ${n.plain(low)} · ${n.plain(used)} · ${n.plain(top)} ${r.named("measured", unit)}`);
      for (const [value, setting, colour] of [[atLow, low, INK.less], [atHigh, top, INK.more]]) {
        svg.append("rect").attr("x", Math.min(x(value), x(central))).attr("width", Math.abs(x(value) - x(central))).attr("y", y + 16).attr("height", 11).attr("fill", colour);
        if (value !== central) text(svg, x(value) + (value < central ? -4 : 4), y + 26, n.persons(value), { class: "tick", "text-anchor": value < central ? "end" : "start" });
      }
    });
    const central = rows[0][6];
    svg.append("line").attr("class", "zero").attr("x1", x(central)).attr("x2", x(central)).attr("y1", 16).attr("y2", rows.length * high + 4);
    text(svg, x(central), rows.length * high + 20, n.persons(central), { class: "tick", "text-anchor": "middle" });
    return svg.node();
  }
  function instruments(plan, width) {
    const rows = plan.instruments.filter((row) => row[2] !== null).sort((a, b) => b[2] - a[2])
      .map(([key, , adds, low, high]) => ({ name: instrument(key), value: adds, text: n.signed(adds, 0), low: low === null ? undefined : low, high: high === null ? undefined : high }));
    return bars(width, rows, t("instruments.label", { first: rows[0].name }));
  }
  function instrument(key) {
    if (r.has(`instrument.${key}`)) return t(`instrument.${key}`);
    if (data.options[key] || data.measures[key]) return r.thing(key);
    for (const kind of ["sector", "hub"]) if (r.has(`${kind}.${key}`)) return t(`${kind}.${key}`);
    return data.names.instruments[r.state.lang][key] || data.names.instruments.en[key] || key;
  }
  r.instrument = instrument;

  // ---- universities to clusters ------------------------------------------------------------
  function study(plan, width) {
    const flows = d3.rollups(
      plan.workforce.filter((w) => data.universities[w[0]] && data.universities[w[0]][1] !== null),
      (rows) => d3.sum(rows, (w) => w[3]),
      (w) => `${regions.province[data.universities[w[0]][1]]}/${regions.province[w[2]]}`,
    ).map(([key, value]) => ({ from: +key.split("/")[0], to: +key.split("/")[1], value })).filter((f) => f.value >= 0.5);
    const total = d3.sum(flows, (f) => f.value) || 1;
    const side = (key) => d3.rollups(flows, (v) => d3.sum(v, (f) => f.value), (f) => f[key]).sort((a, b) => b[1] - a[1]);
    const [left, right] = [side("from"), side("to")];
    const room = Math.min(width * 0.34, 14 + d3.max([...left, ...right], ([p, v]) => wide(`${r.province(p)} ${n.whole(v)}`)));
    // A band is at least as high as its name; the scale is that of the graduates.
    const scale = 260 / total;
    const high = (rows) => d3.sum(rows, ([, value]) => Math.max(16, value * scale) + 3);
    const height = Math.max(high(left), high(right));
    const svg = canvas(width, height + 28, t("study.label", { n: n.whole(total) }));
    const stack = (rows) => {
      let y = 26;
      return new Map(rows.map(([key, value]) => {
        const found = { y, high: Math.max(1.5, value * scale), used: 0, scale, value };
        y += Math.max(16, found.high) + 3;
        return [key, found];
      }));
    };
    const [one, other] = [stack(left), stack(right)];
    const colour = (p) => d3.schemeTableau10[p % 10];
    flows.sort((a, b) => one.get(a.from).y - one.get(b.from).y || other.get(a.to).y - other.get(b.to).y);
    for (const f of flows) {
      const [a, b] = [one.get(f.from), other.get(f.to)];
      const [ya, yb] = [a.y + a.used + (f.value * a.scale) / 2, b.y + b.used + (f.value * b.scale) / 2];
      a.used += f.value * a.scale;
      b.used += f.value * b.scale;
      const [xa, xb] = [room + 6, width - room - 6];
      svg.append("path").attr("class", "ribbon").attr("d", `M${xa},${ya}C${(xa + xb) / 2},${ya} ${(xa + xb) / 2},${yb} ${xb},${yb}`).attr("stroke", colour(f.to)).attr("stroke-width", Math.max(0.8, f.value * a.scale))
        .append("title").text(t("study.flow", { from: r.province(f.from), to: r.province(f.to), n: n.few(f.value) }));
    }
    const labels = (rows, x, anchor, fill) => {
      for (const [p, found] of rows) {
        svg.append("rect").attr("x", anchor === "end" ? x + 2 : x - 6).attr("width", 4).attr("y", found.y).attr("height", found.high).attr("fill", fill(p));
        text(svg, anchor === "end" ? x - 4 : x + 4, found.y + Math.max(found.high, 8) / 2 + 4, fit(`${r.province(p)} ${n.whole(found.value)}`, room - 4), { class: "name", "text-anchor": anchor });
      }
    };
    labels(one, room, "end", () => "var(--calm)");
    labels(other, width - room, "start", colour);
    text(svg, 0, 12, t("study.from"), { class: "tick" });
    text(svg, width, 12, t("study.to"), { class: "tick", "text-anchor": "end" });
    return svg.node();
  }

  // ---- the grid ----------------------------------------------------------------------------
  // Each: key, whether there is something to show, what draws it; `wide` takes the whole width.
  const CHARTS = [
    { key: "path", shown: (p) => p.after, draw: youthPath, tool: areaChoice },
    { key: "change", shown: (p) => p.after, draw: youthChange },
    { key: "spread", shown: (p) => p.spread && p.spread.ranges.retained, draw: distribution },
    { key: "tornado", shown: (p) => p.spread && p.spread.tornado.length, draw: tornado },
    { key: "province", shown: (p) => p.after, draw: byProvince },
    { key: "purse", shown: (p) => p.purses.some((row) => row[1] > 0), draw: byPurse, legend: () => [[INK.more, t("purse.central")], ["var(--second)", t("purse.own")]] },
    { key: "study", shown: (p) => p.workforce.length && Object.keys(data.universities).length, draw: study },
    { key: "cost", shown: (p) => p.cost > 0, draw: costByThing },
    { key: "instruments", shown: (p) => p.instruments.some((row) => row[2] !== null), draw: instruments },
  ];
  r.chart = (chart) => CHARTS.push(chart);

  function figure(chart, plan) {
    const values = { from: data.years[0], to: data.years[1], unit: r.currency(), area: areaName(r.state.area), draws: plan.spread ? n.whole(plan.spread.draws) : "" };
    const box = el("div", { class: "drawing" });
    const legend = chart.legend ? el("p", { class: "keys" }, chart.legend().map(([colour, words]) => {
      const swatch = el("span", { class: "swatch" });
      swatch.style.background = colour;
      return el("span", {}, swatch, words);
    })) : null;
    const node = el("figure", { class: "chart", id: `chart-${chart.key}` }, el("figcaption", {}, el("h3", { text: t(`chart.${chart.key}`, values) }), el("p", { class: "soft", text: t(`chart.${chart.key}.sub`, values) }), chart.tool ? chart.tool() : null, legend), box);
    return { node, box, chart };
  }
  let shown = [];
  let drawn = 0; // the width that was drawn to
  const PAPER = 340; // half a page wide, so that letters keep their size on it
  let printing = false;
  const sketch = () => {
    drawn = $("chart-grid").clientWidth;
    for (const { box, chart } of shown) box.replaceChildren(chart.draw(r.plan(), printing ? PAPER : Math.max(260, Math.floor(box.clientWidth))));
  };
  for (const when of ["beforeprint", "afterprint"])
    window.addEventListener(when, () => {
      printing = when === "beforeprint";
      sketch();
    });
  r.part(() => {
    const plan = r.plan();
    shown = CHARTS.filter((chart) => chart.shown(plan)).map((chart) => figure(chart, plan));
    $("chart-grid").replaceChildren(...shown.map((f) => f.node));
    sketch();
  });
  new ResizeObserver(() => {
    if (!printing && $("chart-grid").clientWidth !== drawn) sketch();
  }).observe($("chart-grid"));
  Object.assign(r, { canvas, svgText: text, fitText: fit, textWidth: wide, barChart: bars, INK });
})(window.rooted);
