// Why and why not after a plan was made anew: asked of the engine when a region is opened.
(function (r) {
  "use strict";
  const { t, el, $, n, regions } = r;
  const live = r.live;
  let askedFor = -1; // step whose reasons were asked for last
  let asked = null; // { step, at, option, since, found, failure } of the question about one thing
  let clock = 0;

  // ---- all reasons of the plan shown -------------------------------------------------------
  async function reasons(every) {
    askedFor = live.state().step;
    try {
      await live.quietly("reasons", { every: every === true });
    } catch (error) {
      live.note(error.message);
    }
  }
  function waiting(id) {
    return el("div", { class: "live-wait", id }, el("progress", { "aria-label": t("live.asking") }), el("span", { text: told() }));
  }
  function told() {
    const { question, task } = live.state();
    if (question) return t(question.running ? "live.asking_for" : "live.asking_queued", { n: n.whole(question.seconds) });
    return t(task ? "live.asking_later" : "live.asking");
  }
  function offer(id) {
    const failure = live.state().unanswered;
    return el("div", { class: "live-wait" }, failure ? el("span", { class: "failure", text: failure }) : null, live.button(id, "live.ask", () => reasons()));
  }

  // ---- what each line is worth, proven: minutes ------------------------------------
  const share = ({ all, done }) => (all ? done / all : 0);
  function counted({ running, seconds, done, all, what }) {
    if (!running) return t("live.asking_queued", { n: n.whole(seconds) });
    return t(what === "solved without it" ? "live.every_solved" : "live.every_searched", { done: n.whole(done), all: n.whole(all), n: n.whole(seconds) });
  }
  function every() {
    const { question, task } = live.state();
    if (live.exact()) return null;
    if (question && question.every)
      return el("div", { class: "live-wait", id: "every-wait" }, el("progress", { max: 1, value: share(question), "aria-label": t("live.every") }), el("span", { text: counted(question) }),
        live.button("every-stop", "live.stop", () => live.act("stop")));
    return el("div", { class: "live-wait" }, live.button("every-ask", "live.every", () => reasons(true), { disabled: Boolean(task) }), el("span", { class: "soft", text: t("live.every_how") }));
  }
  // A region that was opened asks by itself, once a plan; never while another plan is being made.
  function later() {
    const state = live.state();
    if (askedFor !== state.step && !state.reasons && !state.task && !state.question) setTimeout(reasons, 0);
  }
  r.extend("why", (at) => {
    if (r.plan().reasons || (regions.candidate && !regions.candidate[at]) || live.drawing()) return null;
    later();
    return el("section", { class: "card-part", id: "card-asking" }, el("h4", { text: t("live.why_title") }), live.state().unanswered ? offer("ask-card") : waiting("asking-card"));
  });
  r.part(() => {
    $("why").hidden = false;
    const { question } = live.state();
    if (!r.plan().reasons) {
      const asking = question && !question.every;
      $("why-part").prepend(el("div", {}, el("p", { text: t("live.ask_how") }), asking ? waiting("asking-why") : offer("ask-why")));
    }
    const more = every();
    if (more) $("why-part").append(more);
  });
  let before = "";
  live.heard.state.push(() => {
    const { question, unanswered, task, step } = live.state();
    for (const place of ["asking-card", "asking-why"]) if ($(place)) $(place).lastChild.textContent = told();
    if ($("every-wait") && question) {
      $("every-wait").children[0].value = share(question);
      $("every-wait").children[1].textContent = counted(question);
    }
    const now = [Boolean(question), Boolean(question && question.every), unanswered, Boolean(task), step].join();
    if (now !== before && !live.exact()) r.draw(r.state);
    before = now;
  });

  // ---- one thing, exactly ------------------------------------------------------------------
  async function exactly(at, option) {
    const own = { step: live.state().step, at, option, since: Date.now(), found: null, failure: "" };
    asked = own;
    clearInterval(clock);
    clock = setInterval(() => {
      if ($("why-since")) $("why-since").textContent = since();
    }, 500);
    r.draw(r.state);
    try {
      own.found = (await live.ask("why", { region: regions.id[at], option })).why;
    } catch (error) {
      own.failure = error.message;
    }
    if (asked !== own) return;
    clearInterval(clock);
    r.draw(r.state);
    r.say(own.failure || sentences(own.found).join(" "));
  }
  const since = () => t("live.asking_for", { n: n.whole((Date.now() - asked.since) / 1000) });
  function sentences(found) {
    const plan = r.plan();
    const [low, high] = found.chosen ? [found.adds_low, found.adds_high] : [found.misses_low, found.misses_high];
    const values = { unit: r.why.unit(plan), low: r.why.number(plan, low), high: r.why.number(plan, high) };
    const ways = found.ways.map(r.why.way).join("; ");
    if (found.status === "not permitted") return [t("why.not_permitted", { why: ways })];
    const out = [];
    if (found.status === "required") out.push(t("live.exact_required"));
    else if (found.status === "impossible") out.push(t("why.impossible"));
    else if (r.missing(low)) out.push(t("live.exact_open"));
    else out.push(t(found.chosen ? "live.exact_without" : "live.exact_with", values));
    if (ways) out.push(t("why.in_the_way", { list: ways }));
    const price = found.enters_if;
    if (price && price.cost_below !== null && price.cost_below < price.cost) out.push(t("live.exact_enters", { below: r.money(price.cost_below), now: r.money(price.cost) }));
    return out;
  }
  live.askWhy = (at, option, place) => live.button(`why-${place}`, "live.exact", () => exactly(at, option()), { title: t("live.exact_title"), disabled: Boolean(asked && !asked.found && !asked.failure) });
  live.answer = (at) => {
    if (!asked || asked.at !== at || asked.step !== live.state().step) return null;
    const head = el("strong", { text: r.option(asked.option) });
    if (asked.failure) return el("p", { id: "why-exact" }, head, " ", el("span", { class: "failure", text: asked.failure }));
    if (!asked.found) return el("div", { class: "live-wait", id: "why-wait" }, head, el("progress", { "aria-label": t("live.asking") }), el("span", { id: "why-since", text: since() }));
    return el("p", { id: "why-exact" }, head, ` ${sentences(asked.found).join(" ")}`);
  };
})(window.rooted);
