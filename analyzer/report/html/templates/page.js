
"use strict";
(() => {
  const root = document.documentElement;
  const panel = document.getElementById("panel");
  const status = document.getElementById("said");
  const wide = matchMedia("(min-width: 60rem)");
  let chosen = null;
  root.classList.add("js");

  // The chosen colours outlive the page where the browser lets them.
  const colours = (value) => {
    root.dataset.theme = value;
    const radio = document.getElementById(`theme-${value}`);
    if (radio) radio.checked = true;
  };
  try {
    colours(localStorage.getItem("agentmerge-theme") || "auto");
  } catch {
    colours("auto");
  }
  document.querySelector(".theme").addEventListener("change", (event) => {
    colours(event.target.value);
    try {
      localStorage.setItem("agentmerge-theme", event.target.value);
    } catch {
      // Private windows forget.
    }
  });

  const make = (tag, attributes, ...inside) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.append(...inside);
    return element;
  };

  const copy = (element) => {
    const twin = element.cloneNode(true);
    for (const inner of [twin, ...twin.querySelectorAll("[id]")]) inner.removeAttribute("id");
    return twin;
  };

  // The lines around a source statement, as its own view shows them.
  const context = (id) => {
    const said = document.getElementById(id);
    const line = said && said.closest("ol.lines > li");
    if (!line) return null;
    const all = [...line.parentElement.children];
    const at = all.indexOf(line);
    const from = Math.max(0, at - 2);
    const list = make("ol", { class: "lines" });
    for (const near of all.slice(from, at + 4)) {
      const twin = copy(near);
      twin.dataset.n = near.dataset.n || all.indexOf(near) + 1;
      const place = [...near.querySelectorAll("[id]")].findIndex((inner) => inner === said);
      if (near === line && place >= 0) {
        const spans = [...twin.querySelectorAll(".s")];
        const index = [...near.querySelectorAll(".s")].indexOf(said);
        spans[index].classList.add("here");
      }
      list.append(twin);
    }
    return list;
  };

  const close = () => {
    if (panel.hidden) return;
    panel.hidden = true;
    root.classList.remove("open-panel");
    if (chosen) {
      chosen.classList.remove("chosen");
      (chosen.querySelector(".who") || chosen).focus({ preventScroll: true });
    }
    chosen = null;
  };

  const open = (entry, from, focus) => {
    if (!entry) return;
    if (chosen) chosen.classList.remove("chosen");
    chosen = from;
    if (from) from.classList.add("chosen");
    const twin = copy(entry);
    for (const link of twin.querySelectorAll(".said .at")) {
      const around = context(link.getAttribute("href").slice(1));
      const line = link.closest("li");
      if (!around) continue;
      line.classList.add("seen");
      line.append(around);
    }
    const button = make("button", { type: "button" }, "Close");
    button.addEventListener("click", close);
    panel.replaceChildren(
      make("div", { class: "bar-of-panel" }, make("h2", {}, "What stands for what"), button),
      make("ul", { class: "entries" }, twin),
      make("p", {}, make("a", { href: `#${entry.id}` }, "Show it in the ledger")),
    );
    panel.hidden = false;
    panel.scrollTop = 0;
    root.classList.add("open-panel");
    if (focus) panel.focus({ preventScroll: true });
  };

  const entryOf = (link) => document.getElementById(decodeURIComponent(link.getAttribute("href").slice(1)));

  const choose = (statement, focus) => {
    const entry = document.getElementById(`l/${statement.id}`);
    if (!entry) return;
    history.replaceState(null, "", `#${statement.id}`);
    open(entry, statement, focus);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.matches(".ends .fate") && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      open(entryOf(link), link, event.detail === 0);
      return;
    }
    if (link && !link.matches(".who")) return;
    const statement = event.target.closest(".sheet .st[id]");
    if (statement && !event.ctrlKey && !event.metaKey && !String(getSelection())) {
      event.preventDefault();
      choose(statement, event.detail === 0);
    }
  });

  const step = (by) => {
    const sheet = chosen ? chosen.closest(".sheet") : [...document.querySelectorAll(".sheet")].find((one) => one.offsetParent);
    if (!sheet) return;
    const all = [...sheet.querySelectorAll(".st[id]")];
    const next = all[chosen ? all.indexOf(chosen) + by : 0];
    if (!next) return;
    choose(next, false);
    next.scrollIntoView({ block: "center" });
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.target.matches("input, textarea, select") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "j") step(1);
    if (event.key === "k") step(-1);
    if (event.key === "/") {
      const field = [...document.querySelectorAll("input[type=search]")].find((one) => one.offsetParent);
      if (field) {
        event.preventDefault();
        field.focus();
      }
    }
  });

  document.addEventListener("input", (event) => {
    const query = event.target.dataset.search;
    if (!query) return;
    const words = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    const all = document.querySelectorAll(query);
    for (const item of all) {
      const text = item.textContent.toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      shown += !item.hidden;
    }
    for (const list of document.querySelectorAll(".ledger .entries")) {
      list.previousElementSibling.hidden = ![...list.children].some((item) => !item.hidden);
    }
    status.textContent = `${shown} of ${all.length}`;
    const count = event.target.closest("[role=group]")?.querySelector("[data-count]");
    if (count) count.textContent = words.length ? `${shown} of ${all.length}` : "";
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-show]");
    if (!button) return;
    for (const other of button.parentElement.querySelectorAll("button")) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    const wanted = button.dataset.show;
    for (const line of button.closest(".view").querySelectorAll("ol.lines > li")) {
      line.classList.toggle("off", Boolean(wanted) && !line.querySelector(`.s.${wanted}`));
    }
  });

  // A link to a statement of the canonical opens what it stands for, where there is room beside it.
  const follow = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.matches(".sheet .st")) close();
    else if (wide.matches && target !== chosen) choose(target, false);
  };
  addEventListener("hashchange", follow);
  follow();
})();
