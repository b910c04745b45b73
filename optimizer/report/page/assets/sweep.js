// A sweep: the slider of budgets, the frontier, what enters and leaves, scenarios side by side.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;
  if (data.kind !== "sweep") return;
  const scenarios = [...new Set(data.plans.map((p) => p.scenario))];
  const COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"];
  const colour = (scenario) => COLOURS[scenarios.indexOf(scenario) % COLOURS.length];
  const called = (scenario) => r.named("scenario", scenario);
  const people = (plan) => plan.retained + plan.arrived;
  const runOf = (plan) => data.runs.find((row) => row.scenario === plan.scenario && row.budget === plan.budget) || {};

  // ---- slider ------------------------------------------------------------------------------
  function slider() {
    const plan = r.plan();
    const own = r.family(plan.scenario);
    const at = own.findIndex(([, place]) => place === r.state.at);
    const marginal = runOf(plan).marginal;
    const range = el("input", {
      type: "range", id: "slider", min: 0, max: own.length - 1, step: 1, value: at,
      "aria-label": t("slider.label"), "aria-valuetext": plan.budget === null ? "" : r.money(plan.budget),
      oninput: (event) => r.set({ at: own[+event.target.value][1] }),
    });
    range.value = at;
    const ticks = el("div", { class: "ticks", "aria-hidden": "true" });
    const every = Math.ceil(own.length / 8);
    const last = own.length - 1;
    own.forEach(([p], place) => {
      // The last is always named; one close before it would run into it.
      if (place !== last && (place % every || last - place < every / 2)) return;
      const tick = el("span", { text: n.plain(p.budget) });
      tick.style.left = `${last ? (100 * place) / last : 50}%`;
      ticks.append(tick);
    });
    const choice = scenarios.length > 1
      ? el("label", { class: "scenario" }, el("span", { text: t("scenario") }), el("select", { id: "scenario", onchange: (event) => r.set({ at: nearest(event.target.value, plan.budget) }) },
          scenarios.map((s) => el("option", { value: s, selected: s === plan.scenario, text: called(s) }))))
      : null;
    const step = (by) => el("button", { type: "button", id: by < 0 ? "less" : "more", text: by < 0 ? "−" : "+", "aria-label": t(by < 0 ? "slider.less" : "slider.more"), disabled: !own[at + by], onclick: () => own[at + by] && r.set({ at: own[at + by][1] }) });
    const told = el("p", { class: "told" }, el("b", { text: plan.budget === null ? t("budget.none") : r.money(plan.budget) }),
      el("span", { text: ` ${t(plan.told.arrived >= 1 ? "slider.people" : "slider.stay", { stay: n.whole(plan.told.retained), come: n.whole(plan.told.arrived) })}` }),
      r.missing(marginal) ? null : el("span", { class: "soft", text: ` ${t("slider.marginal", { n: Number(marginal).toFixed(2), unit: r.currency() })}` }));
    $("budget").hidden = false;
    const head = el("h2", { id: "budget-title", class: "unseen", text: t("slider.label") });
    $("budget").replaceChildren(head, told, el("div", { class: "slide" }, step(-1), el("div", { class: "track" }, range, ticks), step(1)), choice || "");
  }
  function nearest(scenario, budget) {
    return d3.least(r.family(scenario), ([p]) => Math.abs(p.budget - budget))[1];
  }

  // ---- frontier ----------------------------------------------------------------------------
  function frontier(width) {
    const height = 360;
    const at = { left: 52, right: 30, top: 18, middle: 232, low: 262, bottom: 28 };
    const svg = r.canvas(width, height, t("frontier.label", { n: data.plans.length }));
    const x = d3.scaleLinear([0, d3.max(data.plans, (p) => p.budget)], [at.left, width - at.right]);
    const top = d3.max(data.plans, (p) => Math.max(people(p), p.spread ? p.spread.ranges.retained[2] : 0));
    const y = d3.scaleLinear([0, top * 1.04], [at.middle, at.top]).nice(4);
    const marginals = data.runs.map((row) => row.marginal).filter((v) => !r.missing(v));
    const m = d3.scaleLinear([Math.min(0, d3.min(marginals) || 0), d3.max(marginals) || 1], [height - at.bottom, at.low]).nice(3);
    for (const [scale, count] of [[y, 4], [m, 2]])
      for (const tick of scale.ticks(count)) {
        svg.append("line").attr("class", tick === 0 ? "zero" : "rule").attr("x1", at.left).attr("x2", width - at.right).attr("y1", scale(tick)).attr("y2", scale(tick));
        r.svgText(svg, at.left - 6, scale(tick) + 4, n.plain(tick), { class: "tick", "text-anchor": "end" });
      }
    for (const tick of x.ticks(Math.min(8, width / 80))) r.svgText(svg, x(tick), height - 8, n.plain(tick), { class: "tick", "text-anchor": "middle" });
    r.svgText(svg, at.left, 10, t(data.plans.some((p) => p.told.arrived >= 1) ? "frontier.people" : "frontier.people_stay"), { class: "tick" });
    r.svgText(svg, at.left, at.low - 10, t("frontier.marginal", { unit: r.currency() }), { class: "tick" });
    const now = r.plan();
    svg.append("line").attr("class", "now").attr("x1", x(now.budget)).attr("x2", x(now.budget)).attr("y1", at.top).attr("y2", height - at.bottom);
    for (const scenario of scenarios) {
      const own = r.family(scenario);
      const plans = own.map(([p]) => p);
      const ranged = plans.filter((p) => p.spread);
      if (ranged.length > 1) svg.append("path").attr("d", d3.area((p) => x(p.budget), (p) => y(p.spread.ranges.retained[0]), (p) => y(p.spread.ranges.retained[2]))(ranged)).attr("fill", colour(scenario)).attr("opacity", 0.12);
      svg.append("path").attr("class", "line").attr("stroke", colour(scenario)).attr("d", d3.line((p) => x(p.budget), (p) => y(people(p)))(plans));
      const rows = plans.map((p) => [p.budget, runOf(p).marginal]).filter((row) => !r.missing(row[1]));
      if (rows.length) svg.append("path").attr("class", "line").attr("stroke", colour(scenario)).attr("d", d3.line((d) => x(d[0]), (d) => m(d[1])).curve(d3.curveStepAfter)([...rows, [plans[plans.length - 1].budget, rows[rows.length - 1][1]]]));
      for (const [p, place] of own)
        svg.append("circle").attr("class", place === r.state.at ? "point here" : "point").attr("cx", x(p.budget)).attr("cy", y(people(p))).attr("r", place === r.state.at ? 6.5 : 4.5).attr("fill", colour(scenario))
          .on("click", () => r.set({ at: place })).append("title").text(`${called(scenario)} · ${r.money(p.budget)} · ${n.persons(people(p))}`);
    }
    return svg.node();
  }

  // ---- what enters and leaves --------------------------------------------------------------
  function counts(plan) {
    const found = new Map();
    for (const row of plan.build) found.set(`${row[0]}/${row[1]}`, (found.get(`${row[0]}/${row[1]}`) || 0) + row[2]);
    for (const row of plan.measures) found.set(`${row[0]}/${row[1]}`, 1);
    return found;
  }
  // What differs between two plans, by province: [region, option, before, after].
  function differences(one, other) {
    const [was, now] = [counts(one), counts(other)];
    const found = [];
    for (const key of new Set([...was.keys(), ...now.keys()])) {
      const [a, b] = [was.get(key) || 0, now.get(key) || 0];
      if (a !== b) found.push([+key.split("/")[0], key.slice(key.indexOf("/") + 1), a, b]);
    }
    return d3.groups(found, (d) => regions.province[d[0]]).sort((a, b) => b[1].length - a[1].length);
  }
  r.differences = differences;
  function changes(one, other, words) {
    const groups = differences(one, other);
    if (!groups.length) return el("p", { class: "soft", text: t("changes.none") });
    const place = (d, at) => [at ? ", " : " ", el("button", { type: "button", class: "link", text: r.name(d[0]), onclick: () => r.openRegion(d[0]) }), Math.max(d[2], d[3]) > 1 ? ` (${d[2]} → ${d[3]})` : ""];
    const line = (kind, rows) => rows.length ? el("div", { class: kind }, el("span", { class: "sign", text: t(words[kind]) }), d3.groups(rows, (d) => r.thing(d[1])).map(([thing, own]) => el("p", {}, el("strong", { text: `${thing}:` }), own.map(place)))) : null;
    return el("div", { class: "changes" }, groups.map(([p, rows]) => el("section", {}, el("h4", { text: r.province(p) }), line("enters", rows.filter((d) => d[3] > d[2])), line("leaves", rows.filter((d) => d[3] < d[2])))));
  }
  r.changes = changes;

  function steps() {
    const plan = r.plan();
    const own = r.family(plan.scenario);
    const at = own.findIndex(([, place]) => place === r.state.at);
    if (!at) return el("p", { class: "soft", text: t("changes.first") });
    const last = own[at - 1][0];
    return el("div", {}, el("p", { class: "soft", text: t([last, plan].some((p) => p.told.arrived >= 1) ? "changes.between" : "changes.between_stay", { from: r.money(last.budget), to: r.money(plan.budget), n: n.signed(people(plan) - people(last), 0) }) }), changes(last, plan, { enters: "changes.enters", leaves: "changes.leaves" }));
  }

  // ---- scenarios side by side --------------------------------------------------------------
  // What two scenarios assume differently: settings, and factors, 1 where none is given.
  function changed(one, other) {
    const unlike = (kind, none) => [...new Set([...Object.keys(one[kind]), ...Object.keys(other[kind])])]
      .map((key) => [key, one[kind][key] ?? none, other[kind][key] ?? none])
      .filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b));
    return [...unlike("settings", null), ...unlike("scale", 1)].map(([key, a, b]) => `${r.settingName(key)}: ${n.plain(a)} / ${n.plain(b)}`);
  }
  // Runs whose limits or locks are not those of the first, with what is other; the same for many is told once.
  function told(key, value) {
    if (value === undefined || value === null || (Array.isArray(value) && !value.length)) return t("apart.none");
    const parts = (text) => { const cut = text.indexOf(":"); return r.placeOf.has(text.slice(0, cut)) ? `${r.option(text.slice(cut + 1))} · ${r.name(r.placeOf.get(text.slice(0, cut)))}` : text; };
    if (Array.isArray(value)) return value.map((one) => parts(String(one))).join(", ");
    return typeof value === "object" ? Object.entries(value).map(([of, v]) => `${data.options[of] || data.measures[of] ? r.thing(of) : r.named("province", of)} ${n.plain(v)}`).join(", ") : n.plain(value);
  }
  function apart() {
    const limits = (plan) => {
      const a = r.assumptions(plan);
      return { ...a.limits, "locked.in": a.locked.in || [], "locked.out": a.locked.out || [] };
    };
    const usual = limits(data.plans[0]);
    const found = new Map();
    for (const plan of data.plans) {
      const own = limits(plan);
      const list = [...new Set([...Object.keys(usual), ...Object.keys(own)])].filter((key) => JSON.stringify(own[key]) !== JSON.stringify(usual[key]))
        .map((key) => t("apart.limit", { name: r.has(`limit.${key}`) ? t(`limit.${key}`) : key, value: told(key, own[key]), first: called(data.plans[0].scenario), usual: told(key, usual[key]) })).join("; ");
      if (list) found.set(`${plan.scenario}\n${list}`, [...(found.get(`${plan.scenario}\n${list}`) || []), plan]);
    }
    if (!found.size) return null;
    const run = (plans) => (plans.length === r.family(plans[0].scenario).length ? called(plans[0].scenario) : `${called(plans[0].scenario)} ${plans.map((p) => r.money(p.budget)).join(", ")}`);
    return el("div", { id: "apart" }, el("h3", { text: t("apart.title") }), el("ul", {}, [...found].map(([key, plans]) => el("li", { text: t("apart.run", { run: run(plans), list: key.slice(key.indexOf("\n") + 1) }) }))));
  }
  function sides() {
    const plan = r.plan();
    const others = scenarios.filter((s) => s !== plan.scenario);
    if (!others.length) return null;
    const other = others.includes(r.state.other) ? r.state.other : others[0];
    const beside = data.plans[nearest(other, plan.budget)];
    const choice = el("label", { class: "scenario" }, el("span", { text: t("sides.with") }), el("select", { id: "other", onchange: (event) => r.set({ other: event.target.value }) }, others.map((s) => el("option", { value: s, selected: s === other, text: called(s) }))));
    const rows = [
      ["sides.budget", (p) => r.money(p.budget)], ["sides.stay", (p) => n.whole(p.told.retained)], ["sides.come", (p) => n.whole(p.told.arrived)],
      ["sides.cost", (p) => r.money(p.cost)], ["sides.each", (p) => (p.told.each === null ? "–" : r.each(p.told.each))], ["sides.built", (p) => n.whole(d3.sum(p.build, (row) => row[2]))],
      ["sides.regions", (p) => n.whole(r.built(p).size)], ["sides.gap", (p) => n.percent(p.gap, 2)],
    ];
    const table = el("table", { class: "sides", "aria-label": t("sides.title") }, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, el("span", { class: "unseen", text: t("sides.what") })), el("th", { scope: "col", class: "number", text: called(plan.scenario) }), el("th", { scope: "col", class: "number", text: called(other) }))),
      el("tbody", {}, rows.map(([key, of]) => el("tr", {}, el("th", { scope: "row", text: t(key) }), el("td", { class: "number", text: of(plan) }), el("td", { class: "number", text: of(beside) })))));
    const differing = changed(r.assumptions(plan), r.assumptions(beside));
    const settings = differing.length ? el("p", { class: "soft", text: t("sides.settings", { list: differing.join("; ") }) }) : null;
    const maps = data.map ? el("div", { class: "side-maps" }, [plan, beside].map((p) => el("figure", {}, el("figcaption", { text: called(p.scenario) }), r.smallMap(p, r.state.layer)))) : null;
    return el("div", { class: "sides-part" }, el("h3", { text: t("sides.title") }), choice, el("div", { class: "sides-grid" }, el("div", {}, el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("sides.title") }, table), settings), maps), el("details", {}, el("summary", { text: t("sides.differ") }), changes(plan, beside, { enters: "sides.only_other", leaves: "sides.only_this" })));
  }

  let drawn = 0; // the width that was drawn to
  const sketch = () => {
    const box = $("frontier");
    drawn = $("sweep").clientWidth;
    if (box) box.replaceChildren(frontier(Math.max(280, Math.floor(box.clientWidth))));
  };
  r.part(() => {
    slider();
    $("sweep").hidden = false;
    const plan = r.plan();
    const level = data.enough[plan.scenario];
    const keys = scenarios.length > 1 ? el("p", { class: "keys" }, scenarios.map((s) => {
      const swatch = el("span", { class: "swatch" });
      swatch.style.background = colour(s);
      return el("span", {}, swatch, called(s));
    })) : null;
    const failed = data.runs.filter((row) => r.missing(row.retained));
    $("sweep").replaceChildren(
      el("h2", { text: t("sweep.title") }),
      el("div", { class: "sweep-grid" },
        el("figure", { class: "chart" }, el("figcaption", {}, el("h3", { text: t("frontier.title") }), el("p", { class: "soft", text: t("frontier.sub", { unit: r.currency() }) }), keys), el("div", { id: "frontier", class: "drawing" }),
          el("p", { class: "soft", text: r.missing(level) ? t("frontier.more") : t("frontier.enough", { money: r.money(level) }) }),
          failed.length ? el("p", { class: "soft", text: t("frontier.failed", { list: failed.map((row) => `${called(row.scenario)} ${n.plain(row.budget)}: ${row.reason || row.status}`).join("; ") }) }) : null),
        el("div", { class: "steps-part" }, el("h3", { text: t("changes.title") }), steps())),
      sides() || "",
      apart() || "",
    );
    sketch();
  });
  new ResizeObserver(() => {
    if ($("sweep").clientWidth !== drawn) sketch();
  }).observe($("sweep"));
})(window.rooted);
