// What the parts of the page share: data, state, words and numbers, under window.rooted.
//
// A part registers itself with rooted.part(draw) and is drawn anew at each change of state.
// Whatever else wants to take part (a live view, say) does the same, before page.js starts:
//   rooted.part(draw)                 called with the state at every change
//   rooted.extend(slot, make)         fills a slot: "card" (with the region's place), "why", "live"
//   rooted.show(plan, {select: true}) adds a plan (as in data.plans) and shows it
//   rooted.set({budget, scenario, region, layer, lang, theme})
//   rooted.state, rooted.plan(), rooted.data, rooted.t(key, values), rooted.say(text)
window.rooted = (function () {
  "use strict";
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data");
  const words = read("words");
  const parts = [];
  const slots = new Map();
  const LANGUAGES = Object.keys(words);
  const REMEMBERED = ["lang", "theme", "at", "other", "region", "layer", "area", "table"];

  const state = {
    lang: (navigator.language || "").startsWith("ko") ? "ko" : "en",
    theme: "",
    at: 0, // place of the plan shown in data.plans
    other: "", // scenario to compare with
    region: "", // region_id
    layer: "people",
    area: "gaining",
    table: "build",
  };

  // ---- words -------------------------------------------------------------------------------
  function t(key, values) {
    const found = words[state.lang][key];
    let text = found === undefined ? words.en[key] : found;
    if (text === undefined) return key;
    if (values) text = text.replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
    // Korean particles follow the sound of the word before: 이(가), 은(는), 을(를) are left as they are.
    return text;
  }
  const has = (key) => words[state.lang][key] !== undefined;
  // A word of the tables (a sector, a field, a province), or the word itself where it is new.
  const named = (kind, word) => (word && has(`${kind}.${word}`) ? t(`${kind}.${word}`) : String(word || ""));

  // ---- numbers -----------------------------------------------------------------------------
  const group = (text) => {
    const [whole, part] = text.split(".");
    const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
    return part === undefined ? grouped : `${grouped}.${part}`;
  };
  const clean = (text) => (/[1-9]/.test(text) ? text : text.replace("-", "")).replace("-", "−");
  const fixed = (value, digits) => clean(group(Number(value).toFixed(digits)));
  const missing = (value) => value === null || value === undefined || Number.isNaN(value);
  const n = {
    // Persons are rounded down: what is said is reached.
    persons: (value) => (missing(value) ? "–" : fixed(Math.floor(value + 1e-6), 0)),
    whole: (value) => (missing(value) ? "–" : fixed(value, 0)),
    one: (value) => (missing(value) ? "–" : fixed(value, Math.abs(value) >= 10 || value === 0 ? 1 : 2)),
    few: (value) => {
      if (missing(value)) return "–";
      if (value !== 0 && Math.abs(value) < 0.05) return value > 0 ? "<0.1" : "0";
      return Math.abs(value) >= 100 ? fixed(value, 0) : fixed(value, 1);
    },
    money: (value) =>
      missing(value) ? "–" : Math.abs(value) > 1e12 ? Number(value).toPrecision(6) : fixed(value, Number.isInteger(value) ? 0 : Math.abs(value) >= 1 ? 1 : 3),
    percent: (value, digits) => (missing(value) ? "–" : `${fixed(100 * value, digits === undefined ? 1 : digits)}%`),
    signed: (value, digits) => {
      const text = fixed(Math.abs(value), digits || 0);
      return /[1-9]/.test(text) ? (value > 0 ? "+" : "−") + text : text;
    },
    plain: (value) => (missing(value) ? "–" : typeof value === "number" ? clean(group(String(Number(value.toPrecision(6))))) : String(value)),
  };
  function currency() {
    const [unit, ...rest] = data.currency.split(" ");
    const key = `unit.${unit}`;
    return rest.length && has(key) ? t(key, { money: named("money", rest.join(" ")) }) : data.currency;
  }
  function finer() {
    if (!data.finer) return null;
    const [unit, ...rest] = data.finer.split(" ");
    return has(`unit.${unit}`) ? t(`unit.${unit}`, { money: named("money", rest.join(" ")) }) : data.finer;
  }
  // Korean counts money in 조, 억 and 만, so that "8,293.6 bn KRW" reads 8조 2,936억 원.
  const WON = { "bn KRW": 1e9, "billion KRW": 1e9, "tn KRW": 1e12, "million KRW": 1e6 };
  function won(value) {
    const scale = WON[data.currency];
    if (state.lang !== "ko" || !scale || missing(value)) return null;
    const amount = Math.abs(value) * scale;
    const sign = value < 0 ? "−" : "";
    if (amount >= 1e12) {
      const eok = Math.round(amount / 1e8);
      const rest = eok % 1e4;
      return `${sign}${group(String(Math.floor(eok / 1e4)))}조${rest ? ` ${group(String(rest))}억` : ""} 원`;
    }
    if (amount >= 1e8) return `${sign}${fixed(amount / 1e8, amount >= 1e10 ? 0 : 1)}억 원`;
    return `${sign}${fixed(amount / 1e4, 0)}만 원`;
  }
  const money = (value) => won(value) || t("amount", { n: n.money(value), unit: currency() });
  const each = (value) => {
    if (won(value)) return won(value);
    const unit = finer();
    return unit === null ? money(value) : t("amount", { n: n.whole(value * 1000), unit });
  };

  // ---- things ------------------------------------------------------------------------------
  const regions = data.regions;
  const count = regions.id.length;
  const placeOf = new Map(regions.id.map((id, at) => [id, at]));
  const name = (at) => (state.lang === "ko" && regions.local[at] ? regions.local[at] : regions.name[at]);
  const otherName = (at) => {
    const other = state.lang === "ko" ? regions.name[at] : regions.local[at];
    return other && other !== name(at) ? other : "";
  };
  const province = (at) => named("province", data.provinces[at]);
  const provinceOf = (at) => province(regions.province[at]);
  // What the instance calls a thing, in the language of the page, else in the other.
  const labelled = (kind, id) => (state.lang === "ko" && data.names[kind].ko[id]) || "";
  const english = (kind, id) => data.names[kind].en[id] || "";
  function option(id) {
    const given = state.lang === "ko" ? labelled("options", id) : english("options", id);
    if (given) return given;
    const found = data.options[id];
    if (!found) return english("options", id) || id;
    if (found.kind === "hub") {
      const word = named("hub", found.hub_type) || id;
      return found.scale ? t("option.hub", { what: word, scale: named("scale", found.scale) }) : word;
    }
    return t("option.cluster", { sector: named("sector", found.sector), scale: named("scale", found.scale) });
  }
  const measure = (id) => (state.lang === "ko" ? labelled("measures", id) : english("measures", id)) || (has(`measure.${id}`) ? t(`measure.${id}`) : english("measures", id) || id);
  const thing = (id) => (data.options[id] || !data.measures[id] ? option(id) : measure(id));
  const university = (id) => {
    const found = data.universities[id];
    return labelled("universities", id) || english("universities", id) || (found && found[0]) || id;
  };
  const settingName = (key) => (has(`setting.${key}`) ? t(`setting.${key}`) : key);

  // ---- plans -------------------------------------------------------------------------------
  const plan = () => data.plans[state.at];
  const before = (of) => data.shared[(of || plan()).before];
  const assumptions = (of) => data.shared[(of || plan()).assumptions];
  const family = (scenario) => data.plans.map((p, at) => [p, at]).filter(([p]) => p.scenario === scenario);
  function built(of) {
    const found = new Map();
    for (const row of (of || plan()).build) {
      if (!found.has(row[0])) found.set(row[0], []);
      found.get(row[0]).push(row);
    }
    return found;
  }
  const people = (of, at) => of.people.retained_by_jobs[at] + of.people.retained_by_culture[at] + of.people.arrived[at];

  // ---- elements ----------------------------------------------------------------------------
  // Text is only ever set as text, so that no name can be markup.
  function el(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (value === null || value === undefined || value === false) continue;
      if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
      else if (key === "text") node.textContent = value;
      else if (key === "class") node.className = value;
      else node.setAttribute(key, value === true ? "" : value);
    }
    for (const child of children.flat(Infinity)) if (child !== null && child !== undefined) node.append(child);
    return node;
  }
  const $ = (id) => document.getElementById(id);
  const say = (text) => {
    $("said").textContent = text;
  };

  // ---- state -------------------------------------------------------------------------------
  function remember() {
    const kept = new URLSearchParams();
    for (const key of REMEMBERED) {
      if (key === "at") {
        if (data.plans.length > 1) {
          kept.set("budget", plan().budget === null ? "" : plan().budget);
          if (plan().scenario) kept.set("scenario", plan().scenario);
        }
      } else if (state[key]) kept.set(key, state[key]);
    }
    history.replaceState(null, "", `#${kept}`);
  }
  // At first the budget that the instance itself names, or the one in the middle.
  function first() {
    const own = family(data.plans[0].scenario);
    const asked = assumptions(data.plans[0]).settings.budget;
    const found = own.find(([p]) => p.budget === asked) || own[Math.floor((own.length - 1) / 2)];
    return found[1];
  }
  state.at = first();
  function recall() {
    const kept = new URLSearchParams(location.hash.slice(1));
    for (const key of REMEMBERED) if (key !== "at" && kept.has(key)) state[key] = kept.get(key);
    if (!LANGUAGES.includes(state.lang)) state.lang = "en";
    if (!["", "light", "dark"].includes(state.theme)) state.theme = "";
    if (state.region && !placeOf.has(state.region)) state.region = "";
    if (kept.has("budget")) {
      const found = data.plans.findIndex(
        (p) => String(p.budget === null ? "" : p.budget) === kept.get("budget") && p.scenario === (kept.get("scenario") || ""),
      );
      if (found >= 0) state.at = found;
    }
  }
  function set(changes) {
    const last = { ...state };
    Object.assign(state, changes);
    draw(last);
    remember();
  }
  function draw(last) {
    const root = document.documentElement;
    root.lang = state.lang;
    if (state.theme) root.dataset.theme = state.theme;
    else delete root.dataset.theme;
    for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
    for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", t(node.dataset.label));
    const focused = document.activeElement && document.activeElement.id;
    for (const part of parts) part(state, last || {});
    // What was drawn anew keeps the keyboard where it was.
    if (focused && $(focused) && document.activeElement !== $(focused)) $(focused).focus({ preventScroll: true });
  }
  function show(record, options) {
    data.plans.push(record);
    if (!options || options.select !== false) set({ at: data.plans.length - 1 });
    return data.plans.length - 1;
  }
  const dark = () => (state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
  const fill = (slot, place, ...given) => {
    for (const make of slots.get(slot) || []) {
      const node = make(...given);
      if (node) place.append(node);
    }
  };

  return {
    data, words, state, t, has, named, n, money, each, currency, finer, won, missing,
    regions, count, placeOf, name, otherName, province, provinceOf, option, measure, thing, university, settingName,
    plan, before, assumptions, family, built, people, el, $, say, set, draw, show, fill, dark, recall, remember,
    LANGUAGES,
    part: (drawn) => parts.push(drawn),
    extend: (slot, make) => slots.set(slot, [...(slots.get(slot) || []), make]),
  };
})();
