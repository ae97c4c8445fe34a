// Session: asks the server how long the session lasts, and says so on the page before and after it ends.
//
// Asking does not make the session longer. What was typed stays on the page, so that nothing is lost by leaving it.
(() => {
  const own = document.currentScript.dataset;
  const EVERY = 4000;
  const WARN_SECONDS = 300;
  let bar = null;

  function say(text, isEnded) {
    bar ??= document.body.appendChild(document.createElement("p"));
    bar.className = "kit-session";
    bar.setAttribute("role", "alert");
    bar.dataset.ended = isEnded;
    bar.textContent = `${text} `;
    if (!isEnded) return;
    const link = document.createElement("a");
    link.href = `${own.base}login?next=${encodeURIComponent(location.pathname)}`;
    link.textContent = own.again;
    bar.append(link);
  }

  async function ask() {
    let answer;
    try {
      answer = await fetch(`${own.base}session`, { cache: "no-store" });
    } catch {
      return setTimeout(ask, EVERY);
    }
    if (answer.status === 403) {
      // What is typed is kept as a draft; leaving for the login must not be asked about.
      document.querySelectorAll("[data-unsaved]").forEach((each) => each.removeAttribute("data-unsaved"));
      window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
      return say(own.ended, true);
    }
    if (answer.ok) {
      const left = (await answer.json()).seconds;
      if (left < WARN_SECONDS) say(own.ends, false);
      else if (bar) { bar.remove(); bar = null; }
    }
    setTimeout(ask, EVERY);
  }

  setTimeout(ask, EVERY);
})();
