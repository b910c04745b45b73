// The first lines, as a minister reads them: median and 80% range first, then the central number.
(function (r) {
  "use strict";
  const { t, el, $, n, data } = r;

  // A name as a folder's, in small letters, is written as a name in a title.
  function called() {
    const plain = data.instance === data.instance.toLowerCase() ? data.instance.replace(/_+/g, " ").trim() : data.instance;
    if (r.has(`instance.${data.instance}`)) return r.named("instance", data.instance);
    return (r.state.lang === "ko" && data.instance_local) || plain.charAt(0).toUpperCase() + plain.slice(1);
  }
  function heading(plan) {
    const name = called();
    $("kicker").textContent = t("kicker", { from: data.years[0], to: data.years[1] });
    $("title").textContent = t(data.kind === "sweep" ? "title.sweep" : "title.plan", { name });
    document.title = $("title").textContent;
    const own = plan.purses.some((row) => row[2] > 0);
    return plan.budget === null
      ? t("budget.none")
      : t(own ? "budget.central" : "budget.all", { money: r.money(plan.budget) });
  }

  function first(plan) {
    const told = plan.told;
    if (plan.spread && plan.spread.rounded.retained) {
      const [low, middle, high] = plan.spread.rounded.retained;
      return t("line.range", {
        n: n.whole(middle), low: n.whole(low), high: n.whole(high), year: data.years[1], draws: n.whole(plan.spread.draws),
      });
    }
    return central(plan, "line.central_first");
  }

  function central(plan, key) {
    const told = plan.told;
    const come = told.arrived >= 1 ? t("line.come", { n: n.whole(told.arrived) }) : "";
    return t(key, {
      year: data.years[1], n: n.whole(told.retained), come, jobs: n.whole(told.by_jobs), culture: n.whole(told.by_culture),
    });
  }

  function sentences(plan) {
    const told = plan.told;
    const found = [];
    const come = plan.spread && plan.spread.rounded.arrived;
    if (come && come[2] >= 1)
      found.push(t("line.range_come", { n: n.whole(come[1]), low: n.whole(come[0]), high: n.whole(come[2]) }));
    if (plan.spread) found.push(central(plan, "line.central"));
    else if (told.retained >= 1) found.push(t("line.no_range"));
    if (told.relief >= 1)
      found.push(t("line.relief", { where: told.closed.map((p) => r.named("province", p)).join(", "), n: n.whole(told.relief) }));
    const cost = r.money(plan.cost);
    found.push(
      told.each === null
        ? t("line.cost", { cost })
        : t(told.arrived >= 1 ? "line.cost_each_come" : "line.cost_each", { cost, each: r.each(told.each) }),
    );
    return found.concat(payers(plan), economy(plan));
  }
  // Who pays, where provinces pay a part: the cost is then more than the budget of the centre.
  function payers(plan) {
    const own = d3.sum(plan.purses, (row) => row[2]);
    if (!(own > 0)) return [];
    return [t("line.purses", { central: r.money(plan.cost - own), own: r.money(own) })];
  }

  function economy(plan) {
    const e = plan.economy;
    const found = [];
    if (e.additional_jobs >= 1)
      found.push(t("line.jobs", { year: e.year, n: n.persons(e.additional_jobs), all: n.persons(e.with_multiplier) }));
    const brought = ["value_added", "local_tax"]
      .filter((key) => !r.missing(e[key]) && e.additional_jobs >= 1)
      .map((key) => t(`line.${key}`, { money: r.money(e[key]) }));
    if (brought.length) found.push(t("line.brought", { what: brought.join(t("and")) }));
    if (!r.missing(e.births) && Math.abs(e.births_gaining) >= 1)
      found.push(t("line.births", { year: e.year, there: more(e.births_gaining), all: more(e.births) }));
    return found;
  }
  function more(value) {
    const number = Math.round(value);
    if (number === 0) return t("more.none");
    return t(number > 0 ? "more.more" : "more.fewer", { n: n.whole(Math.abs(number)) });
  }

  // How good the plan is, in the words of the summary.
  function proof(plan) {
    const told = plan.told;
    const what = goal(plan);
    const given = {
      value: told.value + told.unit, bound: (told.reached ? told.value : told.bound) + told.unit, what,
      gap: n.percent(plan.objective ? (plan.bound - plan.objective) / Math.abs(plan.objective) : plan.gap, 3),
    };
    const key = plan.status === "optimal" ? (told.reached ? "proof.reached" : "proof.bound") : `proof.${plan.status}`;
    return t(key, given);
  }
  function goal(plan) {
    if (plan.goal !== "retained") return t(`goal.${plan.goal}`);
    return t(`goal.${plan.arrived > 0 ? "stay_or_come" : "stay"}${plan.told.weighted ? "_weighted" : ""}`);
  }

  function tile(label, value, note) {
    return el("div", { class: "tile" }, el("dt", { text: label }), el("dd", {}, el("b", { text: value }), note ? el("small", { text: note }) : null));
  }
  function tiles(plan) {
    const told = plan.told;
    const range = (key) => {
      const found = plan.spread && plan.spread.rounded[key];
      return found ? t("tile.range", { low: n.whole(found[0]), high: n.whole(found[2]) }) : t("tile.central");
    };
    const middle = (key, central) => {
      const found = plan.spread && plan.spread.rounded[key];
      return n.whole(found ? found[1] : central);
    };
    const each = plan.told.arrived >= 1 ? "tile.each" : "tile.each_stay";
    const list = el("dl", { class: "tiles" });
    list.append(tile(t("tile.stay"), middle("retained", told.retained), range("retained")));
    if (plan.arrived >= 1) list.append(tile(t("tile.come"), middle("arrived", told.arrived), range("arrived")));
    list.append(r.won(plan.cost) ? tile(t("tile.cost"), r.won(plan.cost), t("tile.purses")) : tile(t("tile.cost"), n.money(plan.cost), r.currency()));
    if (told.each !== null && r.won(told.each)) list.append(tile(t(each), r.won(told.each), t("tile.purses")));
    else if (told.each !== null) {
      const unit = r.finer();
      list.append(tile(t(each), unit === null ? n.money(told.each) : n.whole(told.each * 1000), unit || r.currency()));
    }
    const gap = plan.objective ? (plan.bound - plan.objective) / Math.abs(plan.objective) : plan.gap;
    list.append(tile(t("tile.gap"), told.reached ? "0%" : n.percent(gap, 2), t(plan.status === "optimal" ? "tile.proven" : `tile.${plan.status}`)));
    return list;
  }

  r.proof = proof;
  r.checked = (plan) => t(plan.verified ? "checked.yes" : "checked.no");
  r.part(() => {
    const plan = r.plan();
    const budget = heading(plan);
    $("kicker").textContent += ` · ${budget}`;
    $("first").textContent = first(plan);
    $("figures").replaceChildren(tiles(plan));
    const lines = sentences(plan);
    $("lines").replaceChildren(
      ...lines.map((text) => el("p", { text })),
      el("p", { class: "proof", text: proof(plan) }),
      el("p", { class: "proof", text: r.checked(plan) }),
      ...(plan.one_world ? [el("p", { class: "proof", text: t("robust.offered") })] : []),
    );
  });
})(window.rooted);
