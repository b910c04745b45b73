// Starts the page: the bar at the top, settings and sources at the end, and the first drawing.
(function (r) {
  "use strict";
  const { t, el, $, n, data } = r;

  function bar() {
    $("brand").textContent = t("brand");
    const other = r.LANGUAGES.find((lang) => lang !== r.state.lang);
    const language = $("language");
    language.lang = other;
    language.textContent = r.words[other].language;
    const dark = r.dark();
    $("theme").textContent = t(dark ? "theme.light" : "theme.dark");
    language.onclick = () => r.set({ lang: other });
    $("theme").onclick = () => r.set({ theme: dark ? "light" : "dark" });
    $("print").onclick = () => window.print();
  }

  // A key of a limit or of a lock: a province, an option, a measure, or region:option.
  function called(key) {
    const [at, option] = [r.placeOf.get(key.split(":")[0]), key.split(":")[1]];
    if (option && at !== undefined) return `${r.name(at)} · ${r.thing(option)}`;
    return data.options[key] || data.measures[key] ? r.thing(key) : r.named("province", key);
  }
  const value = (found) => {
    if (found === null || found === undefined) return t("about.none");
    if (typeof found === "boolean") return t(found ? "yes" : "no");
    if (Array.isArray(found)) return found.length ? found.map(value).join(", ") : t("about.none");
    if (typeof found === "object") return Object.entries(found).map(([key, v]) => `${called(key)} ${value(v)}`).join(", ") || t("about.none");
    return typeof found === "string" ? r.named("value", found) : n.plain(found);
  };
  function rows(head, lines, label) {
    return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": label }, el("table", { "aria-label": label }, el("thead", {}, el("tr", {}, head.map((text) => el("th", { scope: "col", text })))), el("tbody", {}, lines.map((line) => el("tr", {}, line.map((cell, at) => (at ? el("td", {}, cell) : el("th", { scope: "row" }, cell))))))));
  }
  const fold = (title, open, ...children) => el("details", { open, class: open ? "printed" : null }, el("summary", {}, el("h3", { text: title })), children);

  function settings(plan) {
    const a = r.assumptions(plan);
    const lines = Object.entries(a.settings).map(([key, v]) => {
      const ends = a.ranges[key];
      const name = r.has(`setting.${key}`) ? el("span", {}, t(`setting.${key}`), el("br"), el("code", { text: key })) : el("code", { text: key });
      return [name, value(v), ends ? t("range", { low: n.plain(ends[0]), high: n.plain(ends[1]) }) : ""];
    });
    const limits = [...Object.entries(a.limits), ...Object.entries(a.locked).filter(([, v]) => v && v.length).map(([key, v]) => [`locked.${key}`, v]), ...Object.entries(a.scale)]
      .map(([key, v]) => [el("span", {}, r.has(`limit.${key}`) ? [t(`limit.${key}`), el("br")] : [], el("code", { text: key })), value(v), ""]);
    return [rows([t("about.setting"), t("about.value"), t("about.plausible")], lines, t("about.settings")), limits.length ? rows([t("about.limit"), t("about.value"), ""], limits, t("about.limits")) : null];
  }
  function sure(plan) {
    const items = [`${r.proof(plan)}`, r.checked(plan), t(plan.spread ? "about.range" : "about.no_range", { draws: plan.spread ? n.whole(plan.spread.draws) : 0 }), t("about.given")];
    return el("ul", {}, items.map((text) => el("li", { text })));
  }
  function made(plan) {
    const versions = Object.entries(plan.versions).map(([key, v]) => `${key} ${v}`).join(", ");
    const seconds = d3.sum(Object.values(plan.seconds));
    return el("ul", {}, [t("about.made", { date: data.made, version: data.version }), versions ? t("about.versions", { list: versions }) : "", t("about.seed", { seed: plan.seed, gap: n.percent(plan.gap_asked, 2) }), seconds ? t("about.seconds", { n: n.one(seconds) }) : "", data.rules || ""].filter(Boolean).map((text) => el("li", { text })));
  }
  // Publishers and kinds of figures in the language of the page, where it knows them; the rest as the instance has it.
  const longest = (kind) => Object.keys(r.words.en).filter((key) => key.startsWith(`${kind}.`)).sort((a, b) => b.length - a.length);
  const phrases = { publisher: longest("publisher"), licence: longest("licence"), when: longest("when") };
  const replaced = (kind, given) => phrases[kind].reduce((text, key) => text.split(key.slice(kind.length + 1)).join(t(key)), given || "");
  function source(cells) {
    const [table, column, publisher, year, licence, status, derivation, local] = cells;
    const korean = r.state.lang === "ko";
    const told = korean && local ? local : derivation ? el("span", { lang: "en", text: korean ? t("about.in_english", { text: derivation }) : derivation }) : "";
    return [r.named("source.table", table), el("code", { text: column }), replaced("publisher", publisher), replaced("when", year), replaced("licence", licence), r.named("source.kind", status), told];
  }
  // Notes of the engine that the page knows as a pattern, with their names, in its language; others as they are.
  const patterns = Object.keys(r.words.en).filter((key) => key.startsWith("note.")).map((key) => {
    const names = [...r.words.en[key].matchAll(/\{(\w+)\}/g)].map((found) => found[1]);
    const parts = r.words.en[key].split(/\{\w+\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    return { key, names, form: new RegExp(`^${parts.join("(.+)")}$`, "s") };
  });
  const local = (text) => text.replace(/[^,;]+? \(([^()]+)\)/g, (all, id) => (r.placeOf.has(id) ? `${all.startsWith(" ") ? " " : ""}${r.name(r.placeOf.get(id))} (${id})` : all));
  r.localPlaces = local;
  function note(text) {
    const known = patterns.find((pattern) => pattern.form.test(text));
    if (!known) return el("li", { lang: "en", text: r.state.lang === "en" ? text : t("about.in_english", { text }) });
    const cells = text.match(known.form).slice(1);
    return el("li", { text: t(known.key, Object.fromEntries(known.names.map((name, at) => [name, local(cells[at])]))) });
  }
  function about(plan) {
    const everything = el("p", { class: "on-screen" }, el("button", { type: "button", class: "plain-button", id: "print-all", text: t("print.all"), onclick: printAll }));
    const paper = el("p", { class: "soft on-paper brief", text: t("print.brief", { place: t("print.all") }) });
    const notes = plan.notes.length ? fold(t("about.notes"), false, el("ul", {}, plan.notes.map(note))) : null;
    const sources = data.sources.length ? fold(t("about.sources", { n: n.whole(data.sources.length) }), false, el("div", { lang: r.state.lang }, rows(["table", "column", "publisher", "year", "licence", "status", "derivation"].map((key) => t(`source.${key}`)), data.sources.map(source), t("about.sources", { n: n.whole(data.sources.length) })))) : null;
    return [fold(t("about.sure"), true, sure(plan)), fold(t("about.how"), true, made(plan)), fold(t("about.settings"), false, ...settings(plan).filter(Boolean)), notes, sources, paper, everything].filter(Boolean);
  }
  r.part(() => {
    bar();
    $("about-part").replaceChildren(...about(r.plan()));
    $("foot").textContent = t("foot", { version: data.version, date: data.made });
  });

  // On paper settings, notes and sources are titles alone, unless everything is printed.
  function printAll() {
    r.printsAll = true;
    window.print();
  }
  let were = new Map();
  window.addEventListener("beforeprint", () => {
    document.documentElement.classList.toggle("prints-all", Boolean(r.printsAll));
    were = new Map([...document.querySelectorAll("details")].map((part) => [part, part.open]));
    for (const part of were.keys()) part.open = Boolean(r.printsAll) || part.classList.contains("printed");
  });
  window.addEventListener("afterprint", () => {
    for (const [part, open] of were) part.open = open;
    r.printsAll = false;
  });

  r.recall();
  r.fill("live", $("live"));
  r.draw();
  window.addEventListener("hashchange", () => {
    r.recall();
    r.draw();
  });
})(window.rooted);
