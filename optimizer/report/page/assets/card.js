// The card of a region with every number of it; without a region, what goes where.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;

  const row = (label, value, note) => [el("dt", { text: label }), el("dd", {}, el("span", { text: value }), note ? el("small", { text: ` ${note}` }) : null)];
  const part = (title, ...children) => el("section", { class: "card-part" }, el("h4", { text: title }), ...children);
  const list = (items) => el("ul", { class: "plain" }, items);

  function overview(plan) {
    const by = [...r.built(plan)].map(([at, rows]) => ({ at, rows, cost: rows.every((row) => r.missing(row[3])) ? null : d3.sum(rows, (row) => row[3]) }));
    by.sort((a, b) => b.cost - a.cost);
    const shown = by.slice(0, 12);
    const items = shown.map(({ at, rows, cost }) =>
      el("li", {},
        el("button", { type: "button", class: "place", onclick: () => open(at) },
          el("span", { class: "place-name", text: r.name(at) }), el("span", { class: "amount", text: n.money(cost) }),
          el("span", { class: "place-what" }, rows.map((row) => r.badge(r.look(row[1]), 14)), el("span", { text: rows.map((row) => (row[2] > 1 ? `${row[2]} × ` : "") + r.option(row[1])).join(", ") })))));
    const rest = by.slice(12);
    return [
      el("h3", { text: t("card.overview") }),
      el("p", { class: "soft", text: t("card.hint") }),
      by.length ? el("div", { class: "card-unit soft", text: r.currency() }) : el("p", { text: t("card.nothing_built") }),
      el("ol", { class: "places" }, items),
      rest.length ? el("p", { class: "soft", text: t("card.rest", { n: n.whole(rest.length), money: r.money(d3.sum(rest, (p) => p.cost)) }) }) : null,
    ];
  }
  function open(at) {
    r.set({ region: regions.id[at] });
    r.bring(at);
    $("card").querySelector("h3").focus();
  }

  function region(plan, at) {
    const before = r.before(plan);
    const of = plan.people;
    const after = plan.after;
    const place = (table, fallback) => (table && at in table ? table[at] : fallback);
    const tags = [];
    if (regions.candidate && !regions.candidate[at]) tags.push(t("card.closed"));
    if (regions.decline && regions.decline[at]) tags.push(t("card.decline"));
    const head = el("header", {},
      el("button", { type: "button", class: "close", "aria-label": t("card.close"), text: "×", onclick: () => { r.set({ region: "" }); ($("country") || $("search")).focus(); } }),
      el("p", { class: "soft", text: [r.provinceOf(at), regions.id[at]].join(" · ") }),
      el("h3", { tabindex: "-1" }, r.name(at), r.otherName(at) ? el("span", { class: "soft", text: ` ${r.otherName(at)}` }) : null),
      tags.length ? el("p", { class: "tags" }, tags.map((text) => el("span", { class: "pill", text }))) : null);

    const stay = of.retained_by_jobs[at] + of.retained_by_culture[at];
    const range = plan.spread && plan.spread.regions[at];
    const who = el("dl", { class: "facts" },
      row(t("card.leavers", { year: data.years[1] }), n.whole(before.leavers[at])),
      row(t("card.stay"), n.few(stay), before.leavers[at] > 0 ? t("card.of_leavers", { share: n.percent(stay / before.leavers[at], 2) }) : ""),
      range ? row(t("card.range"), t("range", { low: n.few(range[0]), high: n.few(range[2]) })) : null,
      row(t("card.by_jobs"), n.few(of.retained_by_jobs[at])),
      row(t("card.by_culture"), n.few(of.retained_by_culture[at])),
      row(t("card.come"), n.few(of.arrived[at])),
      row(t("card.culture"), n.percent(of.culture_level[at], 0)));

    const parts = [head, el("div", { class: "card-slot" }), part(t("card.people"), who)];
    const built = r.built(plan).get(at) || [];
    parts.push(part(t("card.built"), built.length ? list(built.map(thing)) : el("p", { class: "soft", text: t("card.none_built") })));
    const measures = plan.measures.filter((m) => m[0] === at);
    if (measures.length)
      parts.push(part(t("card.measures"), list(measures.map((m) => el("li", {}, el("strong", { text: r.measure(m[1]) }), el("br"), el("span", { class: "soft", text: [r.money(m[2]), m[3] > 0 ? t("card.youth_jobs", { n: n.few(m[3]) }) : "", m[4] > 0 ? t("card.saves", { money: r.money(m[4]) }) : ""].filter(Boolean).join(" · ") }))))));
    parts.push(el("div", { class: "why-slot" }));
    if (before.years) parts.push(part(t("card.future"), future(plan, at, before, after, place), r.regionPath(plan, at)));
    for (const [title, items] of ways(plan, at)) if (items.length) parts.push(part(title, list(items)));
    const purse = plan.purses.find((p) => p[0] === data.provinces[regions.province[at]]);
    if (purse) parts.push(part(t("card.purse", { province: r.provinceOf(at) }), el("dl", { class: "facts" },
      row(t("card.purse_cost"), r.money(purse[1])), row(t("card.purse_central"), r.money(purse[3])),
      row(t("card.purse_own"), r.money(purse[2]), purse[4] === null ? t("card.no_limit") : t("card.of_budget", { money: r.money(purse[4]) })))));
    return parts;
  }

  function thing(row) {
    const [, id, count, cost, jobs, youth, phase, uplift] = row;
    const facts = [r.missing(cost) ? "" : r.money(cost), jobs > 0 ? t("card.jobs", { n: n.whole(jobs) }) : "", youth > 0 ? t("card.youth_jobs", { n: n.few(youth) }) : "",
      uplift > 0 ? t("card.uplift", { share: n.percent(uplift, 1) }) : "", phase !== data.years[0] ? String(phase) : ""];
    return el("li", { class: "thing" }, r.badge(r.look(id), 18), el("div", {}, el("strong", { text: (count > 1 ? `${count} × ` : "") + r.option(id) }), el("br"), el("span", { class: "soft", text: facts.filter(Boolean).join(" · ") })));
  }

  function future(plan, at, before, after, place) {
    const last = before.years.length - 1;
    const change = after.change[at] ? after.change[at][last] : 0;
    const nothing = before.nothing[at][last];
    const risk = (index, level) => `${index === null ? "–" : Number(index).toFixed(2)} · ${t(`risk.${level}`)}`;
    const women = place(after.women, before.women[at]);
    return el("dl", { class: "facts" },
      row(t("card.youth_now", { year: data.years[0] }), n.whole(before.nothing[at][0])),
      row(t("card.youth_without", { year: data.years[1] }), n.whole(nothing)),
      row(t("card.youth_with", { year: data.years[1] }), n.whole(nothing + change), n.signed(change, Math.abs(change) < 10 ? 1 : 0)),
      row(t("card.women"), n.whole(women), n.signed(women - before.women[at], 0)),
      row(t("card.births"), n.signed(place(after.births, 0), 1)),
      row(t("card.risk_today"), risk(before.index_today[at], before.risk_today[at])),
      row(t("card.risk_without", { year: data.years[1] }), risk(before.index[at], before.risk[at])),
      row(t("card.risk_with", { year: data.years[1] }), risk(place(after.index, before.index[at]), after.risk[at])));
  }

  function ways(plan, at) {
    const link = (place, text) => el("li", {}, el("button", { type: "button", class: "link", text: r.name(place), onclick: () => open(place) }), el("span", { class: "soft", text: ` ${text}` }));
    const top = (rows, key) => rows.sort((a, b) => b[2] - a[2]).slice(0, 6).map((f) => link(f[key], n.few(f[2])));
    const from = top(plan.flows.filter((f) => f[1] === at), 0);
    const to = top(plan.flows.filter((f) => f[0] === at), 1);
    const study = d3.rollups(plan.workforce.filter((w) => w[2] === at), (v) => d3.sum(v, (w) => w[3]), (w) => w[0]).sort((a, b) => b[1] - a[1]).slice(0, 6)
      .map(([id, number]) => el("li", {}, el("span", { text: r.university(id) }), el("span", { class: "soft", text: ` ${t("card.a_year", { n: n.few(number) })}` })));
    return [[t("card.from"), from], [t("card.to"), to], [t("card.study"), study]];
  }

  r.part((state) => {
    const card = $("card");
    const at = r.placeOf.get(state.region);
    card.classList.toggle("open", at !== undefined);
    const children = at === undefined ? overview(r.plan()) : region(r.plan(), at);
    card.replaceChildren(...children.filter(Boolean));
    if (at !== undefined) {
      r.fill("card", card.querySelector(".card-slot"), at);
      r.fill("why", card.querySelector(".why-slot"), at);
    }
  });
  r.openRegion = open;
})(window.rooted);
