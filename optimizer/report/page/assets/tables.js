// Tables that sort, filter and export.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;
  const FIRST = 20;
  const LARGEST = ["cost", "by_jobs", "persons", "graduates", "relaxed_loss"]; // what a table on paper begins with most of
  const place = (at) => ({ value: r.name(at), text: r.otherName(at) ? `${r.name(at)} ${r.otherName(at)}` : r.name(at), at });
  const words = (text) => ({ value: text, text });
  const number = (value, form) => ({ value, text: n[form || "few"](value), number: true });

  // Each: the headings' words, and the cells of each row.
  const TABLES = {
    build: (plan) => [["region", "province", "what", "count", "cost", "jobs", "youth_jobs", "uplift", "phase"],
      plan.build.map(([at, id, count, cost, jobs, youth, phase, uplift]) => [place(at), words(r.provinceOf(at)), words(r.option(id)), number(count, "whole"), number(cost, "money"), number(jobs, "whole"), number(youth), { value: uplift, text: n.percent(uplift, 1), number: true }, { value: phase, text: String(phase), number: true }])],
    regions: (plan) => {
      const before = r.before(plan);
      const last = before.years ? before.years.length - 1 : 0;
      const future = Boolean(before.years);
      const head = ["region", "province", "leavers", "by_jobs", "by_culture", "arrived", "culture"].concat(future ? ["youth_without", "change", "risk_without", "risk_with"] : []);
      return [head, d3.range(r.count).map((at) => {
        const of = plan.people;
        const change = future && plan.after.change[at] ? plan.after.change[at][last] : 0;
        return [place(at), words(r.provinceOf(at)), number(before.leavers[at], "whole"), number(of.retained_by_jobs[at]), number(of.retained_by_culture[at]), number(of.arrived[at]), { value: of.culture_level[at], text: n.percent(of.culture_level[at], 0), number: true }]
          .concat(future ? [number(before.nothing[at][last], "whole"), { value: change, text: n.signed(change, 1), number: true }, number(before.risk[at], "whole"), number(plan.after.risk[at], "whole")] : []);
      })];
    },
    measures: (plan) => [["region", "province", "measure", "cost", "youth_jobs", "saved"], plan.measures.map(([at, id, cost, jobs, saved]) => [place(at), words(r.provinceOf(at)), words(r.measure(id)), number(cost, "money"), number(jobs), number(saved, "money")])],
    seats: (plan) => [["university", "field", "seats", "cost", "hired"], plan.seats.map(([id, field, seats, cost, hired]) => [words(r.university(id)), words(r.named("field", field)), number(seats, "whole"), number(cost, "money"), number(hired)])],
    workforce: (plan) => [["university", "field", "to", "graduates"], plan.workforce.map(([id, field, at, graduates]) => [words(r.university(id)), words(r.named("field", field)), place(at), number(graduates)])],
    flows: (plan) => [["from", "to", "persons"], plan.flows.map(([from, to, persons]) => [place(from), place(to), number(persons)])],
    purses: (plan) => [["province", "cost", "central", "own", "own_budget"], plan.purses.map(([name, cost, own, central, limit]) => [words(r.named("province", name)), number(cost, "money"), number(central, "money"), number(own, "money"), number(limit, "money")])],
    fair_share: (plan) => [["province", "floor", "spent", "set_by"], plan.fair_share.map(([name, floor, spent, by]) => [words(r.named("province", name)), number(floor, "money"), number(spent, "money"), words(r.named("set_by", by))])],
    phases: (plan) => [["year", "budget", "central", "carried_over"], plan.phases.map(([year, ...rest]) => [{ value: year, text: String(year), number: true }, ...rest.map((v) => number(v, "money"))])],
    instruments: (plan) => [["instrument", "cost", "adds", "adds_low", "adds_high", "cost_per_added"], plan.instruments.map(([key, cost, adds, low, high, each]) => [words(r.instrument(key)), number(cost, "money"), number(adds, "whole"), number(low, "whole"), number(high, "whole"), number(each, "money")])],
    runs: () => [["scenario", "budget", "stay", "arrived", "bound", "gap", "cost", "marginal", "built", "lifted", "status"],
      data.runs.map((row) => [words(r.named("scenario", row.scenario)), number(row.budget, "money"), number(row.retained, "persons"), number(row.arrived, "persons"), number(row.bound, "money"), { value: row.gap, text: n.percent(row.gap, 2), number: true }, number(row.cost, "money"), { value: row.marginal, text: r.missing(row.marginal) ? "–" : Number(row.marginal).toFixed(3), number: true }, number(row.built, "whole"), number(row.lifted, "whole"), words(row.reason || r.named("status", row.status))])],
  };
  r.table = (key, make) => {
    TABLES[key] = make;
  };
  const order = { key: "", down: true };
  let sought = "";
  let all = false;

  const there = (plan) => Object.keys(TABLES).filter((key) => TABLES[key](plan)[1].length);

  function rowsOf(plan, key) {
    const [head, rows] = TABLES[key](plan);
    const text = sought.trim().toLowerCase();
    let found = text ? rows.filter((row) => row.some((cell) => cell.text.toLowerCase().includes(text))) : [...rows];
    const at = head.indexOf(order.key);
    if (at >= 0) {
      const sign = order.down ? -1 : 1;
      const collator = new Intl.Collator(r.state.lang);
      found.sort((a, b) => {
        const [x, y] = [a[at].value, b[at].value];
        if (r.missing(x) || r.missing(y)) return r.missing(x) - r.missing(y);
        return sign * (a[at].number ? x - y : collator.compare(x, y));
      });
    }
    return [head, found, rows.length];
  }
  const heading = (key) => t(`column.${key}`, { unit: r.currency(), year: data.years[1] });

  function body(plan, key) {
    const [head, found, total] = rowsOf(plan, key);
    const shown = all ? found : found.slice(0, FIRST);
    const table = el("table", { "aria-label": t(`table.${key}`) });
    const top = el("tr");
    head.forEach((column, at) => {
      const sorted = order.key === column ? (order.down ? "descending" : "ascending") : "none";
      const numeric = found.length && found[0][at].number;
      top.append(el("th", { scope: "col", "aria-sort": sorted, class: numeric ? "number" : null },
        el("button", { type: "button", id: `sort-${column}`, onclick: () => sort(column, numeric) }, heading(column), el("span", { class: "arrow", "aria-hidden": "true", text: sorted === "none" ? "" : order.down ? " ↓" : " ↑" }))));
    });
    table.append(el("thead", {}, top));
    const rows = el("tbody");
    for (const row of shown) {
      rows.append(el("tr", {}, row.map((cell, at) =>
        el(at ? "td" : "th", { scope: at ? null : "row", class: cell.number ? "number" : null },
          cell.at === undefined ? cell.text : el("button", { type: "button", class: "link", onclick: () => r.openRegion(cell.at) }, r.name(cell.at), r.otherName(cell.at) ? el("span", { class: "soft", text: ` ${r.otherName(cell.at)}` }) : null)))));
    }
    table.append(rows);
    const more = found.length > FIRST
      ? el("button", { type: "button", id: "all-rows", class: "plain-button", text: all ? t("table.fewer") : t("table.all", { n: n.whole(found.length) }), onclick: () => { all = !all; redraw(); } })
      : null;
    const paper = shown.length < found.length ? el("p", { class: "soft on-paper", text: t("table.printed", { n: n.whole(shown.length), all: n.whole(found.length) }) }) : null;
    const told = t("table.count", { n: n.whole(found.length), all: n.whole(total) });
    return [el("p", { class: "soft", role: "status", text: told }), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t(`table.${key}`) }, table), paper, more];
  }
  function sort(column, numeric) {
    if (order.key === column) order.down = !order.down;
    else Object.assign(order, { key: column, down: Boolean(numeric) });
    redraw();
    $(`sort-${column}`).focus();
  }

  // A cell that a spreadsheet would take for a formula begins with an apostrophe.
  function quoted(cell) {
    if (cell.number) return r.missing(cell.value) ? "" : String(cell.value);
    const text = /^[=+\-@\t\r]/.test(cell.value) ? `'${cell.value}` : String(cell.value);
    return /[",\n\r]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
  }
  r.csv = (key) => {
    const [head, found] = rowsOf(r.plan(), key);
    return [head.map((column) => quoted({ value: heading(column) })), ...found.map((row) => row.map(quoted))].map((row) => row.join(",")).join("\r\n");
  };
  function save(key) {
    const url = URL.createObjectURL(new Blob(["\ufeff", r.csv(key), "\r\n"], { type: "text/csv;charset=utf-8" }));
    const name = [data.instance, r.plan().budget, r.plan().scenario, key].filter((part) => part || part === 0).join("-").replace(/[^\p{L}\p{N}._-]+/gu, "_");
    el("a", { href: url, download: `${name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  }

  function redraw() {
    const plan = r.plan();
    const keys = there(plan);
    if (!keys.includes(r.state.table)) r.state.table = keys[0];
    const key = r.state.table;
    const tabs = el("div", { class: "tabs", role: "tablist", "aria-label": t("tables.title") });
    keys.forEach((of, at) => tabs.append(el("button", {
      type: "button", role: "tab", id: `tab-${of}`, "aria-selected": String(of === key), "aria-controls": "table-panel", tabindex: of === key ? "0" : "-1", text: t(`table.${of}`),
      onclick: () => choose(of),
      onkeydown: (event) => {
        const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
        if (!step) return;
        event.preventDefault();
        choose(keys[(at + step + keys.length) % keys.length]);
        $(`tab-${r.state.table}`).focus();
      },
    })));
    const filter = el("input", { type: "search", id: "filter", placeholder: t("table.filter"), "aria-label": t("table.filter"), value: sought, autocomplete: "off", oninput: (event) => { sought = event.target.value; all = false; panel.replaceChildren(...body(r.plan(), r.state.table).filter(Boolean)); } });
    const panel = el("div", { id: "table-panel", role: "tabpanel", "aria-labelledby": `tab-${key}` });
    panel.append(...body(plan, key).filter(Boolean));
    $("table-part").replaceChildren(tabs, el("p", { class: "soft table-note", text: t(`table.${key}.note`) }), el("div", { class: "table-tools" }, filter, el("button", { type: "button", id: "export", class: "plain-button", text: t("table.export"), onclick: () => save(r.state.table) })), panel);
  }
  function choose(key) {
    Object.assign(order, { key: "", down: true });
    sought = "";
    all = false;
    r.state.table = key;
    redraw();
    r.remember();
  }
  // On paper the table that is shown has its first rows, the largest first; or all, where all is printed.
  let before = { all, ...order };
  window.addEventListener("beforeprint", () => {
    before = { all, ...order };
    all = Boolean(r.printsAll);
    const head = TABLES[r.state.table](r.plan())[0];
    const first = LARGEST.find((key) => head.includes(key));
    if (!all && !order.key && !head.includes("rank") && first) Object.assign(order, { key: first, down: true });
    redraw();
  });
  window.addEventListener("afterprint", () => {
    all = before.all;
    Object.assign(order, { key: before.key, down: before.down });
    redraw();
  });
  r.part(redraw);
})(window.rooted);
