// Why this plan: what to cut last, and on a region's card why and why not.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;
  const FIRST = 5;
  const BARS = 12;
  const EXACT = "search";

  // A row of plan.reasons.lines and .sites, by name.
  const line = ([rank, at, option, count, status, relaxed, low, high, by]) => ({ rank, at, option, count, status, relaxed, low, high, by });
  const site = ([at, sector, option, status, built, relaxed, low, cheaper, ways]) => ({ at, sector, option, status, built, relaxed, low, cheaper, ways: ways.map((place) => data.shared[place]) });
  const lines = (plan) => (plan.reasons ? plan.reasons.lines.map(line) : []);
  const sites = (plan, at) => (plan.reasons ? plan.reasons.sites.filter((row) => at === undefined || row[0] === at).map(site) : []);
  const worth = (found) => (r.missing(found.high) ? found.relaxed : (found.low + found.high) / 2);
  const SHARES = ["worst_province", "equally_distributed"];
  const scale = (plan) => (SHARES.includes(plan.goal) ? 100 : 1);
  const number = (plan, value) => n.few(r.missing(value) ? value : value * scale(plan));
  const unit = (plan) => t(`why.unit.${plan.goal === "retained" && !plan.told.weighted ? "persons" : plan.goal}`, { unit: r.currency() });
  const called = (found) => (found.count > 1 ? `${found.count} × ` : "") + t("why.in", { what: r.option(found.option), where: r.name(found.at) });

  function loss(plan, found) {
    if (found.status === "required") return t("why.required");
    const values = { unit: unit(plan), low: number(plan, found.low), high: number(plan, found.high), n: number(plan, found.relaxed) };
    if (found.by === EXACT) return t(r.missing(found.high) ? "why.at_least" : "why.interval", values);
    const key = found.by === "relaxation" ? "why.relaxed" : "why.relaxed_at_least";
    return t(key, values) + (found.low > 0 ? t("why.proven", values) : "");
  }

  // ---- what is in the way ------------------------------------------------------------------
  const place = (text) => {
    const at = regions.name.indexOf(text);
    if (at >= 0) return r.name(at);
    const words = text.split(" ");
    const whole = words.length > 1 ? regions.name.indexOf(words.slice(0, -1).join(" ")) : -1;
    return whole >= 0 ? r.name(whole) : r.named("province", text);
  };
  // A reason of the tables, with its numbers, in the language of the page where it is known.
  function reason(text) {
    const numbers = text.match(/\d[\d.,]*\d|\d/g) || [];
    const key = `reason.${text.replace(/\d[\d.,]*\d|\d/g, "#")}`;
    return r.has(key) ? numbers.reduce((told, next) => told.replace("#", n.plain(Number(next))), t(key)) : text;
  }
  function way(found) {
    const [family, field] = found.rule.split(".");
    if (family === "suitability" || family === "table") return reason(found.what);
    const what = r.has(`way.${family}`) ? t(`way.${family}`, { field: r.named("field", field) }) : found.what;
    const measured = r.named("measured", found.unit);
    const counted = found.unit === data.currency ? r.money : (value) => t("amount", { n: Number.isInteger(value) ? n.whole(value) : n.few(value), unit: measured });
    const needs = t(r.missing(found.left) ? "why.needs" : "why.needs_left", { needs: counted(found.needs), left: counted(found.left) });
    const users = found.users.map(([id, what_]) => t("why.in", { what: r.thing(what_), where: r.placeOf.has(id) ? r.name(r.placeOf.get(id)) : id }));
    const where = found.place && !["absorption", "most_per_region"].includes(family) ? ` (${place(found.place)})` : "";
    return `${what}${where}: ${needs}${users.length ? t("why.taken_by", { list: users.join(", ") }) : ""}`;
  }
  r.reason = reason;
  r.why = { way, number, unit };

  // ---- the card ----------------------------------------------------------------------------
  function chosen(plan, found) {
    return el("li", {}, r.badge(r.look(found.option), 14), el("div", {}, el("strong", { text: r.option(found.option) }), el("br"),
      el("span", { class: "soft", text: `${t("why.rank", { rank: found.rank, all: plan.reasons.lines.length })} · ${loss(plan, found)}` })));
  }
  function notChosen(plan, found) {
    const sector = found.sector === "hub" ? t("legend.hub") : r.named("sector", found.sector);
    const told = [];
    if (found.status === "not permitted") told.push(t("why.not_permitted", { why: found.ways.map(way).join("; ") }));
    else {
      const values = { unit: unit(plan), n: number(plan, found.relaxed), low: number(plan, found.low), built: n.few(found.built), money: r.money(found.cheaper) };
      if (found.status === "impossible") told.push(t("why.impossible"));
      else if (found.built > 1e-6) told.push(t("why.partly", values));
      else if (found.relaxed > 1e-6) told.push(`${t("why.with_one", values)}${found.low > 0 ? t("why.proven", values) : ""}.`);
      else told.push(t("why.open"));
      if (!r.missing(found.cheaper)) told.push(t("why.cheaper", values));
      if (found.ways.length) told.push(t("why.in_the_way", { list: found.ways.map(way).join("; ") }));
    }
    const what = found.status === "not permitted" ? sector : r.option(found.option);
    return el("li", {}, el("div", {}, el("strong", { text: what }), el("br"), el("span", { class: "soft", text: told.join(" ") })));
  }
  r.extend("why", (at) => {
    const plan = r.plan();
    if (!plan.reasons) return null;
    const here = lines(plan).filter((found) => found.at === at);
    const others = sites(plan, at);
    if (!here.length && !others.length) return null;
    const list = (title, items) => (items.length ? [el("h4", { text: title }), el("ul", { class: "plain reasons" }, items)] : []);
    return el("section", { class: "card-part", id: "card-why" },
      ...list(t("why.why"), here.map((found) => chosen(plan, found))),
      ...list(t("why.why_not"), others.map((found) => notChosen(plan, found))),
      el("p", { class: "soft", text: t(here.length && here[0].by === EXACT ? "why.exact_card" : "why.relaxation") }));
  });

  // ---- the section -------------------------------------------------------------------------
  function sentences(plan) {
    const told = [];
    const values = { year: data.years[1] };
    const culture = plan.reasons && plan.reasons.without_culture;
    if (culture && !r.missing(culture.retained))
      told.push(t(plan.arrived >= 1 || culture.arrived >= 1 ? "why.no_culture_come" : "why.no_culture", { n: n.persons(culture.retained), all: n.persons(plan.retained), come: n.persons(culture.arrived), ...values }));
    if (plan.reasons && plan.reasons.budget_price > 0)
      told.push(t("why.price", { n: number(plan, 10 * plan.reasons.budget_price), money: r.money(10), unit: unit(plan) }));
    const even = plan.equity;
    if (even && even.gini) {
      const [a, b] = [even.gini, even.kolm_pollak];
      told.push(t("why.equity", { before: n.percent(b[0], 2), after: n.percent(b[1], 2), gini: a[0].toFixed(4), later: a[1].toFixed(4), aversion: even.aversion }));
    }
    if (plan.others && plan.others.rows) told.push(alternatives(plan.others));
    return told;
  }
  function alternatives(found) {
    const key = found.rows.length >= found.asked ? "why.others" : found.no_more_exist ? "why.others_proven" : "why.others_open";
    return t(key, { n: n.whole(found.rows.length), share: n.percent(found.within, 0), apart: n.percent(found.apart, 0), must: n.whole(found.must_have.length), free: n.whole(found.free.length) });
  }
  function first(plan) {
    const found = lines(plan).slice(0, FIRST);
    return el("ol", { class: "cut" }, found.map((one) => el("li", {},
      el("button", { type: "button", class: "link", text: called(one), onclick: () => r.openRegion(one.at) }),
      el("span", { class: "soft", text: ` ${loss(plan, one)}` }))));
  }
  r.part(() => {
    const plan = r.plan();
    const told = sentences(plan);
    const found = lines(plan);
    $("why").hidden = !told.length && !found.length;
    $("why-part").replaceChildren(...[
      found.length ? el("div", {}, el("h3", { text: t(found[0].by === EXACT ? "why.cut" : "why.cut_relaxed", { n: Math.min(FIRST, found.length) }) }), first(plan), el("p", { class: "soft", text: t(found[0].by === EXACT ? "why.exact" : "why.relaxation") })) : null,
      told.length ? el("div", { class: "lines told" }, told.map((text) => el("p", { text }))) : null,
    ].filter(Boolean));
  });

  // ---- map, charts, tables -----------------------------------------------------------------
  // What would be lost in all without what a region has: the sum over its lines.
  r.importance = (plan, at) => d3.sum(lines(plan).filter((found) => found.at === at), (found) => Math.max(0, worth(found) || 0)) * scale(plan);

  r.chart({
    key: "importance",
    shown: (plan) => lines(plan).some((found) => worth(found) > 0),
    draw: (plan, width) => {
      const rows = lines(plan).filter((found) => found.status !== "required" && worth(found) > 0).slice(0, BARS).map((found) => ({
        name: `${r.name(found.at)} · ${found.count > 1 ? `${found.count} × ` : ""}${r.option(found.option)}`, value: worth(found) * scale(plan), text: found.by === EXACT ? `${number(plan, found.low)}–${number(plan, found.high)}` : number(plan, found.relaxed),
        low: r.missing(found.high) ? undefined : found.low * scale(plan), high: r.missing(found.high) ? undefined : found.high * scale(plan),
      }));
      return r.barChart(width, rows, t("importance.label", { first: rows[0].name }));
    },
  });
  r.chart({
    key: "alternatives",
    shown: (plan) => plan.others && plan.others.rows && plan.others.rows.length,
    draw: (plan, width) => {
      const rows = plan.others.rows.map((row) => ({ name: t("alternatives.row", { n: row.number }), value: row.distance, text: t("alternatives.text", { share: n.percent(row.distance, 0), lost: n.percent(plan.objective ? 1 - row.objective / plan.objective : 0, 2) }) }));
      return r.barChart(width, rows, t("alternatives.label", { n: rows.length }));
    },
  });

  const where = (at) => ({ value: r.name(at), text: r.otherName(at) ? `${r.name(at)} ${r.otherName(at)}` : r.name(at), at });
  const words = (text) => ({ value: text, text });
  const cell = (value, form) => ({ value, text: n[form || "few"](value), number: true });
  r.table("importance", (plan) => [["rank", "region", "province", "what", "count", "relaxed_loss", "loss_low", "loss_high"],
    lines(plan).map((found) => [cell(found.rank, "whole"), where(found.at), words(r.provinceOf(found.at)), words(r.option(found.option)), cell(found.count, "whole"), cell(found.relaxed), cell(found.low), cell(found.high)])]);
  r.table("why_not", (plan) => [["region", "province", "what", "why_status", "relaxed_loss", "loss_low", "cheaper_by", "in_the_way"],
    sites(plan).map((found) => [where(found.at), words(r.provinceOf(found.at)), words(r.option(found.option)), words(t(`why.status.${found.status}`)), cell(found.relaxed), cell(found.low), cell(found.cheaper, "money"), words(found.ways.map(way).join("; "))])]);
  r.table("alternatives", (plan) => [["number", "objective", "gap", "distance", "cost"],
    ((plan.others && plan.others.rows) || []).map((row) => [cell(row.number, "whole"), cell(row.objective, "money"), { value: row.gap, text: n.percent(row.gap, 2), number: true }, { value: row.distance, text: n.percent(row.distance, 0), number: true }, cell(row.cost, "money")])]);
  for (const [kind, key] of [["must_have", "must_have"], ["free", "free"]])
    r.table(key, (plan) => [["region", "province", "what", "count"],
      ((plan.others && plan.others[kind]) || []).map((row) => [r.placeOf.has(row.region_id) ? where(r.placeOf.get(row.region_id)) : words(row.region_id), words(r.named("province", row.province)), words(r.thing(row.option_id)), { value: row.count === undefined ? row.most : row.count, text: row.count === undefined ? `${row.least}–${row.most}` : String(row.count), number: true }])]);
})(window.rooted);
