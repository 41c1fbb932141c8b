// Keys, and pages that change without a new load. Each address and form works without this; what is decided is in the
// ledger before the answer comes, so nothing is kept here but a note that is being written.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const main = () => byId("main");
  const said = byId("said");
  const alarm = byId("alert");
  const help = byId("help");
  const keysOn = byId("keys-on");
  const SWAPPED = ["bar", "main", "undo"];
  let busy = false;
  let shown = "";

  const remembered = (store, key) => {
    try { return store.getItem(key); } catch { return null; }
  };
  const remember = (store, key, value) => {
    try { value ? store.setItem(key, value) : store.removeItem(key); } catch { /* a private window: nothing is kept */ }
  };

  // The note that is being written stays with its finding until it is decided.
  const draft = () => `note ${document.querySelector("[data-fingerprint]")?.dataset.fingerprint}`;
  const prepare = () => {
    const note = byId("note");
    if (note && !note.value) note.value = remembered(sessionStorage, draft()) ?? "";
    const button = byId("show-help");
    if (button) button.hidden = false;
  };

  const put = (text, address, { keep = false } = {}) => {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!SWAPPED.every((id) => page.getElementById(id))) {
      location.assign(address);
      return;
    }
    for (const id of SWAPPED) byId(id).replaceWith(document.adoptNode(page.getElementById(id)));
    document.title = page.title;
    shown = text;
    prepare();
    if (keep) return;
    window.scrollTo(0, 0);
    const anchor = address.includes("#") && byId(address.split("#")[1]);
    if (anchor) anchor.scrollIntoView({ block: "center" });
    byId("title")?.focus({ preventScroll: Boolean(anchor) });
    said.textContent = byId("told")?.textContent.replace(/\s+/g, " ").replace(/ Undo /g, " ") ?? "";
  };

  // Loads a page or sends a form, and shows what comes back in place of what is there.
  const go = async (address, { form = null, push = true } = {}) => {
    if (busy) return;
    busy = true;
    main().setAttribute("aria-busy", "true");
    alarm.textContent = "";
    const wrote = form && draft();
    try {
      const answer = await fetch(address, form ? { method: "POST", body: form } : {});
      const text = await answer.text();
      if (answer.ok) {
        if (wrote && form.get("choice")) remember(sessionStorage, wrote, "");
        const hash = address.includes("#") ? `#${address.split("#")[1]}` : "";
        if (push) history.pushState(null, "", answer.url + hash);
        put(text, answer.url + hash);
      } else {
        const problem = new DOMParser().parseFromString(text, "text/html").getElementById("problem");
        alarm.textContent = problem ? problem.textContent : text;
      }
    } catch {
      alarm.textContent = form
        ? "The program doesn’t answer, and this decision was not kept. Is factcheck review still running?"
        : "The program doesn’t answer. Is factcheck review still running?";
    } finally {
      busy = false;
      main().removeAttribute("aria-busy");
    }
  };

  // Another tab or another reviewer may have decided meanwhile.
  const refresh = async () => {
    const note = byId("note");
    if (busy || document.hidden || help.open || (note && note.value) || typing(document.activeElement)) return;
    const address = location.href;
    try {
      const answer = await fetch(address);
      const text = await answer.text();
      if (!answer.ok || busy || address !== location.href || (shown && text === shown)) return;
      if (shown) put(text, address, { keep: true });
      shown = text;
    } catch { /* it is told when something is decided */ }
  };

  const typing = (element) => element && element.matches("input:not([type=checkbox]), textarea, select");
  const inReview = (address) => {
    const root = new URL("./", document.querySelector(".brand").href).href;
    return address.startsWith(root) && !address.includes("/decisions.");
  };

  const fields = (form, button) => {
    const sent = new URLSearchParams(new FormData(form));
    if (button?.name) sent.set(button.name, button.value);
    if (sent.get("reason") && !sent.get("choice")) sent.set("choice", "dismissed");
    if (sent.get("right") && !sent.get("choice")) sent.set("choice", "confirmed");
    return sent;
  };

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    event.preventDefault();
    const sent = fields(form, event.submitter);
    if (form.method === "post") go(form.action, { form: sent });
    else go(`${form.action}?${new URLSearchParams([...sent].filter(([, value]) => value))}`);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#show-help")) help.showModal();
    const link = event.target.closest("a[href]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.hasAttribute("download")) return;
    if (!inReview(link.href)) return;
    event.preventDefault();
    go(link.href);
  });

  document.addEventListener("input", (event) => {
    if (event.target.id === "note") remember(sessionStorage, draft(), event.target.value);
  });

  const open = (id, field) => {
    const box = byId(id)?.closest("details") ?? byId(id);
    if (box) box.open = true;
    byId(field)?.focus();
    byId(field)?.select?.();
  };

  const toggleContexts = () => {
    const contexts = [...document.querySelectorAll(".context")];
    const opened = contexts.some((context) => !context.open);
    for (const context of contexts) context.open = opened;
    if (contexts.length) said.textContent = opened ? "Articles opened" : "Articles closed";
  };

  const closeReasons = () => {
    const dismiss = byId("dismiss");
    if (!dismiss?.open) return false;
    dismiss.open = false;
    byId("title")?.focus({ preventScroll: true });
    return true;
  };

  // In the list of reasons a digit chooses one; elsewhere it says which answer is right.
  const choose = (key) => {
    const dismiss = byId("dismiss");
    if (key === "d" && dismiss) {
      dismiss.open = !dismiss.open;
      if (dismiss.open) byId("no-reason").focus({ preventScroll: true });
      return true;
    }
    if (!dismiss?.open) return false;
    const reason = [...dismiss.querySelectorAll("[data-reason]")].find((button) => button.dataset.reason === key);
    reason?.click();
    return Boolean(reason) || /^\d$/.test(key);
  };

  const press = (key) => {
    if (key === "?") help.showModal();
    else if (key === "/") open("words", "words");
    else if (key === "n") open("note", "note");
    else if (key === "o") toggleContexts();
    else if (!choose(key)) {
      const button = [...document.querySelectorAll("[data-key]")].find((one) => one.dataset.key.split(" ").includes(key));
      if (!button) return false;
      button.click();
    }
    return true;
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (event.key === "Escape") {
      if (typing(document.activeElement)) byId("title")?.focus();
      else closeReasons();
      return;
    }
    if (typing(event.target) || !keysOn.checked) return;
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // A key that is held down must not decide the next finding too.
    if (event.repeat || busy ? /^[\w?/]$/.test(key) : press(key)) event.preventDefault();
  });

  keysOn.checked = remembered(localStorage, "keys") !== "off";
  keysOn.addEventListener("change", () => remember(localStorage, "keys", keysOn.checked ? "" : "off"));
  window.addEventListener("popstate", () => go(location.href, { push: false }));
  window.addEventListener("focus", refresh);
  document.addEventListener("visibilitychange", refresh);
  setInterval(refresh, 5000);
  prepare();
  refresh();
})();
