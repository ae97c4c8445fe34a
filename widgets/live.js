// Live: a piece of page whose words come from Python. It shows parts of HTML and tells what a person types and presses.
//
// Everything that goes to the kernel is a custom message: messages keep their order, state updates may overtake them.
const PAUSE = 300;

function valueOf(field) {
  if (field.type === "file") return field.files[0]?.name ?? "";
  return field.type === "checkbox" ? field.checked : field.value;
}

// The files that fields hold: their names, and their contents in the same order; null where one is too large.
async function filesIn(el) {
  const held = [...el.querySelectorAll("input[type=file]")].filter((field) => field.files.length);
  for (const field of held) {
    const large = field.files[0].size > Number(field.dataset.max);
    field.setCustomValidity(large ? field.dataset.large : "");
    if (!field.reportValidity()) return null;
  }
  const names = held.map((field) => ({ field: field.name, name: field.files[0].name }));
  return { names, contents: await Promise.all(held.map((field) => field.files[0].arrayBuffer())) };
}

function render({ model, el }) {
  const shown = new Map();
  let timer = null;
  // The button that opened what stands in front now; the cursor goes back to it.
  let opener = null;

  const fields = () => [...el.querySelectorAll("[name]")];
  const typed = () => Object.fromEntries(fields().map((field) => [field.name, valueOf(field)]));

  function flush() {
    if (timer === null) return;
    clearTimeout(timer);
    timer = null;
    model.send({ typed: typed() });
  }

  function drawFrame() {
    const held = el.contains(document.activeElement) ? document.activeElement.name : "";
    el.innerHTML = model.get("frame");
    shown.clear();
    drawParts();
    if (held) el.querySelector(`[name="${CSS.escape(held)}"]`)?.focus();
  }

  // Only parts whose words changed are drawn anew, so that nobody loses the place where they type.
  function drawParts() {
    for (const [name, html] of Object.entries(model.get("parts"))) {
      const place = el.querySelector(`[data-part="${CSS.escape(name)}"]`);
      if (place && shown.get(name) !== html) {
        const held = place.contains(document.activeElement);
        place.innerHTML = html;
        shown.set(name, html);
        const wanted = place.querySelector("[data-focus]");
        if (wanted) wanted.focus();
        else if (held && opener) el.querySelector(opener)?.focus();
      }
    }
  }

  function onInput(event) {
    if (!event.target.name) return;
    clearTimeout(timer);
    timer = setTimeout(flush, event.target.matches("select, [type=checkbox]") ? 0 : PAUSE);
  }

  function onKey(event) {
    if (event.key === "Enter" && event.target.matches("input")) {
      flush();
      if (event.target.closest("[data-form]")) el.querySelector("[data-main]")?.click();
    }
    if (event.key === "Escape") el.querySelector("[data-escape]")?.click();
  }

  function pressed(button) {
    const value = button.dataset.value ? `[data-value="${CSS.escape(button.dataset.value)}"]` : "";
    return `[data-press="${CSS.escape(button.dataset.press)}"]${value}`;
  }

  async function onPress(event) {
    const target = event.target.closest("[data-press]");
    // A link with a modifier key does what the browser does with links.
    if (!target || target.disabled || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    clearTimeout(timer);
    timer = null;
    if (target.hasAttribute("data-opens")) opener = pressed(target);
    const message = { typed: typed(), press: target.dataset.press, value: target.dataset.value ?? null };
    if (!target.hasAttribute("data-files")) return model.send(message);
    const files = await filesIn(el);
    if (files) model.send({ ...message, files: files.names }, undefined, files.contents);
  }

  // The page around asks as well, before anybody else hears that it is being left.
  function markUnsaved() {
    el.toggleAttribute("data-unsaved", model.get("unsaved"));
  }

  function onLeave(event) {
    if (model.get("unsaved")) event.preventDefault();
  }

  el.classList.add("kit-live");
  el.addEventListener("input", onInput);
  el.addEventListener("keydown", onKey);
  el.addEventListener("focusout", flush);
  el.addEventListener("click", onPress);
  window.addEventListener("beforeunload", onLeave);
  model.on("change:frame", drawFrame);
  model.on("change:parts", drawParts);
  model.on("change:unsaved", markUnsaved);
  drawFrame();
  markUnsaved();
  // What stood in the first response gives way to the living page.
  const first = document.getElementById(model.get("replaces"));
  if (first) first.remove();
  document.getElementById("kit-progress")?.remove();

  return () => {
    window.removeEventListener("beforeunload", onLeave);
    model.off("change:frame", drawFrame);
    model.off("change:parts", drawParts);
    model.off("change:unsaved", markUnsaved);
  };
}

export default { render };
