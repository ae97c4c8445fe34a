// Shows where a figure comes from: by pointing and clicking, or by keyboard (Tab into a part of the page, arrows from
// figure to figure, Escape closes). Without scripts the page is the same, and the figures stand in the file beside it.
(function () {
  "use strict";
  const data = document.getElementById("figures");
  const words = JSON.parse(data.dataset.words);
  const packed = JSON.parse(data.textContent);
  const marks = Array.from(document.querySelectorAll("[data-figure]"));
  const known = new Map(packed.own.map(([shared, id, name, value, text, rows, count]) => {
    const [unit, formula, view, law, asOf] = packed.shared[shared];
    return [id + "\n" + text, { value: value + (unit && !value.includes(unit) ? " " + unit : ""), formula, view, law, asOf, rows, count }];
  }));
  const card = document.createElement("aside");
  let shown = null;

  function line(list, word, value) {
    if (!value) return;
    const term = document.createElement("dt");
    const said = document.createElement("dd");
    term.textContent = word;
    said.textContent = value;
    list.append(term, said);
  }

  function describe(figure) {
    const list = document.createElement("dl");
    const more = figure.count - figure.rows.length;
    line(list, words.value, figure.value);
    line(list, words.formula, figure.formula);
    line(list, words.law, figure.law.join(", "));
    line(list, words.rows, figure.rows.join(", ") + (more > 0 ? " " + words.more.replace("{count}", more) : ""));
    line(list, words.view, "kit show " + figure.view.replace("(", " ").replace(/\)$/, "").replace(/, /g, " "));
    line(list, words.as_of, figure.asOf.slice(0, 10));
    return list;
  }

  function place(mark) {
    const box = mark.getBoundingClientRect();
    const wide = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(box.left, wide - card.offsetWidth - 8));
    const below = box.bottom + 6 + card.offsetHeight <= window.innerHeight;
    card.style.left = left + window.scrollX + "px";
    card.style.top = (below ? box.bottom + 6 : Math.max(8, box.top - card.offsetHeight - 6)) + window.scrollY + "px";
  }

  function show(mark) {
    const figure = known.get(mark.dataset.figure + "\n" + mark.textContent);
    if (!figure) return;
    hide();
    shown = mark;
    mark.classList.add("asked");
    card.replaceChildren(heading(), describe(figure));
    card.hidden = false;
    place(mark);
  }

  function heading() {
    const title = document.createElement("strong");
    title.textContent = words.title;
    return title;
  }

  function hide() {
    if (shown) shown.classList.remove("asked");
    card.hidden = true;
    shown = null;
  }

  function go(from, step) {
    const next = marks[marks.indexOf(from) + step];
    if (!next) return;
    from.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  card.id = "figure-card";
  card.hidden = true;
  card.setAttribute("role", "status");
  document.body.append(card);
  marks.forEach((mark) => { mark.tabIndex = -1; });
  document.querySelectorAll("ul, dl, table, p").forEach((part) => {
    const first = part.querySelector("[data-figure]");
    if (first) first.tabIndex = 0;
  });
  document.addEventListener("click", (event) => {
    const mark = event.target.closest("[data-figure]");
    if (mark && mark !== shown) show(mark); else if (!card.contains(event.target)) hide();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("[data-figure]") && event.target.matches(":focus-visible")) show(event.target);
  });
  document.addEventListener("keydown", (event) => {
    const mark = event.target.closest ? event.target.closest("[data-figure]") : null;
    if (event.key === "Escape") hide();
    if (!mark) return;
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) { event.preventDefault(); go(mark, step); }
    if (event.key === "Enter") show(mark);
  });
})();
