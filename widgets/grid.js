// Grid: rows that people type, or paste from a spreadsheet, with what was found said beside each row.
const PAUSE = 300;

// A block as spreadsheets copy it: cells by tab, rows by line; a cell with a line break stands in quotes.
export function readBlock(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  const plain = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < plain.length; at += 1) {
    const sign = plain[at];
    if (quoted) {
      if (sign === '"' && plain[at + 1] === '"') { cell += '"'; at += 1; }
      else if (sign === '"') quoted = false;
      else cell += sign;
    } else if (sign === '"' && cell === "" && plain.indexOf('"', at + 1) > at) quoted = true;
    else if (sign === "\t") { rows.at(-1).push(cell); cell = ""; }
    else if (sign === "\n") { rows.at(-1).push(cell); rows.push([]); cell = ""; }
    else cell += sign;
  }
  rows.at(-1).push(cell);
  return rows.map((row) => row.map((value) => value.trim()));
}

function make(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

function fit(field) {
  field.style.height = "0";
  field.style.height = `${field.scrollHeight}px`;
}

class Table {
  constructor(model, el) {
    this.model = model;
    this.el = el;
    this.turn = 0;
    this.timer = null;
    this.rows = [];
    this.removed = null;
    el.classList.add("kit-grid");
    el.addEventListener("input", (event) => this.onInput(event));
    el.addEventListener("keydown", (event) => this.onKey(event));
    el.addEventListener("paste", (event) => this.onPaste(event));
    el.addEventListener("click", (event) => this.onClick(event));
    el.addEventListener("focusout", () => this.flush());
    this.sizes = new ResizeObserver(() => this.fitAll());
    this.sizes.observe(el);
  }

  get columns() { return this.model.get("columns"); }
  get words() { return this.model.get("words"); }
  get locked() { return this.model.get("locked"); }

  open() {
    this.rows = this.model.get("given").map((row) => ({ ...row }));
    this.removed = null;
    this.turn = this.model.get("opening");
    this.draw();
  }

  draw() {
    const head = make("tr", {}, ...this.columns.map((column) => this.heading(column)));
    if (this.model.get("computed")) head.append(make("th", { scope: "col", class: "kit-computed" }, this.model.get("computed")));
    if (!this.locked) head.append(make("th", { class: "kit-tools", "aria-label": this.words.tools }));
    this.body = make("tbody");
    this.rows.forEach((row, at) => this.body.append(...this.lines(row, at)));
    this.el.classList.toggle("kit-locked", this.locked);
    this.el.replaceChildren(
      make("table", { "aria-label": this.model.get("label") }, make("thead", {}, head), this.body), this.foot());
    this.fitAll();
    this.mark();
  }

  heading(column) {
    return make("th", { scope: "col", style: column.width ? `width:${column.width}` : null }, column.title);
  }

  lines(row, at) {
    const cells = this.columns.map((column) => make("td", { "data-title": column.title, class: column.number ? "kit-number" : null },
      this.field(row, at, column)));
    if (this.model.get("computed")) {
      cells.push(make("td", { class: "kit-computed", "data-title": this.model.get("computed") }, make("output", { "data-computed": at })));
    }
    if (!this.locked) {
      cells.push(make("td", { class: "kit-tools" },
        this.tool("insert", at, "＋", this.words.insert), this.tool("remove", at, "×", this.words.remove)));
    }
    const wide = cells.length;
    return [make("tr", { "data-row": at }, ...cells),
      make("tr", { "data-notes": at, class: "kit-notes", hidden: true }, make("td", { colspan: wide, "aria-live": "polite" }))];
  }

  field(row, at, column) {
    const field = make("textarea", { rows: 1, "data-row": at, "data-column": column.name, spellcheck: "false", readonly: this.locked,
      inputmode: column.number ? "decimal" : null, "aria-label": `${column.title} ${at + 1}` });
    field.value = row[column.name] ?? "";
    return field;
  }

  tool(press, at, sign, title) {
    return make("button", { type: "button", "data-press": press, "data-row": at, title, "aria-label": `${title} ${at + 1}`,
      disabled: this.locked }, sign);
  }

  foot() {
    const foot = make("div", { class: "kit-foot" });
    foot.append(make("button", { type: "button", "data-press": "append", disabled: this.locked }, this.words.append));
    if (this.removed) foot.append(make("button", { type: "button", "data-press": "restore" }, this.words.restore));
    foot.append(make("span", { class: "kit-small" }, this.model.get("hint")));
    return foot;
  }

  cell(at, column) { return this.el.querySelector(`textarea[data-row="${at}"][data-column="${column}"]`); }

  fitAll() { this.el.querySelectorAll("textarea").forEach(fit); }

  // What was found, in the rows it was found for; an answer to an earlier state of the rows is passed over.
  mark() {
    const marks = this.model.get("marks");
    if (marks.turn !== this.turn) return;
    this.rows.forEach((_row, at) => {
      const said = marks.rows[at] ?? {};
      const line = this.el.querySelector(`tr[data-row="${at}"]`);
      const notes = this.el.querySelector(`tr[data-notes="${at}"]`);
      const output = line.querySelector("output");
      if (output) { output.textContent = said.computed ?? ""; output.classList.toggle("kit-differs", Boolean(said.differs)); }
      line.dataset.severity = said.severity ?? "";
      notes.hidden = !said.html;
      if (notes.firstChild.innerHTML !== (said.html ?? "")) notes.firstChild.innerHTML = said.html ?? "";
    });
  }

  changed(pause = PAUSE) {
    this.turn += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), pause);
  }

  flush() {
    if (this.timer === null) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.model.send({ rows: this.rows, turn: this.turn });
  }

  onInput(event) {
    const { row, column } = event.target.dataset;
    if (column === undefined) return;
    this.rows[row][column] = event.target.value;
    fit(event.target);
    this.changed();
  }

  onKey(event) {
    const { row, column } = event.target.dataset;
    if (column === undefined || event.isComposing) return;
    const at = Number(row);
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) this.move(event, at + 1, column, true);
    else if (event.key === "Enter" && event.shiftKey) this.move(event, at - 1, column, false);
    else if (event.key === "ArrowDown" && this.isAtEnd(event.target)) this.move(event, at + 1, column, false);
    else if (event.key === "ArrowUp" && this.isAtStart(event.target)) this.move(event, at - 1, column, false);
    else if (event.key === "Delete" && event.ctrlKey && event.shiftKey) { event.preventDefault(); this.remove(at); }
  }

  isAtStart(field) { return field.selectionStart === 0 || !field.value.slice(0, field.selectionStart).includes("\n"); }

  isAtEnd(field) { return !field.value.slice(field.selectionEnd).includes("\n"); }

  move(event, at, column, adds) {
    event.preventDefault();
    if (at >= this.rows.length && adds && !this.locked) this.insert(this.rows.length);
    this.cell(at, column)?.focus();
    this.cell(at, column)?.select();
  }

  onPaste(event) {
    const { row, column } = event.target.dataset;
    const text = event.clipboardData.getData("text/plain");
    if (column === undefined || this.locked || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    this.fill(Number(row), this.columns.findIndex((each) => each.name === column), readBlock(text));
  }

  fill(top, left, block) {
    block.forEach((values, down) => {
      this.rows[top + down] ??= {};
      values.forEach((value, right) => {
        const column = this.columns[left + right];
        if (column) this.rows[top + down][column.name] = value;
      });
    });
    this.changed(0);
    this.draw();
    this.cell(top, this.columns[left].name)?.focus();
  }

  onClick(event) {
    // Beside its words a cell is still the field.
    if (event.target.matches("td")) event.target.querySelector("textarea")?.focus();
    const button = event.target.closest("[data-press]");
    if (!button || button.disabled) return;
    const at = Number(button.dataset.row);
    const deeds = { append: () => this.insert(this.rows.length), insert: () => this.insert(at + 1),
      remove: () => this.remove(at), restore: () => this.restore() };
    deeds[button.dataset.press]();
  }

  insert(at, row = null) {
    const above = this.rows[at - 1] ?? {};
    const carried = this.columns.filter((column) => column.carried).map((column) => [column.name, above[column.name] ?? ""]);
    this.rows.splice(at, 0, row ?? Object.fromEntries(carried));
    this.changed(0);
    this.draw();
    this.cell(at, (this.columns.find((column) => !column.carried) ?? this.columns[0]).name)?.focus();
  }

  remove(at) {
    this.removed = { at, row: this.rows.splice(at, 1)[0] };
    this.changed(0);
    this.draw();
    this.cell(Math.min(at, this.rows.length - 1), this.columns[0].name)?.focus();
  }

  restore() {
    const { at, row } = this.removed;
    this.removed = null;
    this.insert(at, row);
  }
}

function render({ model, el }) {
  const table = new Table(model, el);
  const open = () => table.open();
  const mark = () => table.mark();
  const draw = () => table.draw();
  model.on("change:opening", open);
  model.on("change:marks", mark);
  model.on("change:locked", draw);
  open();
  return () => {
    table.sizes.disconnect();
    model.off("change:opening", open);
    model.off("change:marks", mark);
    model.off("change:locked", draw);
  };
}

export default { render };
