"use strict";
// Filters, order, keys, and the way through the photos that need a person. Text from photos is only ever read from attributes
// and written as text.
(() => {
  const root = document.documentElement;
  const cards = [...document.querySelectorAll(".card")];
  const absent = [...document.querySelectorAll("#missing li")];
  const list = document.getElementById("cards");
  const byId = (id) => document.getElementById(id);
  const store = {
    get(key, otherwise) {
      try { return JSON.parse(localStorage.getItem(key)) ?? otherwise; } catch { return otherwise; }
    },
    set(key, value) {
      try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* decisions then last as long as the page */ }
    },
  };
  const runKey = "photocheck:" + root.dataset.run;
  const decisions = store.get(runKey, {});
  const inChinese = () => root.dataset.lang === "zh";
  let shown = "all";
  let current = null;

  // --- language, colours, lines

  function setLang(lang) {
    root.dataset.lang = root.lang = lang;
    for (const element of document.querySelectorAll("[data-zh]")) {
      if (element.tagName === "INPUT") element.placeholder = element.dataset[lang];
      else element.textContent = element.dataset[lang];
    }
    count();
    tell();
  }

  function setTheme(theme) {
    if (theme) root.dataset.theme = theme;
  }

  function toggleMarks() {
    const off = root.dataset.marks !== "off";
    root.dataset.marks = off ? "off" : "on";
    byId("marks").setAttribute("aria-pressed", String(!off));
  }

  // --- filter, search and order

  // However it is typed: full width or not, a whole identity number as the page shows it.
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const typed = (text) => plain(text).replace(/(\d{6})\d{8}(\d{3}[\dx])/g, "$1********$2");
  const texts = new Map(cards.map((card) =>
    [card, plain(`#${card.dataset.index} ${card.dataset.file} ${card.querySelector(".person")?.textContent ?? ""}`)]));
  for (const person of absent) texts.set(person, plain(person.dataset.text));

  function visible() {
    return cards.filter((card) => !card.hidden);
  }

  const searched = () => typed(byId("search").value).split(/\s+/).filter(Boolean);
  const isHit = (words) => (element) => words.every((word) => texts.get(element).includes(word));

  function count() {
    const number = visible().length;
    const people = searched().length > 0 ? absent.filter(isHit(searched())).length : 0;
    // Of several sets a photo has a card each.
    const unit = byId("set") ? "条结果" : "张";
    const photos = inChinese() ? `显示 ${number} / ${cards.length} ${unit}` : `${number} of ${cards.length} shown`;
    const missing = inChinese() ? `，没交的 ${people} 人` : `, ${people} without a photo`;
    byId("shown").textContent = people > 0 ? photos + missing : photos;
  }

  function filter() {
    const words = searched();
    const hits = isHit(words);
    const rule = byId("rule").value;
    const set = byId("set")?.value ?? "";
    for (const card of cards) {
      card.hidden = (shown !== "all" && card.dataset.verdict !== shown)
        || (set !== "" && card.dataset.set !== set)
        || (rule !== "" && !card.dataset.rules.split(" ").includes(rule))
        || !hits(card);
    }
    for (const person of absent) {
      person.hidden = words.length > 0 && !hits(person);
      person.classList.toggle("hit", words.length > 0 && hits(person));
    }
    count();
  }

  function toMissing() {
    const section = byId("missing");
    if (section) section.open = true;
    section?.scrollIntoView({ block: "center" });
  }

  // Shows the first that was found, or with `step` the next.
  function jump(step) {
    const found = visible();
    if (searched().length === 0) return;
    if (found.length === 0) {
      if (absent.some((person) => !person.hidden)) toMissing();
      return;
    }
    const at = step === 0 ? 0 : (found.indexOf(current) + step + found.length) % found.length;
    current = found[at];
    current.scrollIntoView({ block: "start" });
  }

  function search() {
    // Who looks for somebody wants to see them, whatever was shown.
    if (shown !== "all") show("all");
    filter();
    jump(0);
  }

  function show(what) {
    shown = what === shown ? "all" : what;
    for (const chip of document.querySelectorAll("[data-show]")) {
      chip.setAttribute("aria-pressed", String(chip.dataset.show === shown));
    }
    filter();
    if (shown === "missing") toMissing();
  }

  const rank = { fail: 0, review: 1, pass: 2 };
  const number = (card) => Number(card.id.slice(1));
  const place = (card) => (card.dataset.verdict !== "review" ? 2 : isOpen(card) ? 0 : 1);
  const orders = {
    name: (a, b) => number(a) - number(b),
    verdict: (a, b) => rank[a.dataset.verdict] - rank[b.dataset.verdict] || number(a) - number(b),
    open: (a, b) => place(a) - place(b) || orders.verdict(a, b),
  };

  function sort() {
    cards.sort(orders[byId("sort").value]);
    list.append(...cards);
  }

  // --- decisions: on a photo, and on single questions

  const questions = (card) => [...card.querySelectorAll("li[data-standing=review]")];
  const markOf = (card, question) => decisions[card.id]?.findings?.[question.dataset.rule];

  // The questions of a card that nobody has answered.
  const unanswered = (card) => questions(card).filter((question) => !markOf(card, question));

  // What a person has said of a card so far: "ok", "no", or nothing yet.
  function settled(card) {
    const decision = decisions[card.id];
    if (!decision) return undefined;
    if (decision.photo === "no" || Object.values(decision.findings ?? {}).includes("no")) return "no";
    if (decision.photo) return decision.photo;
    const asked = questions(card);
    return asked.length > 0 && unanswered(card).length === 0 ? "ok" : undefined;
  }

  const isOpen = (card) => card.dataset.verdict === "review" && !settled(card);

  function paint(card) {
    const decision = decisions[card.id] ?? {};
    for (const button of card.querySelectorAll("[data-mark]")) {
      const rule = button.closest("li")?.dataset.rule;
      const mark = rule === undefined ? decision.photo : decision.findings?.[rule];
      button.setAttribute("aria-pressed", String(mark === button.dataset.mark));
    }
    card.classList.toggle("settled-ok", settled(card) === "ok");
    card.classList.toggle("settled-no", settled(card) === "no");
  }

  function decide(card, rule, mark) {
    const decision = (decisions[card.id] ??= { findings: {} });
    if (rule === undefined) decision.photo = mark;
    else decision.findings[rule] = mark;
    store.set(runKey, decisions);
    paint(card);
    tell();
  }

  function undo(card) {
    delete decisions[card.id];
    store.set(runKey, decisions);
    paint(card);
    point();
    tell();
  }

  // Answers the next question of the current card, or says of the photo as a whole; then goes where the next answer is wanted.
  // What fails or passes anyway is decided as a whole: its questions decide nothing.
  function answer(mark) {
    if (!current) return begin();
    const isAsked = current.dataset.verdict === "review";
    const question = isAsked ? unanswered(current)[0] : undefined;
    decide(current, question?.dataset.rule, mark);
    const goesOn = !isAsked || mark === "no" || unanswered(current).length === 0;
    if (goesOn && isOne()) next();
    else if (goesOn) go(1);
    else point();
  }

  // --- one after another

  const isOne = () => root.dataset.mode === "one";
  const queue = () => [...cards].sort(orders.name).filter((card) => card.dataset.verdict === "review");

  function tell() {
    const all = queue();
    const left = all.filter(isOpen).length;
    byId("begin").hidden = all.length === 0;
    byId("left").textContent = inChinese() ? `还剩 ${left} 张` : `${left} left`;
    if (!isOne()) return;
    const at = all.indexOf(current) + 1;
    const asked = current ? questions(current).length : 0;
    const answered = current ? asked - unanswered(current).length : 0;
    const zh = `第 ${at} / ${all.length} 张，这张 ${answered} / ${asked} 处已定，还剩 ${left} 张`;
    const en = `Photo ${at} of ${all.length}, ${answered} of ${asked} questions answered, ${left} left`;
    byId("progress").textContent = left > 0 ? (inChinese() ? zh : en)
      : inChinese() ? "都看完了。请导出人工结论（Esc 回到全部）。" : "All done: export your decisions (Esc shows all photos).";
  }

  // Marks the question that the next key answers.
  function point() {
    document.querySelector("li.asked")?.classList.remove("asked");
    if (isOne() && current) unanswered(current)[0]?.classList.add("asked");
  }

  function turnTo(card) {
    document.querySelector(".card.current")?.classList.remove("current");
    current = card;
    card.classList.add("current");
    card.focus({ preventScroll: true });
    window.scrollTo(0, 0);
    point();
    tell();
  }

  function begin() {
    const first = queue().find(isOpen) ?? queue()[0];
    if (!first) return;
    root.dataset.mode = "one";
    byId("bar").hidden = false;
    turnTo(first);
  }

  function next() {
    const all = queue();
    const at = all.indexOf(current);
    const open = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(isOpen);
    if (open) turnTo(open);
    else tell();
  }

  function leave() {
    delete root.dataset.mode;
    byId("bar").hidden = true;
    point();
    document.querySelector(".card.current")?.classList.remove("current");
    if (current && current.hidden) show("all");
    current?.scrollIntoView({ block: "start" });
  }

  // --- what is handed on

  function rows() {
    const rows = [];
    for (const card of [...cards].sort(orders.name)) {
      const decision = decisions[card.id];
      if (!decision) continue;
      const row = { file: card.dataset.file, content: card.dataset.content, verdict: card.dataset.verdict };
      if (card.dataset.set) row.set = card.dataset.set;
      if (decision.photo) rows.push({ ...row, rule: "", decision: decision.photo });
      for (const [rule, mark] of Object.entries(decision.findings ?? {})) {
        if (mark) rows.push({ ...row, rule, decision: mark });
      }
    }
    return rows;
  }

  function cell(text) {
    const safe = /^\s*[=+\-@＝＋－＠\t\r|%]/.test(text) ? "'" + text : text;
    return '"' + safe.replaceAll('"', '""') + '"';
  }

  function save(name, type, text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  const keys = ["file", "content", "verdict", "rule", "decision", ...(byId("set") ? ["set"] : [])];
  const asCsv = () => "\ufeff" + [keys, ...rows().map((row) => keys.map((key) => row[key]))]
    .map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
  const asJson = () => JSON.stringify({ schema: 1, run: root.dataset.run, decisions: rows() }, null, 2);

  // --- moving about

  function go(step) {
    const all = isOne() ? queue() : visible();
    if (all.length === 0) return;
    const to = all[Math.min(Math.max(all.indexOf(current) + step, 0), all.length - 1)];
    if (isOne()) return turnTo(to);
    current = to;
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "start" });
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || byId("help").open) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      else if (event.key === "Enter" && event.target.id === "search") jump(event.shiftKey ? -1 : 1);
      return;
    }
    const act = {
      r: begin,
      j: () => go(1),
      k: () => go(-1),
      ArrowRight: () => go(1),
      ArrowLeft: () => go(-1),
      y: () => answer("ok"),
      n: () => answer("no"),
      u: () => current && undo(current),
      o: toggleMarks,
      "/": () => { if (isOne()) leave(); byId("search").focus(); },
      "?": () => byId("help").showModal(),
      Escape: () => isOne() && leave(),
    }[event.key];
    if (act) {
      event.preventDefault();
      act();
    }
  }

  function onClick(event) {
    const button = event.target.closest("button, a[data-rule]");
    const card = event.target.closest(".card");
    if (card) current = card;
    if (!button) return;
    if (button.dataset.mark && card) {
      const rule = button.closest("li")?.dataset.rule;
      decide(card, rule, button.getAttribute("aria-pressed") === "true" ? undefined : button.dataset.mark);
      point();
    } else if (button.dataset.show) {
      show(button.dataset.show);
    } else if (button.tagName === "A") {
      byId("rule").value = button.dataset.rule;
      filter();
    }
  }

  // What is folded is printed too, and folded again afterwards; browsers that know how do it by the style sheet.
  let folded = [];
  function unfold() {
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const part of folded) part.open = true;
  }
  function fold() {
    for (const part of folded) part.open = false;
    folded = [];
  }

  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  window.addEventListener("beforeprint", unfold);
  window.addEventListener("afterprint", fold);
  list.addEventListener("focusin", (event) => { current = event.target.closest(".card") ?? current; });
  byId("search").addEventListener("input", search);
  byId("rule").addEventListener("change", filter);
  byId("set")?.addEventListener("change", filter);
  byId("sort").addEventListener("change", sort);
  const buttons = {
    marks: toggleMarks,
    keys: () => byId("help").showModal(),
    print: () => window.print(),
    begin,
    leave,
    yes: () => answer("ok"),
    no: () => answer("no"),
    on: () => go(1),
    back: () => go(-1),
    "export-csv": () => save("decisions.csv", "text/csv", asCsv()),
    "export-json": () => save("decisions.json", "application/json", asJson()),
    lang: () => {
      const lang = inChinese() ? "en" : "zh";
      store.set("photocheck:lang", lang);
      setLang(lang);
    },
    theme: () => {
      const theme = getComputedStyle(root).colorScheme === "dark" ? "light" : "dark";
      store.set("photocheck:theme", theme);
      setTheme(theme);
    },
  };
  for (const [id, act] of Object.entries(buttons)) byId(id).addEventListener("click", act);

  setTheme(store.get("photocheck:theme", ""));
  sort();
  cards.forEach(paint);
  setLang(store.get("photocheck:lang", root.dataset.lang));
})();
