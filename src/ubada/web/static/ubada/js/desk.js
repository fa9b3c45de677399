// Comforts of the desk; every page works without them. What a key does is said in the markup:
//   [data-card]            one piece of work; J and K go to the next and the one before
//   [data-key="KeyA"]      within a card or the page: this key presses, opens or focuses it (the key, not the letter: it
//                          is the same on a Russian keyboard)
//   form[data-swap]        is sent without leaving the page, and the card is replaced by the one that comes back
//   [data-marks="uid"]     in the document: takes on the state of the card with this id
//   script[data-keys=off]  no single key does anything: who speaks to the machine, or slips, has switched them off
(() => {
  const keysAreOff = document.currentScript?.dataset.keys === "off";
  const cards = () => [...document.querySelectorAll("[data-card]")];
  const current = () => document.activeElement?.closest("[data-card]") ?? document.querySelector("[data-card].here");
  const typing = (element) => element.matches("input:not([type=checkbox], [type=radio]), textarea, select");

  function go(card) {
    if (!card) return;
    for (const one of document.querySelectorAll("[data-card].here")) one.classList.remove("here");
    card.classList.add("here");
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    for (const mark of document.querySelectorAll("mark.here")) mark.classList.remove("here");
    const marks = document.querySelectorAll(`[data-marks="${card.id}"]`);
    for (const mark of marks) mark.classList.add("here");
    marks[0]?.scrollIntoView({ block: "center" });
  }

  function step(by) {
    const all = cards();
    const at = all.indexOf(current());
    go(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(at + by, 0), all.length - 1)]);
  }

  function nextOpen(after) {
    const all = cards();
    const rest = all.slice(all.indexOf(after) + 1);
    return rest.find((one) => one.dataset.state === "waiting") ?? after;
  }

  function say(words) {
    const place = document.getElementById("said");
    if (place) place.textContent = words ?? "";
  }

  async function swap(form, button) {
    const card = form.closest("[data-card]");
    const data = new FormData(form, button);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Swap": "1" } });
    } catch {
      form.removeAttribute("data-swap");
      form.requestSubmit(button);
      return;
    }
    if (answer.redirected || !(answer.headers.get("Content-Type") ?? "").startsWith("text/html")) {
      location.assign(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-card]");
    if (!fresh) {
      location.reload();
      return;
    }
    card.replaceWith(fresh);
    for (const mark of document.querySelectorAll(`[data-marks="${fresh.id}"]`)) mark.dataset.state = fresh.dataset.state;
    for (const count of page.querySelectorAll("[data-count]")) {
      const shown = document.querySelector(`[data-count="${count.dataset.count}"]`);
      if (shown) shown.textContent = count.textContent;
    }
    say(fresh.dataset.said);
    go(answer.ok && fresh.dataset.state !== "waiting" ? nextOpen(fresh) : fresh);
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-swap]") || !form.closest("[data-card]")) return;
    event.preventDefault();
    swap(form, event.submitter);
  });

  document.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-card]");
    if (!card) return;
    for (const one of document.querySelectorAll("[data-card].here")) if (one !== card) one.classList.remove("here");
    card.classList.add("here");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) {
      if (event.key === "Escape" && typing(event.target)) current()?.focus();
      return;
    }
    if (keysAreOff) return;
    if (event.code === "KeyJ" || event.code === "KeyK") {
      event.preventDefault();
      step(event.code === "KeyJ" ? 1 : -1);
      return;
    }
    const key = event.key === "?" ? "?" : event.code;
    const find = (root) => [...(root?.querySelectorAll(`[data-key="${key}"]`) ?? [])].find((one) => one.offsetParent);
    const wanted = find(current()) ?? [...document.querySelectorAll(`[data-key="${key}"]`)].find(
      (one) => one.offsetParent && !one.closest("[data-card]"),
    );
    if (!wanted) return;
    event.preventDefault();
    if (wanted.matches("details")) {
      wanted.open = !wanted.open;
      if (wanted.open) wanted.querySelector("select, input:not([type=hidden]), textarea, button[type=submit]")?.focus();
    } else if (wanted.matches("select, textarea, input:not([type=checkbox])")) wanted.focus();
    else wanted.click();
  });

  const waiting = document.querySelector("[data-look-again]");
  if (waiting) setTimeout(() => location.reload(), Number(waiting.dataset.lookAgain) * 1000);
})();
