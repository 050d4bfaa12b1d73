"use strict";
// Filters, order, keys and decisions. Text from photos is only ever read from attributes and written as text.
(() => {
  const root = document.documentElement;
  const cards = [...document.querySelectorAll(".card")];
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
  const shown = new Set(["fail", "review", "pass"]);
  let current = null;

  // --- language, colours, lines

  function setLang(lang) {
    root.dataset.lang = root.lang = lang;
    for (const element of document.querySelectorAll("[data-zh]")) {
      if (element.tagName === "INPUT") element.placeholder = element.dataset[lang];
      else element.textContent = element.dataset[lang];
    }
    count();
  }

  function setTheme(theme) {
    if (theme) root.dataset.theme = theme;
  }

  function toggleMarks() {
    const off = root.dataset.marks !== "off";
    root.dataset.marks = off ? "off" : "on";
    byId("marks").setAttribute("aria-pressed", String(!off));
  }

  // --- filter and order

  function visible() {
    return cards.filter((card) => !card.hidden);
  }

  function count() {
    const number = visible().length;
    byId("shown").textContent =
      root.dataset.lang === "zh" ? `显示 ${number} / ${cards.length} 张` : `${number} of ${cards.length} shown`;
  }

  function filter() {
    const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const rule = byId("rule").value;
    const set = byId("set")?.value ?? "";
    for (const card of cards) {
      const text = (card.dataset.file + " " + (card.querySelector(".person")?.textContent ?? "")).toLowerCase();
      card.hidden = !shown.has(card.dataset.verdict)
        || (set !== "" && card.dataset.set !== set)
        || (rule !== "" && !card.dataset.rules.split(" ").includes(rule))
        || !words.every((word) => text.includes(word));
    }
    count();
  }

  const rank = { fail: 0, review: 1, pass: 2 };
  const number = (card) => Number(card.id.slice(1));
  const undecided = (card) => (card.dataset.verdict === "review" && !decisions[card.id]?.photo ? 0 : 1);
  const orders = {
    name: (a, b) => number(a) - number(b),
    verdict: (a, b) => rank[a.dataset.verdict] - rank[b.dataset.verdict] || number(a) - number(b),
    open: (a, b) => undecided(a) - undecided(b) || orders.verdict(a, b),
  };

  function sort() {
    cards.sort(orders[byId("sort").value]);
    list.append(...cards);
  }

  // --- decisions: on a photo, and on single findings

  function show(card) {
    const decision = decisions[card.id] ?? {};
    for (const button of card.querySelectorAll("[data-mark]")) {
      const rule = button.closest("li")?.dataset.rule;
      const mark = rule === undefined ? decision.photo : decision.findings?.[rule];
      button.setAttribute("aria-pressed", String(mark === button.dataset.mark));
    }
  }

  function decide(card, rule, mark) {
    const decision = (decisions[card.id] ??= { findings: {} });
    if (rule === undefined) decision.photo = mark;
    else decision.findings[rule] = mark;
    store.set(runKey, decisions);
    show(card);
  }

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
    const all = visible();
    if (all.length === 0) return;
    const at = all.indexOf(current);
    current = all[Math.min(Math.max(at + step, 0), all.length - 1)];
    current.focus({ preventScroll: true });
    current.scrollIntoView({ block: "start" });
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    const act = {
      j: () => go(1),
      k: () => go(-1),
      p: () => current && decide(current, undefined, "ok"),
      f: () => current && decide(current, undefined, "no"),
      u: () => current && decide(current, undefined, undefined),
      o: toggleMarks,
      "/": () => byId("search").focus(),
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
    } else if (button.dataset.show) {
      const verdict = button.dataset.show;
      if (!shown.delete(verdict)) shown.add(verdict);
      button.setAttribute("aria-pressed", String(shown.has(verdict)));
      filter();
    } else if (button.tagName === "A") {
      byId("rule").value = button.dataset.rule;
      filter();
    }
  }

  document.addEventListener("click", onClick);
  document.addEventListener("keydown", onKey);
  list.addEventListener("focusin", (event) => { current = event.target.closest(".card") ?? current; });
  byId("search").addEventListener("input", filter);
  byId("rule").addEventListener("change", filter);
  byId("set")?.addEventListener("change", filter);
  byId("sort").addEventListener("change", sort);
  byId("marks").addEventListener("click", toggleMarks);
  byId("print").addEventListener("click", () => window.print());
  byId("export-csv").addEventListener("click", () => save("decisions.csv", "text/csv", asCsv()));
  byId("export-json").addEventListener("click", () => save("decisions.json", "application/json", asJson()));
  byId("lang").addEventListener("click", () => {
    const lang = root.dataset.lang === "zh" ? "en" : "zh";
    store.set("photocheck:lang", lang);
    setLang(lang);
  });
  byId("theme").addEventListener("click", () => {
    const dark = getComputedStyle(root).colorScheme === "dark";
    store.set("photocheck:theme", dark ? "light" : "dark");
    setTheme(dark ? "light" : "dark");
  });

  setLang(store.get("photocheck:lang", root.dataset.lang));
  setTheme(store.get("photocheck:theme", ""));
  sort();
  cards.forEach(show);
})();
