// Narrows the findings down to what the reader chooses. Without it everything is there.
"use strict";
(() => {
  const form = document.getElementById("filters");
  const status = document.getElementById("shown");
  if (!form || !status) return;
  const items = [...document.querySelectorAll("[data-kind]")];
  const choices = [...form.querySelectorAll("select")];

  const fits = (item) =>
    choices.every(({ name, value }) => !value || item.dataset[name].split(" ").includes(value));

  const apply = () => {
    let shown = 0;
    let all = 0;
    for (const item of items) {
      item.hidden = !fits(item);
      if ("row" in item.dataset) continue;
      all += 1;
      shown += item.hidden ? 0 : 1;
    }
    const narrowed = choices.some(({ value }) => value);
    status.textContent = narrowed ? `${shown} of ${all} findings shown` : "";
    status.classList.toggle("none", narrowed && !shown);
  };

  const showAll = () => {
    for (const choice of choices) choice.value = "";
    apply();
  };

  // A link to a finding leads there, whatever was chosen before.
  const follow = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const folded = target && target.closest("details:not([open])");
    if (target && (target.hidden || folded)) {
      if (folded) folded.open = true;
      if (target.hidden) showAll();
      target.scrollIntoView();
    }
  };

  form.addEventListener("change", apply);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    showAll();
  });
  window.addEventListener("hashchange", follow);
  form.hidden = false;
  apply();
  follow();
})();
