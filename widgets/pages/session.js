// Session: asks the server how long the session lasts and whether the page's kernel still runs, and says so on the page.
//
// Asking does not make the session longer. What was typed stays on the page, so that nothing is lost by leaving it.
(() => {
  const own = document.currentScript.dataset;
  const EVERY = 4000;
  const WARN_SECONDS = 300;
  let bar = null;

  function say(text, state, address, title) {
    bar ??= document.body.appendChild(document.createElement("p"));
    bar.className = "kit-session";
    bar.setAttribute("role", "alert");
    bar.dataset.state = state;
    bar.textContent = `${text} `;
    if (!address) return;
    const link = document.createElement("a");
    link.href = address;
    link.textContent = title;
    bar.append(link);
  }

  // What is typed is kept as a draft; going on from here must not be asked about.
  function letGo() {
    document.querySelectorAll("[data-unsaved]").forEach((each) => each.removeAttribute("data-unsaved"));
    window.addEventListener("beforeunload", (event) => event.stopImmediatePropagation(), true);
  }

  function sayEnded() {
    letGo();
    say(own.ended, "ended", `${own.base}login?next=${encodeURIComponent(location.pathname)}`, own.again);
  }

  function sayLost() {
    letGo();
    say(own.lost, "lost", location.href, own.load);
  }

  async function isKernelGone() {
    const config = document.getElementById("jupyter-config-data");
    if (!config) return false;
    const answer = await fetch(`${own.base}api/kernels/${JSON.parse(config.textContent).kernelId}`, { cache: "no-store" });
    return answer.status === 404 || answer.status === 403;
  }

  async function look() {
    const answer = await fetch(`${own.base}session`, { cache: "no-store" });
    if (answer.status === 403) return sayEnded();
    if (!answer.ok) return setTimeout(ask, EVERY);
    if (await isKernelGone()) return sayLost();
    const left = (await answer.json()).seconds;
    if (left < WARN_SECONDS) say(own.ends, "ends");
    else if (bar) { bar.remove(); bar = null; }
    setTimeout(ask, EVERY);
  }

  // A server that does not answer at the moment is asked again.
  function ask() {
    look().catch(() => setTimeout(ask, EVERY));
  }

  setTimeout(ask, EVERY);
})();
