// Saves a draft while it is written. Nothing is kept in the browser: what is typed goes to the server or stays on the page.
(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const told = document.getElementById("saved");
  const version = form.elements.namedItem("version");
  const PAUSE = 3000;
  const AGAIN = 20000;
  let timer = 0;
  let dirty = false;
  let busy = false;
  let leaving = false;

  function say(words, bad) {
    told.textContent = words;
    told.toggleAttribute("data-bad", bad);
  }

  function later(after) {
    clearTimeout(timer);
    timer = setTimeout(keep, after);
  }

  async function keep() {
    if (busy || !dirty || leaving) return;
    busy = true;
    dirty = false;
    const data = new FormData(form);
    data.set("act", "keep");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (answer.redirected || answer.status === 403 || answer.status === 404) {
        dirty = true;
        say(form.dataset.signedOut, true);
      } else if (answer.ok) {
        const kept = await answer.json();
        version.value = kept.version;
        if (!dirty) say(kept.said, false);
      } else if ((answer.headers.get("Content-Type") ?? "").startsWith("application/json")) {
        dirty = true;
        say((await answer.json()).said, true);
      } else {
        throw new Error(String(answer.status));
      }
    } catch {
      dirty = true;
      say(form.dataset.failed, true);
      later(AGAIN);
    } finally {
      busy = false;
    }
  }

  function changed(event) {
    if (["find_evidence", "find_fact", "item", "pinpoint", "bearing", "reliability", "credibility"].includes(event.target.name)) return;
    dirty = true;
    say(form.dataset.unsaved, false);
    later(PAUSE);
  }

  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  form.addEventListener("submit", () => {
    leaving = true;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep();
  });
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  window.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === "s") {
      event.preventDefault();
      dirty = true;
      keep();
    }
  });
})();
