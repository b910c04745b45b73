// A plan drawn by hand: on the map, as lines of text, or from a file; valued by the engine.
(function (r) {
  "use strict";
  const { t, el, $, n, data, regions } = r;
  const live = r.live;
  let drawn = null; // its lines: region, option, count, and year beside phases; null: not begun
  let worth = null; // what the engine has said of it
  let drawing = false; // whether the map shows it
  live.drawing = () => drawing;

  // ---- its lines ---------------------------------------------------------------------------
  const write = (rows) => rows.map((row) => row.join(", ")).join("\n");
  const phased = () => r.plan().phases.length > 1;
  const shown = () => write([...r.plan().build.map((row) => [regions.id[row[0]], row[1], row[2], ...(phased() ? [row[6]] : [])]), ...r.plan().measures.map((row) => [regions.id[row[0]], row[1], 1])]);
  const text = () => (drawn === null ? shown() : drawn);
  function rows() {
    return text().split("\n").map((line) => line.trim()).filter(Boolean).map((line) => {
      const [region, option, count, year] = line.split(/[,;\t]/).map((cell) => cell.trim());
      return [region || "", option || "", count ? Number(count) : 1, ...(year ? [Number(year)] : [])];
    });
  }
  const at = (word) => {
    const id = r.placeOf.get(word);
    if (id !== undefined) return id;
    const low = word.toLowerCase();
    const named = d3.range(r.count).filter((place) => [regions.name[place], regions.local[place]].some((name) => name && name.toLowerCase() === low));
    return named.length === 1 ? named[0] : undefined;
  };
  function change(made) {
    drawn = write(made);
    worth = null;
    live.controls();
    r.draw(r.state);
  }
  function place(where, option, by) {
    const made = rows();
    const found = made.find((row) => at(row[0]) === where && row[1] === option);
    if (found) found[2] += by;
    else if (by > 0) made.push([regions.id[where], option, by]);
    change(made.filter((row) => row[2] > 0));
    r.say(t("live.drawn", { what: r.thing(option), where: r.name(where), n: found ? found[2] : by }));
  }

  // ---- on the map --------------------------------------------------------------------------
  const built = r.built;
  r.built = (of) => {
    if (!drawing || (of !== undefined && of !== r.plan())) return built(of);
    const found = new Map();
    for (const [word, option, count] of rows()) {
      const where = at(word);
      if (where === undefined || !data.options[option]) continue;
      if (!found.has(where)) found.set(where, []);
      found.get(where).push([where, option, count, null, 0, 0, data.years[0], 0]);
    }
    return found;
  };
  function draw(on) {
    drawing = on;
    if (on && drawn === null) drawn = shown();
    if (on) live.unfold("hand");
    live.controls();
    r.draw(r.state);
    r.say(t(on ? "live.drawing_on" : "live.drawing_off"));
  }
  live.bar(() => {
    const toggle = live.button("hand-draw", drawing ? "live.drawing_end" : "live.drawing_begin", () => draw(!drawing), { "aria-pressed": String(drawing) });
    if (!drawing) return null;
    const count = d3.sum([...r.built().values()].flat(), (row) => row[2]);
    return el("div", { class: "live-row hand-bar", id: "hand-bar" }, el("span", { text: t("live.drawing", { n: n.whole(count) }) }), live.button("hand-value", "live.score", value), toggle);
  });
  r.extend("card", (where) => {
    if (!drawing) return null;
    if (regions.candidate && !regions.candidate[where]) return el("section", { class: "lock-part" }, el("p", { class: "soft", text: t("live.drawing_closed") }));
    const here = r.built().get(where) || [];
    const step = (option, by, id, word, label) => el("button", { type: "button", class: "plain-button", id, text: word, "aria-label": label, onclick: () => place(where, option, by) });
    const lines = here.map(([, option, count], index) => el("div", { class: "lock-row" }, el("span", { text: `${count} × ${r.option(option)}` }), el("span", { class: "live-buttons" },
      step(option, -1, `hand-less-${index}`, "−", t("live.one_less", { what: r.option(option) })), step(option, 1, `hand-more-${index}`, "+", t("live.one_more", { what: r.option(option) })),
      step(option, -count, `hand-none-${index}`, t("live.remove"), t("live.remove_what", { what: r.option(option) })))));
    const choice = el("select", { id: "hand-option", "aria-label": t("live.another") }, Object.keys(data.options).map((option) => el("option", { value: option, text: r.option(option) })));
    choice.value = last && data.options[last] ? last : choice.value;
    lines.push(el("div", { class: "lock-row" }, choice, live.button("hand-place", "live.place", () => {
      last = choice.value;
      place(where, choice.value, 1);
    })));
    return el("section", { class: "lock-part", id: "hand-part" }, el("h4", { text: t("live.fold.hand") }), lines);
  });
  let last = "";

  // ---- its worth ---------------------------------------------------------------------------
  async function value() {
    for (const id of ["hand-score", "hand-value"]) if ($(id)) $(id).disabled = true;
    live.note(t("live.scoring"));
    try {
      worth = (await live.ask("score", { rows: rows() })).score;
      live.note("");
    } catch (error) {
      live.note(error.message);
    }
    live.unfold("hand");
    live.controls();
    if (worth) r.say(told());
  }
  function told() {
    return t("live.worth", { stay: n.few(worth.retained), come: n.few(worth.arrived), cost: r.money(worth.cost), objective: live.goal(worth.objective), bound: live.goal(worth.bound) });
  }
  function distance() {
    const best = r.plan().objective;
    const share = (of) => n.percent(Math.abs(of - worth.objective) / Math.max(1, Math.abs(of)), 1);
    const key = worth.objective > worth.bound ? "live.above_bound" : worth.broken.length ? "live.below_broken" : worth.objective >= best ? "live.not_below" : "live.below";
    return t(key, { shown: share(best), bound: share(worth.bound) });
  }
  // A broken rule in the language of the page; what it has no words for stays English.
  function broken(row) {
    if (!r.has(`broken.${row.rule}`)) return el("li", { lang: "en", text: row.sentence });
    const limit = row.needs.match(/^at (most|least) ([\d.,]+) ?(.*)$/);
    const number = (text) => n.plain(Number(text.replaceAll(",", "")));
    const unit = limit && (limit[3] === data.currency ? r.currency() : r.named("measured", limit[3]));
    const needs = limit ? t(`broken.at_${limit[1]}`, { n: number(limit[2]), unit }) : r.named("broken.needs", row.needs);
    const has = /^[\d.,]+$/.test(row.has) ? number(row.has) : r.reason(row.has);
    const words = r.localPlaces(row.place).split(" ").map((word) => (data.options[word] || data.measures[word] ? r.thing(word) : r.named("province", r.named("field", word))));
    return el("li", { text: t("broken.told", { rule: t(`broken.${row.rule}`), place: words.length && row.place ? `, ${words.join(" ")}` : "", needs, has }) });
  }
  function valued() {
    const rules = worth.broken.length ? el("ul", { id: "hand-broken" }, worth.broken.map(broken)) : null;
    const one = (region, option) => `${r.thing(option)}, ${r.placeOf.has(region) ? r.name(r.placeOf.get(region)) : region}`;
    const swaps = worth.swaps.map((row, index) => el("li", {},
      `${row.out ? `${one(row.out_region_id, row.out_option_id)} → ` : "+ "}${one(row.in_region_id, row.in_option_id)}: +${live.goal(row.gain)} (${row.cost < 0 ? "−" : "+"}${r.money(Math.abs(row.cost))}) `,
      el("button", { type: "button", class: "link", id: `hand-swap-${index}`, text: t("live.swap"), onclick: () => swap(row) })));
    return el("div", { id: "hand-worth" }, el("p", {}, el("strong", { text: told() })), el("p", { id: "hand-distance", text: distance() }),
      el("p", { text: worth.broken.length ? t("live.broken", { n: worth.broken.length }) : t("live.keeps") }), rules,
      swaps.length ? [el("p", { text: t("live.swaps") }), el("ul", { id: "hand-swaps" }, swaps)] : el("p", { class: "soft", text: t("live.no_swaps") }));
  }
  function swap(row) {
    const made = rows();
    const out = row.out && made.find((line) => at(line[0]) === r.placeOf.get(row.out_region_id) && line[1] === row.out_option_id);
    if (out) out[2] -= 1;
    const there = made.find((line) => line[0] === row.in_region_id && line[1] === row.in_option_id);
    if (there) there[2] += 1;
    else made.push([row.in_region_id, row.in_option_id, 1]);
    change(made.filter((line) => line[2] > 0));
    value();
  }

  // ---- files -------------------------------------------------------------------------------
  async function upload(event) {
    const [file] = event.target.files;
    if (!file) return;
    try {
      const found = (await live.ask("drawn", { csv: await file.text() })).rows;
      live.note("");
      draw(true);
      change(found);
      live.note(t("live.uploaded", { file: file.name, n: n.whole(found.length) }));
    } catch (error) {
      live.note(error.message);
    }
    event.target.value = ""; // so that the same file can be read again once it was mended
  }
  const quoted = (cell) => (/[",\n]/.test(cell) ? `"${String(cell).replaceAll('"', '""')}"` : cell);
  function file() {
    const made = rows();
    const head = ["region_id", "option_id", "count", ...(made.some((row) => row.length > 3) ? ["year"] : [])];
    return `${[head, ...made].map((row) => row.map(quoted).join(",")).join("\n")}\n`;
  }
  function hand() {
    const area = el("textarea", { id: "hand-rows", rows: 8, spellcheck: "false", "aria-label": t("live.hand_rows"),
      oninput: (event) => { drawn = event.target.value; worth = null; },
      onchange: () => { if (drawing) r.draw(r.state); } });
    area.value = text();
    const given = el("input", { type: "file", id: "hand-file", class: "unseen", accept: ".csv,text/csv", onchange: upload });
    const save = el("a", { class: "link", id: "hand-save", download: "build.csv", href: "#", text: t("live.hand_download"), onclick: (event) => { event.currentTarget.href = `data:text/csv;charset=utf-8,${encodeURIComponent(file())}`; } });
    return el("div", { class: "live-hand" }, el("p", { class: "soft", text: t("live.hand_how") }),
      el("div", { class: "live-buttons" }, live.button("hand-map", drawing ? "live.drawing_end" : "live.drawing_begin", () => draw(!drawing), { "aria-pressed": String(drawing) }),
        live.button("hand-take", "live.take", () => change(shown().split("\n").filter(Boolean).map((line) => line.split(", ").map((cell, place) => (place > 1 ? Number(cell) : cell))))), live.button("hand-empty", "live.empty", () => change([]))),
      area, el("div", { class: "live-row" }, given, el("label", { for: "hand-file", class: "plain-button", text: t("live.upload") }), save),
      el("div", { class: "live-buttons" }, live.button("hand-score", "live.score", value)), worth ? valued() : null);
  }
  live.fold("hand", hand);
  live.heard.anew.push(() => {
    worth = null; // of another plan's budget and assumptions
  });
})(window.rooted);
