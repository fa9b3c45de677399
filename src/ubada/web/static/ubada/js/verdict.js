// Saves a draft while it is written. Nothing is kept in the browser: what is typed goes to the server or stays on the page.
// The page works without this: then its button saves.
(() => {
  const form = document.getElementById("draft");
  if (!form) return;
  const told = document.getElementById("saved");
  const version = form.elements.namedItem("version");
  const token = form.elements.namedItem("csrfmiddlewaretoken");
  const PAUSE = 3000;
  const AGAIN = 20000;
  const LONGEST_HURRIED = 20000; // of what is sent while leaving, browsers take 64 KiB at the most
  const NO_PART_OF_THE_DRAFT = [
    "find_evidence", "find_fact", "item", "pinpoint", "bearing", "reliability", "credibility",
  ];
  let timer = 0;
  let dirty = false;
  let saving = null;
  let leaving = false;

  function say(words, bad) {
    told.textContent = words;
    told.toggleAttribute("data-bad", bad);
  }

  function later(after) {
    clearTimeout(timer);
    timer = setTimeout(keep, after);
  }

  // Signing in makes the token of a page that was open before stale: a fresh one comes with the page.
  async function signedInAgain() {
    const answer = await fetch(form.action);
    if (answer.redirected || !answer.ok) return false;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#draft [name=csrfmiddlewaretoken]");
    if (!fresh) return false;
    token.value = fresh.value;
    return true;
  }

  async function send(hurried) {
    dirty = false;
    const data = new FormData(form);
    data.set("act", "keep");
    const isShort = [...data.values()].join("").length < LONGEST_HURRIED;
    let wait = 0;
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, keepalive: hurried && isShort });
      const isJson = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
      if (answer.ok && isJson) {
        const kept = await answer.json();
        version.value = kept.version;
        if (form.dataset.begun) document.getElementById("standing").textContent = form.dataset.begun;
        if (!dirty) say(kept.said, false);
        return;
      }
      dirty = true;
      if (isJson) say((await answer.json()).said, true);
      else if (answer.status === 404) say(form.dataset.gone, true);
      else if (answer.redirected || answer.status === 403) {
        wait = (await signedInAgain()) ? 1 : AGAIN;
        if (wait === AGAIN) say(form.dataset.signedOut, true);
      } else throw new Error(String(answer.status));
    } catch {
      dirty = true;
      wait = AGAIN;
      say(form.dataset.failed, true);
    }
    if (wait) later(wait);
  }

  function keep(hurried = false) {
    if (leaving || !dirty) return saving;
    if (saving) {
      later(PAUSE);
      return saving;
    }
    clearTimeout(timer);
    saving = send(hurried).finally(() => {
      saving = null;
    });
    return saving;
  }

  function differsFromServed(field) {
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) {
      const served = Math.max([...field.options].findIndex((option) => option.defaultSelected), 0);
      return field.selectedIndex !== served;
    }
    return field.type !== "hidden" && field.defaultValue !== undefined && field.value !== field.defaultValue;
  }

  function changed(field) {
    if (NO_PART_OF_THE_DRAFT.includes(field.name)) return;
    dirty = true;
    if (!saving) say(form.dataset.unsaved, false);
    later(PAUSE);
  }

  // Not "change": it comes as a button is pressed, and what is said would move the button away under the pointer.
  form.addEventListener("input", (event) => changed(event.target));
  // A button pressed while the page is saving waits for the answer, so that nobody is in conflict with themselves.
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (!saving) {
      leaving = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    saving.then(() => form.requestSubmit(button));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  window.addEventListener("online", () => keep());
  window.addEventListener("pageshow", () => {
    leaving = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (dirty && !leaving) event.preventDefault();
  });
  window.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.code !== "KeyS") return;
    event.preventDefault();
    dirty = true;
    keep();
  });
  // On a slow line people write before this runs; some browsers give back, on a reload, what was written.
  [...form.elements].filter(differsFromServed).forEach(changed);
})();
