// The map: layers by region, a symbol for each thing built, hover, click, zoom, pan, keyboard.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;
  const LAYERS = ["people", "leavers", "importance", "risk_today", "risk_without", "risk_with"];
  // Okabe & Ito's colours, each with a shape of its own: told apart without colour too.
  const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#E69F00", "#56B4E9", "#5b5b5b", "#8c564b"];
  const SHAPES = [d3.symbolCircle, d3.symbolSquare, d3.symbolDiamond2, d3.symbolTriangle, d3.symbolStar, d3.symbolWye];
  const HUB = { colour: "#CC79A7", shape: d3.symbolCross };
  const PEOPLE = ["#e3ebef", "#cddae2", "#b1c5d1", "#93adbd", "#7493a7", "#577a91", "#3d6079", "#24465f"];
  const LEAVERS = ["#f5ead9", "#eed8b8", "#e3c193", "#d5a86f", "#c28c50", "#a87138", "#895725", "#683f16"];
  const IMPORTANCE = ["#efe6f2", "#dfcce6", "#cbaed6", "#b48fc4", "#9b70b0", "#815599", "#673d7f", "#4c2862"];
  const RISK = ["#ffffd4", "#fed98e", "#fe9929", "#d95f0e", "#662506"];
  const SERIES = [1, 2, 5];

  const sectors = [...new Set(Object.values(data.options).filter((o) => o.kind === "cluster").map((o) => o.sector))];
  const scales = [...new Set(Object.values(data.options).filter((o) => o.kind === "cluster").map((o) => o.scale || ""))];
  r.sectors = sectors;

  function look(id) {
    const option = data.options[id];
    if (!option) return { colour: "#5b5b5b", shape: d3.symbolWye, size: 6, group: "other" };
    if (option.kind === "hub") return { ...HUB, size: 5, group: "hub" };
    const at = sectors.indexOf(option.sector);
    const place = scales.indexOf(option.scale || "");
    const size = scales.length > 1 ? 5 + (6 * place) / (scales.length - 1) : 7;
    return { colour: COLOURS[at % COLOURS.length], shape: SHAPES[at % SHAPES.length], size, group: option.sector };
  }
  // A symbol's path, the area of a circle of that radius.
  const mark = (of, scale) => d3.symbol(of.shape, Math.PI * (of.size * (scale || 1)) ** 2)();
  function badge(of, size) {
    const side = size || 16;
    const svg = svgEl("svg", { class: "badge", width: side, height: side, viewBox: "-12 -12 24 24", "aria-hidden": "true" });
    svg.append(svgEl("path", { d: mark(of, 9 / of.size), fill: of.colour }));
    return svg;
  }
  function svgEl(tag, attributes) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [key, value] of Object.entries(attributes || {})) node.setAttribute(key, value);
    return node;
  }
  Object.assign(r, { look, badge, svgEl, mark });

  // ---- colours of a layer ------------------------------------------------------------------
  function steps(most) {
    const found = [1];
    while (found[found.length - 1] < most || found.length < 2)
      found.push(SERIES[found.length % 3] * 10 ** Math.floor(found.length / 3));
    return found.slice(-9);
  }
  const most = new Map();
  function largest(layer) {
    // Over all plans of the page, so that a shade means the same at every budget.
    const key = `${layer}/${data.plans.length}`;
    if (!most.has(key))
      most.set(key, d3.max(data.plans, (p) => d3.max(d3.range(r.count), (at) => value(layer, p, at))) || 0);
    return most.get(key);
  }
  function value(layer, plan, at) {
    if (layer === "people") return r.people(plan, at);
    if (layer === "importance") return r.importance(plan, at);
    const before = r.before(plan);
    if (layer === "leavers") return before.leavers[at];
    if (!before.risk) return null;
    return layer === "risk_today" ? before.risk_today[at] : layer === "risk_without" ? before.risk[at] : plan.after.risk[at];
  }
  function shades(layer) {
    if (layer.startsWith("risk")) return { colour: (v) => (v ? RISK[v - 1] : "var(--none)"), rows: null };
    const found = steps(largest(layer));
    const ramp = [...({ people: PEOPLE, importance: IMPORTANCE }[layer] || LEAVERS)];
    if (r.dark()) ramp.reverse(); // more stands out from the ground, dark or light
    const colours = found.slice(1).map((_, at) => ramp[Math.round((at * 7) / Math.max(1, found.length - 2))]);
    const colour = (v) => (v >= found[0] ? colours[Math.min(colours.length - 1, d3.bisectRight(found, v) - 1)] : "var(--none)");
    return { colour, rows: colours.map((c, at) => [c, found[at], found[at + 1]]) };
  }
  const there = { importance: () => r.plan().reasons, risk_today: () => r.before().risk && r.plan().after };
  there.risk_without = there.risk_with = there.risk_today;
  const layers = () => LAYERS.filter((layer) => !there[layer] || there[layer]());
  const come = () => r.plan().told.arrived >= 1;
  const legendKey = (layer) => `legend.${layer.startsWith("risk") ? "risk" : layer === "people" && !come() ? "people_stay" : layer}`;
  const layerName = (layer) => t(`layer.${layer === "people" && !come() ? "people_stay" : layer}`, { from: data.years[0], to: data.years[1] });

  // ---- drawing -----------------------------------------------------------------------------
  let svg, view, zoom, paths, marks, ring, links, tip;
  let k = 1;
  const hidden = new Set(); // groups of symbols that the legend has switched off

  function build() {
    const box = $("map");
    if (!data.map) {
      box.classList.add("absent");
      return;
    }
    const { width, height } = data.map;
    svg = d3.create("svg").attr("viewBox", `0 0 ${width} ${height}`).attr("class", "country")
      .attr("tabindex", 0).attr("role", "application").attr("id", "country");
    view = svg.append("g");
    paths = view.append("g").attr("class", "regions").selectAll("path").data(data.map.regions).join("path")
      .attr("d", (d) => d).attr("data-at", (_, at) => at);
    view.append("path").attr("class", "provinces").attr("d", data.map.provinces);
    ring = view.append("path").attr("class", "ring");
    links = view.append("g").attr("class", "links");
    marks = view.append("g").attr("class", "marks");
    tip = el("div", { class: "tip", hidden: true });
    box.append(svg.node(), tip);
    zoom = d3.zoom().scaleExtent([1, 24]).translateExtent([[0, 0], [width, height]]).on("zoom", ({ transform }) => {
      view.attr("transform", transform);
      k = transform.k;
      size();
    });
    // What cannot move the map scrolls the page: the wheel outwards and a finger on the whole country.
    zoom.filter((event) => {
      if (event.type === "wheel") return k > 1 || event.deltaY < 0 || event.ctrlKey;
      if (event.type.startsWith("touch")) return k > 1 || event.touches.length > 1;
      return !event.ctrlKey && !event.button;
    });
    svg.call(zoom).on("dblclick.zoom", null);
    paths.on("pointerenter", (event, _) => hover(+event.target.dataset.at, event))
      .on("pointermove", (event) => move(event))
      .on("pointerleave", () => hover(-1))
      .on("click", (event) => choose(+event.target.dataset.at));
    svg.on("keydown", keys).on("blur", () => hover(-1));
    new ResizeObserver(size).observe(svg.node());
  }
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const soft = (of) => (still() ? of : of.transition().duration(350));

  function size() {
    // Symbols and lines keep their size on the screen.
    const node = svg.node();
    const ratio = Math.max(data.map.width / Math.max(1, node.clientWidth), data.map.height / Math.max(1, node.clientHeight)) / k;
    view.style("--line", ratio);
    // On a phone a whole country has less room for them.
    const drawn = ratio * (node.clientWidth < 520 && k < 2 ? 0.72 : 1);
    marks.selectAll("g.mark").attr("transform", (d) => `translate(${d.x + d.dx * drawn},${d.y + d.dy * drawn}) scale(${drawn})`);
  }

  function symbols(plan) {
    const found = [];
    for (const [at, rows] of r.built(plan)) {
      const centre = data.map.centres[at];
      if (!centre) continue;
      const shown = new Map();
      for (const row of rows) shown.set(row[1], (shown.get(row[1]) || 0) + row[2]);
      const here = [...shown].map(([id, count]) => ({ id, count, look: look(id) })).filter((d) => !hidden.has(d.look.group));
      here.sort((a, b) => b.look.size - a.look.size);
      const wide = d3.sum(here, (d) => d.look.size * 2);
      let dx = -wide / 2;
      for (const d of here) {
        found.push({ ...d, at, key: `${at}/${d.id}`, x: centre[0], y: centre[1], dx: dx + d.look.size, dy: 0 });
        dx += d.look.size * 2;
      }
    }
    return found.sort((a, b) => b.look.size - a.look.size);
  }

  function draw(plan) {
    const { colour } = shades(r.state.layer);
    paths.attr("fill", (_, at) => colour(value(r.state.layer, plan, at)));
    // A class of risk must keep its colour everywhere.
    view.select(".regions").classed("faded", !r.state.layer.startsWith("risk"));
    paths.classed("closed", (_, at) => regions.candidate && !regions.candidate[at]);
    marks.selectAll("g.mark").data(symbols(plan), (d) => d.key).join((enter) => {
      const g = enter.append("g").attr("class", "mark");
      g.append("path").attr("d", (d) => mark(d.look)).attr("fill", (d) => d.look.colour);
      return g;
    }).attr("data-option", (d) => d.id).order();
    const chosen = r.placeOf.get(r.state.region);
    ring.attr("d", chosen === undefined ? null : data.map.regions[chosen]);
    links.selectAll("path").data(chosen === undefined ? [] : routes(plan, chosen)).join("path").attr("d", (d) => d.d).attr("class", (d) => d.kind);
    svg.attr("aria-label", t("map.label", { layer: layerName(r.state.layer), n: plan.build.length }));
    size();
  }

  // Where the graduates of a region's clusters come from, and who takes its jobs.
  function routes(plan, chosen) {
    const to = data.map.centres[chosen];
    if (!to) return [];
    const line = (from, kind) => {
      if (!from || (from[0] === to[0] && from[1] === to[1])) return [];
      const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
      return [{ kind, d: `M${from}Q${from[0] + dx / 2 - dy / 6},${from[1] + dy / 2 + dx / 6} ${to}` }];
    };
    const graduates = new Map();
    for (const row of plan.workforce) {
      const of = data.universities[row[0]];
      if (row[2] === chosen && of && of[1] !== null) graduates.set(of[1], (graduates.get(of[1]) || 0) + row[3]);
    }
    return [...graduates].sort((a, b) => b[1] - a[1]).slice(0, 12).flatMap(([at]) => line(data.map.centres[at], "study"));
  }

  // ---- hover, click, keys ------------------------------------------------------------------
  let under = -1;
  function hover(at, event) {
    under = at;
    paths.classed("under", (_, place) => place === at);
    if (at < 0) {
      tip.hidden = true;
      return;
    }
    tip.replaceChildren(...tipped(at));
    tip.hidden = false;
    if (event) move(event);
    else {
      const box = $("map").getBoundingClientRect();
      const shape = paths.nodes()[at].getBoundingClientRect();
      put(shape.left + shape.width / 2 - box.left, shape.top + shape.height / 2 - box.top);
    }
  }
  function move(event) {
    const box = $("map").getBoundingClientRect();
    put(event.clientX - box.left, event.clientY - box.top);
  }
  function put(x, y) {
    const box = $("map");
    const left = Math.min(Math.max(4, x + 14), box.clientWidth - tip.offsetWidth - 4);
    const top = y + 16 + tip.offsetHeight > box.clientHeight ? y - tip.offsetHeight - 10 : y + 16;
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(4, top)}px`;
  }
  function tipped(at) {
    const plan = r.plan();
    const rows = r.built(plan).get(at) || [];
    const before = r.before(plan);
    const stay = plan.people.retained_by_jobs[at] + plan.people.retained_by_culture[at];
    const lines = [el("strong", { text: r.name(at) }), el("span", { class: "soft", text: ` ${r.otherName(at)}` }), el("div", { class: "soft", text: r.provinceOf(at) })];
    lines.push(el("div", { text: t(come() ? "tip.people" : "tip.people_stay", { stay: n.few(stay), come: n.few(plan.people.arrived[at]) }) }));
    lines.push(el("div", { text: t("tip.leavers", { n: n.whole(before.leavers[at]) }) }));
    if (r.state.layer === "importance") lines.push(el("div", { text: t("tip.importance", { n: n.few(r.importance(plan, at)) }) }));
    if (r.state.layer.startsWith("risk") && before.risk) lines.push(el("div", { text: t(`risk.${value(r.state.layer, plan, at)}`) }));
    for (const row of rows) lines.push(el("div", { class: "thing" }, badge(look(row[1])), el("span", { text: row[2] > 1 ? `${row[2]} × ${r.option(row[1])}` : r.option(row[1]) })));
    return lines;
  }
  function choose(at) {
    const id = regions.id[at];
    r.set({ region: r.state.region === id ? "" : id });
  }
  function bring(at) {
    const shape = paths && paths.nodes()[at];
    if (!shape || !data.map.regions[at]) return;
    const box = shape.getBBox();
    const scale = Math.min(7, 0.35 / Math.max(box.width / data.map.width, box.height / data.map.height));
    const to = d3.zoomIdentity.translate(data.map.width / 2, data.map.height / 2).scale(Math.max(1, scale))
      .translate(-box.x - box.width / 2, -box.y - box.height / 2);
    soft(svg).call(zoom.transform, to);
  }
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  function keys(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const way = WAYS[event.key];
    if (way && event.shiftKey) soft(svg).call(zoom.translateBy, (-way[0] * 120) / k, (-way[1] * 120) / k);
    else if (way) step(way);
    else if (event.key === "+" || event.key === "=") soft(svg).call(zoom.scaleBy, 1.6);
    else if (event.key === "-") soft(svg).call(zoom.scaleBy, 1 / 1.6);
    else if (event.key === "0") soft(svg).call(zoom.transform, d3.zoomIdentity);
    else if ((event.key === "Enter" || event.key === " ") && under >= 0) choose(under);
    else if (event.key === "Escape") {
      hover(-1);
      if (r.state.region) r.set({ region: "" });
    } else return;
    event.preventDefault();
  }
  // The nearest region that way, seen from the one under the cursor.
  function step([x, y]) {
    const centres = data.map.centres;
    const at = under >= 0 ? under : r.placeOf.get(r.state.region);
    const from = at === undefined || !centres[at] ? [data.map.width / 2, data.map.height / 2] : centres[at];
    let best = -1, least = Infinity;
    centres.forEach((centre, place) => {
      if (!centre || place === at) return;
      const [dx, dy] = [centre[0] - from[0], centre[1] - from[1]];
      const ahead = dx * x + dy * y;
      const aside = Math.abs(dx * y) + Math.abs(dy * x);
      if (ahead > 0 && ahead + 2 * aside < least) [least, best] = [ahead + 2 * aside, place];
    });
    if (best < 0) return;
    hover(best);
    r.say(tip.innerText);
  }
  r.bring = bring;

  // ---- tools and legend --------------------------------------------------------------------
  function tools() {
    const choice = el("fieldset", { class: "choice" }, el("legend", { class: "unseen", text: t("map.layers") }));
    for (const layer of layers()) {
      const id = `layer-${layer}`;
      choice.append(
        el("input", { type: "radio", name: "layer", id, value: layer, checked: layer === r.state.layer, onchange: () => r.set({ layer }) }),
        el("label", { for: id, text: layerName(layer) }),
      );
    }
    const list = el("datalist", { id: "region-names" });
    regions.id.forEach((_, at) => list.append(el("option", { value: labelled(at) })));
    const search = el("input", { type: "search", id: "search", list: "region-names", placeholder: t("map.search"), "aria-label": t("map.search"), autocomplete: "off", onchange: (event) => find(event.target.value) });
    const buttons = el("div", { class: "zooms" });
    if (data.map) for (const [sign, key, act] of [["+", "in", () => soft(svg).call(zoom.scaleBy, 1.6)], ["−", "out", () => soft(svg).call(zoom.scaleBy, 1 / 1.6)], ["⤢", "all", () => soft(svg).call(zoom.transform, d3.zoomIdentity)]])
      buttons.append(el("button", { type: "button", text: sign, "aria-label": t(`map.${key}`), title: t(`map.${key}`), onclick: act }));
    $("map-tools").replaceChildren(data.map ? choice : "", el("div", { class: "finder" }, search, list, buttons));
  }
  const labelled = (at) => (r.otherName(at) ? `${r.name(at)} · ${r.otherName(at)}` : r.name(at));
  function find(text) {
    const sought = text.trim().toLowerCase();
    if (!sought) return;
    const forms = (at) => [labelled(at), regions.name[at], regions.local[at], regions.id[at]].map((f) => String(f).toLowerCase());
    const all = d3.range(r.count);
    const at = [(f) => f === sought, (f) => f.startsWith(sought), (f) => f.includes(sought)]
      .map((fits) => all.find((place) => forms(place).some((f) => f && fits(f)))).find((found) => found !== undefined);
    if (at === undefined) {
      r.say(t("map.not_found", { text }));
      $("search").setCustomValidity(t("map.not_found", { text }));
      $("search").reportValidity();
      $("search").setCustomValidity("");
      return;
    }
    r.set({ region: regions.id[at] });
    bring(at);
  }
  r.find = find;

  function legend(plan) {
    const layer = r.state.layer;
    const scale = el("div", { class: "scale" }, el("p", { class: "legend-title", text: t(legendKey(layer), { year: data.years[1], unit: r.why.unit(r.plan()) }) }));
    const steps = el("ul", { class: "steps" });
    const row = (colour, text) => {
      const swatch = el("span", { class: "swatch" });
      swatch.style.background = colour;
      return el("li", {}, swatch, el("span", { text }));
    };
    const found = shades(layer).rows;
    if (found) {
      steps.append(row("var(--none)", t("legend.fewer", { n: n.whole(found[0][1]) })));
      for (const [colour, from, to] of found) steps.append(row(colour, t("legend.from_to", { from: n.whole(from), to: n.whole(to) })));
    } else {
      const classes = d3.rollup(d3.range(r.count), (v) => v.length, (at) => value(layer, plan, at));
      RISK.forEach((colour, at) => steps.append(row(colour, `${t(`risk.${at + 1}`)} · ${t("legend.regions", { n: n.whole(classes.get(at + 1) || 0) })}`)));
    }
    scale.append(steps);
    const things = el("div", { class: "things" }, el("p", { class: "legend-title", text: t("legend.things") }));
    const kinds = el("ul", { class: "kinds" });
    const used = d3.rollup(data.plans.flatMap((p) => p.build), (rows) => rows[0][1], (row) => look(row[1]).group);
    const order = [...sectors, "hub", "other"].filter((group) => used.has(group));
    const counts = d3.rollup(plan.build, (rows) => d3.sum(rows, (row) => row[2]), (row) => look(row[1]).group);
    for (const group of order) {
      const name = group === "hub" ? t("legend.hub") : group === "other" ? t("legend.other") : r.named("sector", group);
      const button = el("button", { type: "button", "aria-pressed": String(!hidden.has(group)), onclick: () => {
        hidden.has(group) ? hidden.delete(group) : hidden.add(group);
        r.draw();
        const again = [...document.querySelectorAll(".kinds button")].find((b) => b.dataset.group === group);
        if (again) again.focus();
      } }, badge({ ...look(used.get(group)), size: 9 }), el("span", { text: `${name} ` }), el("span", { class: "soft", text: n.whole(counts.get(group) || 0) }));
      button.dataset.group = group;
      kinds.append(el("li", {}, button));
    }
    things.append(kinds);
    if (scales.length > 1) {
      const sizes = el("ul", { class: "sizes" });
      for (const scale of scales) {
        const id = Object.keys(data.options).find((key) => data.options[key].kind === "cluster" && (data.options[key].scale || "") === scale);
        const svg = svgEl("svg", { class: "badge", width: 24, height: 24, viewBox: "-12 -12 24 24", "aria-hidden": "true" });
        svg.append(svgEl("path", { d: mark({ ...look(id), shape: d3.symbolCircle }), class: "sized" }));
        sizes.append(el("li", {}, svg, el("span", { text: r.named("scale", scale) })));
      }
      things.append(el("p", { class: "legend-title", text: t("legend.scale") }), sizes);
    }
    $("legend").replaceChildren(data.map ? scale : "", things);
  }

  build();
  r.part((state, last) => {
    if (!layers().includes(state.layer)) state.layer = "people";
    tools();
    if (data.map) draw(r.plan());
    else $("map").replaceChildren(el("p", { class: "soft", text: t("map.absent") }));
    legend(r.plan());
    if (last.region === undefined && state.region && data.map) requestAnimationFrame(() => bring(r.placeOf.get(state.region)));
  });

  // A small map without hover, for scenarios side by side.
  r.smallMap = (plan, layer) => {
    const small = svgEl("svg", { viewBox: `0 0 ${data.map.width} ${data.map.height}`, class: "country small", role: "img", "aria-label": t("map.label", { layer: layerName(layer), n: plan.build.length }) });
    const { colour } = shades(layer);
    data.map.regions.forEach((d, at) => small.append(svgEl("path", { d, class: "region", style: `fill:${colour(value(layer, plan, at))}` })));
    small.append(svgEl("path", { d: data.map.provinces, class: "provinces" }));
    for (const d of symbols(plan)) small.append(svgEl("path", { d: mark(d.look), fill: d.look.colour, class: "symbol", transform: `translate(${d.x + d.dx * 2.4},${d.y}) scale(2.4)` }));
    return small;
  };
})(window.rooted);
