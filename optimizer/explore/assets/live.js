// The live view: what a planner changes is sent to the server of this page, which plans anew.
// It draws through the page's own parts: each new plan takes the place of the one shown.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;
  const live = data.live;
  const POLL = 300, BEAT = 60000, CLOSER = 0.005;
  const SHOWN = 8; // regions that gain or lose, things that enter or leave
  let state = live.state;
  let change = live.change;
  let number = state.step; // of the plan that is shown
  let wanted = { ...state.choice }; // what was chosen last, planned or not
  let notice = "";
  let timer = 0;
  const heard = { state: [], anew: [] }; // what other parts do at an answer, and at another plan
  const folds = new Map(); // what other parts put below the budget
  const bars = []; // and beside it

  // ---- the server --------------------------------------------------------------------------
  async function ask(path, content) {
    const given = content === undefined ? {} : { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(content) };
    let answer;
    try {
      answer = await fetch(path, { cache: "no-store", ...given });
    } catch {
      throw new Error(t("live.gone"));
    }
    const found = (answer.headers.get("content-type") || "").startsWith("application/json") ? await answer.json() : {};
    if (!answer.ok) throw new Error(answer.status === 404 ? t("live.ended") : found.failure || t("live.refused", { status: answer.status }));
    if (found.refused) throw new Error(found.refused);
    return found;
  }
  async function act(path, content) {
    notice = "";
    try {
      await take(await ask(path, content === undefined ? {} : content));
    } catch (error) {
      failed(error);
    }
  }
  function failed(error) {
    notice = error.message;
    wanted = { ...state.choice };
    status();
    controls();
    r.say(notice);
  }
  const exact = () => Boolean(r.plan().reasons) && r.plan().reasons.lines.every((row) => row[8] === "search");
  async function take(found) {
    const planning = state.task !== null;
    state = found;
    const answered = (found.reasons && !r.plan().reasons) || (found.exact && !exact());
    if (found.step !== number || answered) {
      const anew = found.step !== number;
      const plan = await ask("plan");
      for (const [place, item] of Object.entries(plan.shared)) data.shared[place] = item;
      number = plan.step;
      change = plan.change;
      data.plans[0] = plan.record;
      if (anew) wanted = { ...state.choice };
      for (const run of heard.anew) if (anew) run();
      r.set({ at: 0 });
      r.say(anew ? summary() : t("live.answered"));
    } else if (state.task === null && (planning || state.failure)) {
      wanted = { ...state.choice };
      controls();
      if (state.failure) r.say(state.failure);
    }
    status();
    for (const run of heard.state) run();
    again();
  }
  function again() {
    clearTimeout(timer);
    timer = setTimeout(look, state.task === null && state.question === null ? BEAT : POLL);
  }
  async function look() {
    try {
      await take(await ask("state"));
    } catch (error) {
      failed(error);
    }
  }
  function choose(changes) {
    wanted = { ...wanted, gap: live.first.gap, ...changes };
    act("choose", wanted);
    controls();
    r.draw(r.state); // the card's locks
  }

  // ---- budget, undo, stop ------------------------------------------------------------------
  const button = (id, word, run, more) => el("button", { type: "button", class: "plain-button", id, text: t(word), onclick: run, ...more });
  const top = Math.max(4 * (live.first.budget || r.plan().cost || 1), 1);
  const step = 10 ** Math.max(-3, Math.floor(Math.log10(top)) - 2);
  function budget() {
    const set = (event) => {
      const value = event.target.value === "" ? null : Number(event.target.value);
      if (value === null || value >= 0) choose({ budget: value });
    };
    const given = wanted.budget;
    const slide = el("input", { type: "range", id: "live-slider", min: 0, max: top, step, "aria-label": t("live.budget"), "aria-valuetext": given === null ? t("budget.none") : r.money(given), onchange: set,
      oninput: (event) => { field.value = event.target.value; } });
    const field = el("input", { type: "number", id: "live-budget", min: 0, step: "any", onchange: set });
    slide.value = given === null ? top : given;
    field.value = given === null ? "" : given;
    return el("div", { class: "live-budget" }, el("label", { for: "live-budget", text: t("live.budget") }), slide, field, el("span", { class: "soft", text: r.currency() }));
  }
  function buttons() {
    return el("div", { class: "live-buttons" },
      button("live-undo", "live.undo", () => act("undo")), button("live-redo", "live.redo", () => act("redo")),
      button("live-closer", "live.closer", () => { wanted = { ...wanted, gap: CLOSER }; act("choose", wanted); }, { title: t("live.closer_title") }),
      button("live-stop", "live.stop", () => act("stop")));
  }

  // ---- objective, scenario, assumptions ----------------------------------------------------
  const inUse = (knob) => (knob.key in wanted.settings ? wanted.settings[knob.key] : knob.value);
  function setting(key, value, central) {
    const settings = { ...wanted.settings };
    if (value === central) delete settings[key];
    else settings[key] = value;
    choose({ settings });
  }
  function knob(of, place) {
    const id = `knob-${place}`;
    const value = inUse(of);
    const set = (event) => {
      const found = Number(event.target.value);
      if (event.target.value !== "" && Number.isFinite(found)) setting(of.key, found, of.value);
    };
    const field = el("input", { type: "number", id, step: "any", onchange: set });
    const slide = el("input", { type: "range", min: of.low, max: of.high, step: (of.high - of.low) / 100, "aria-label": t("live.slide", { name: r.settingName(of.name) }), onchange: set, oninput: (event) => { field.value = Number(Number(event.target.value).toPrecision(4)); } });
    slide.value = value;
    field.value = Number(Number(value).toPrecision(6));
    return el("div", { class: `live-knob${value === of.value ? "" : " changed"}` }, el("label", { for: id, text: r.settingName(of.name) }), field, slide,
      el("button", { type: "button", class: "link", id: `${id}-back`, text: n.plain(of.value), title: t("live.back"), "aria-label": t("live.back_to", { value: n.plain(of.value) }), onclick: () => setting(of.key, of.value, of.value) }),
      el("small", { text: [t("range", { low: n.plain(of.low), high: n.plain(of.high) }), of.unit === "factor" ? "" : of.unit].filter(Boolean).join(" · ") }));
  }
  function assumptions() {
    return el("div", { class: "live-knobs" }, live.assumptions.map(knob));
  }
  function goals() {
    const chosen = wanted.settings.objective || live.objective;
    const objective = el("select", { id: "live-objective", onchange: (event) => setting("objective", event.target.value, live.objective) },
      live.objectives.map((name) => el("option", { value: name, selected: name === chosen, text: t(`live.goal.${name}`) })));
    const scenario = live.scenarios.length ? el("select", { id: "live-scenario", onchange: (event) => choose({ scenario: event.target.value }) },
      el("option", { value: "", selected: !wanted.scenario, text: t("live.no_scenario") }), live.scenarios.map((name) => el("option", { value: name, selected: name === wanted.scenario, text: r.named("scenario", name) }))) : null;
    return el("div", { class: "live-row" }, el("label", { for: "live-objective", text: t("live.objective") }), objective,
      scenario ? [el("label", { for: "live-scenario", text: t("scenario") }), scenario] : null);
  }

  // ---- locks -------------------------------------------------------------------------------
  const key = (at, option) => `${regions.id[at]}:${option}`;
  function lock(which, name) {
    const without = (list) => list.filter((found) => found !== name);
    const locks = { locked_in: without(wanted.locked_in), locked_out: without(wanted.locked_out) };
    if (which) locks[which] = [...locks[which], name];
    choose(locks);
  }
  function split(name) {
    for (let cut = name.indexOf(":"); cut >= 0; cut = name.indexOf(":", cut + 1)) {
      const at = r.placeOf.get(name.slice(0, cut));
      if (at !== undefined && data.options[name.slice(cut + 1)]) return [at, name.slice(cut + 1)];
    }
    return null;
  }
  function locks() {
    const chip = (which) => (name) => {
      const found = split(name);
      const text = found ? `${r.option(found[1])} · ${r.name(found[0])}` : name;
      return el("button", { type: "button", title: t("live.release"), onclick: () => lock(null, name) }, `${t(`live.${which}`)}: ${text} `, el("span", { "aria-hidden": "true", text: "×" }));
    };
    const all = [...wanted.locked_in.map(chip("locked_in")), ...wanted.locked_out.map(chip("locked_out"))];
    return all.length ? el("div", { class: "locks-list", id: "locks" }, all) : null;
  }
  r.extend("card", (at) => {
    if ((regions.candidate && !regions.candidate[at]) || r.live.drawing()) return null;
    const here = (r.built(r.plan()).get(at) || []).map((row) => row[1]);
    const locked = [...wanted.locked_in, ...wanted.locked_out].map(split).filter((found) => found && found[0] === at).map((found) => found[1]);
    const shown = [...new Set([...here, ...locked])];
    const two = (option, place) => ["locked_in", "locked_out"].map((which) => {
      const on = wanted[which].includes(key(at, option()));
      return el("button", { type: "button", class: "plain-button", id: `lock-${place}-${which}`, "aria-pressed": place === "other" ? null : String(on), text: t(`live.${which === "locked_in" ? "lock" : "forbid"}`), onclick: () => lock(on ? null : which, key(at, option())) });
    });
    const rows = shown.map((option, place) => el("div", { class: "lock-row" }, el("span", { text: r.option(option) }), el("span", { class: "live-buttons" }, two(() => option, place), r.live.askWhy(at, () => option, place))));
    const others = Object.keys(data.options).filter((option) => !shown.includes(option));
    const choice = el("select", { id: "lock-option", "aria-label": t("live.another") }, others.map((option) => el("option", { value: option, text: r.option(option) })));
    if (others.length) rows.push(el("div", { class: "lock-row" }, choice, el("span", { class: "live-buttons" }, two(() => choice.value, "other"), r.live.askWhy(at, () => choice.value, "other"))));
    return el("section", { class: "lock-part", id: "lock-part" }, el("h4", { text: t("live.locks") }), rows, r.live.answer(at));
  });

  // ---- saving ------------------------------------------------------------------------------
  function saving() {
    const name = el("input", { type: "text", id: "live-name", value: t("live.name"), "aria-label": t("live.save_as"), maxlength: 80 });
    const save = button("live-save", "live.save", async () => {
      save.disabled = true;
      notice = t("live.saving");
      status();
      try {
        const found = await ask("save", { name: name.value });
        notice = t("live.saved", { folder: found.saved[0], file: found.saved[1] });
      } catch (error) {
        notice = error.message;
      }
      save.disabled = false;
      status();
      r.say(notice);
    });
    return el("div", { class: "live-row" }, el("label", { for: "live-name", text: t("live.save_as") }), name, save,
      el("a", { class: "link", id: "live-scenario-file", href: "scenario.toml", download: "scenario.toml", text: t("live.download") }));
  }

  // ---- what is being done, and what has changed ---------------------------------------------
  // People, money or a share: the last has no use for one digit after the point.
  const goal = (value) => (Math.abs(value) < 10 ? n.plain(Number(value.toPrecision(4))) : n.few(value));
  const percent = (gap) => n.percent(gap, gap < 0.01 ? 2 : 1);
  function working(task) {
    const told = [r.has(`live.phase.${task.phase}`) ? t(`live.phase.${task.phase}`) : task.phase, t("live.seconds", { n: n.whole(task.seconds) })];
    if (task.objective !== null && task.measure === "objective") told.push(t("live.best", { n: goal(task.objective) }));
    if (task.bound !== null && task.measure === "objective") told.push(t("live.bound", { n: goal(task.bound) }));
    if (task.gap !== null && task.measure === "objective") told.push(t("live.gap", { gap: percent(task.gap), asked: percent(task.choice.gap) }));
    const bar = el("progress", { max: 1, "aria-label": t("live.planning") });
    if (task.gap) bar.value = Math.min(1, task.choice.gap / Math.max(task.gap, 1e-9));
    return [el("strong", { text: t(task.stopping ? "live.stopping" : "live.planning") }), bar, told.map((text) => el("span", { text }))];
  }
  function resting() {
    const plan = r.plan();
    return [el("span", { text: t("live.now", { stay: n.whole(plan.told.retained), come: n.whole(plan.told.arrived), cost: r.money(plan.cost), gap: percent(plan.gap), asked: percent(state.choice.gap) }) }), change ? el("strong", { text: summary() }) : null].filter(Boolean);
  }
  function status() {
    if (!$("live-state")) return;
    const told = state.task ? working(state.task) : resting();
    const problem = notice || (state.task ? "" : state.failure);
    $("live-state").replaceChildren(...told.flat(), problem ? el("span", { class: "failure", id: "live-problem", text: problem }) : "");
    $("live-stop").disabled = !state.task || state.task.stopping;
    $("live-undo").disabled = !state.undo;
    $("live-redo").disabled = !state.redo;
    $("live-closer").disabled = Boolean(state.task) || r.plan().gap <= CLOSER;
  }
  function summary() {
    if (!change) return "";
    const d = change.differences;
    return t("live.changed", { people: n.signed(change.difference, 0) || "0", cost: d.cost === null ? "–" : `${d.cost < 0 ? "−" : "+"}${r.money(Math.abs(d.cost))}` });
  }
  function changed() {
    if (!change) return null;
    const where = (row) => (r.placeOf.has(row.region_id) ? r.name(r.placeOf.get(row.region_id)) : row.kind === "seats" ? r.university(row.region_id) : row.region);
    const what = (row) => (row.kind === "seats" ? `${t("live.seats", { n: n.few(row.count) })} · ${r.named("field", row.what)}` : `${row.count > 1 ? `${n.plain(row.count)} × ` : ""}${r.thing(row.what)}`);
    const list = (rows, sign) => rows.length ? el("p", { class: sign }, el("span", { class: "sign", text: t(`live.${sign}`) }), rows.slice(0, SHOWN).map((row) => el("span", { text: `${what(row)}, ${where(row)} (${r.money(row.cost)})` })), rows.length > SHOWN ? el("span", { class: "soft", text: t("live.more", { n: rows.length - SHOWN }) }) : null) : null;
    const moved = change.by_region.filter((row) => r.placeOf.has(row.region_id)).sort((a, b) => b.difference - a.difference);
    const people = (rows, sign) => rows.length ? el("p", { class: sign }, el("span", { class: "sign", text: t(`live.${sign === "enters" ? "gain" : "lose"}`) }), rows.slice(0, SHOWN).map((row) => el("span", { text: `${where(row)} ${n.signed(row.difference, Math.abs(row.difference) < 10 ? 1 : 0)}` })), rows.length > SHOWN ? el("span", { class: "soft", text: t("live.more", { n: rows.length - SHOWN }) }) : null) : null;
    const none = change.enters.length + change.leaves.length + moved.length === 0;
    return el("div", { class: "live-change", id: "live-change" }, none ? el("p", { text: t("live.same") }) : null, change.unsure && !none ? el("p", { class: "soft", text: t("live.unsure") }) : null,
      list(change.enters, "enters"), list(change.leaves, "leaves"),
      people(moved.filter((row) => row.difference > 0), "enters"), people(moved.filter((row) => row.difference < 0).reverse(), "leaves"));
  }

  // ---- drawing -----------------------------------------------------------------------------
  const open = new Set();
  const rest = el("section", { id: "live-rest", class: "live-rest" });
  $("live").after(rest);
  function fold(name, content) {
    const found = el("details", { class: "live-more", id: `fold-${name}`, open: open.has(name), ontoggle: (event) => (event.target.open ? open.add(name) : open.delete(name)) },
      el("summary", { id: `fold-${name}-title`, text: t(`live.fold.${name}`) }), content);
    return found;
  }
  function controls() {
    const focused = document.activeElement && document.activeElement.id;
    const name = $("live-name") && $("live-name").value;
    $("live").hidden = false;
    $("live").setAttribute("aria-label", t("live.title"));
    $("live").replaceChildren(el("div", { class: "live-row" }, budget(), buttons()), el("div", { class: "live-state", id: "live-state" }), ...bars.map((make) => make()).filter(Boolean));
    rest.setAttribute("aria-label", t("live.rest"));
    rest.replaceChildren(...[
      locks(),
      el("div", { class: "live-folds" }, change ? fold("change", changed()) : null, fold("goals", goals()), fold("assumptions", assumptions()), [...folds].map(([name, make]) => fold(name, make())), fold("save", saving())),
    ].filter(Boolean));
    if (name) $("live-name").value = name;
    status();
    if (focused && $(focused)) $(focused).focus({ preventScroll: true });
  }
  open.add("change");
  r.live = {
    ask, act, button, goal, controls,
    state: () => state,
    note: (text) => {
      notice = text;
      status();
    },
    quietly: async (path, content) => take(await ask(path, content || {})),
    exact,
    unfold: (name) => open.add(name),
    fold: (name, make) => folds.set(name, make),
    bar: (make) => bars.push(make),
    heard,
    drawing: () => false, // whether a plan is being drawn by hand
  };
  let language = "";
  r.part((now) => {
    if (language && language !== now.lang && $("live-name")) $("live-name").value = "";
    language = now.lang;
    controls();
  });
  again();
})(window.rooted);
