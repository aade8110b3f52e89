"use strict";
(() => {
  const state = document.getElementById("review-state");
  const dialog = document.getElementById("review-form");
  const list = document.getElementById("review-decisions");
  const form = dialog.querySelector("form");
  const words = document.getElementById("review-words");
  const options = document.getElementById("review-options");
  const error = document.getElementById("review-error");
  const version = state.dataset.version;
  const titles = {
    keep: "Say it in its own words",
    drop: "Drop it",
    reword: "Say it in new words",
    choose: "Choose what holds",
    "keep apart": "Keep these apart",
    survivor: "Whose structure stays",
  };
  let asked = null;

  const show = (kind, text) => {
    state.dataset.state = kind;
    if (state.textContent !== text) state.textContent = text;
  };

  const send = async (path, body) => {
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ ...body, version }),
      });
    } catch {
      return "The server does not answer. Is agentmerge review still running? Nothing was saved.";
    }
    if (answer.ok) return "";
    try {
      return (await answer.json()).message;
    } catch {
      return `The server answered ${answer.status}. Nothing was saved.`;
    }
  };

  const fill = (data) => {
    const chosen = data.options ? JSON.parse(data.options) : [];
    const many = data.act === "keep apart";
    options.hidden = !chosen.length;
    options.replaceChildren(options.firstElementChild);
    options.firstElementChild.textContent = many ? "Which ones?" : "Which one?";
    for (const [n, text] of chosen.entries()) {
      const box = document.createElement("input");
      box.type = many ? "checkbox" : "radio";
      box.name = "option";
      box.value = many || data.act === "survivor" ? text : String(n);
      box.required = !many;
      box.checked = many;
      const label = document.createElement("label");
      label.append(box, ` ${text}`);
      options.append(label);
    }
  };

  const ask = (button) => {
    const data = button.dataset;
    asked = { act: data.act, id: button.closest("[data-id]").dataset.id };
    form.reset();
    document.getElementById("review-what").textContent = titles[data.act];
    document.getElementById("review-about").textContent = data.about || data.text || "";
    words.hidden = data.act !== "reword";
    form.elements.text.value = data.text || "";
    form.elements.text.required = data.act === "reword";
    fill(data);
    error.hidden = true;
    dialog.showModal();
    (words.hidden ? form.elements.reason : form.elements.text).focus();
  };

  const save = async () => {
    const chosen = [...form.querySelectorAll("[name=option]:checked")].map((box) => box.value);
    const body = { ...asked, reason: form.elements.reason.value };
    if (asked.act === "reword") body.text = form.elements.text.value;
    if (asked.act === "choose") body.side = Number(chosen[0]);
    if (asked.act === "keep apart" || asked.act === "survivor") body.definitions = chosen;
    const wrong = await send("decisions", body);
    error.textContent = wrong;
    error.hidden = !wrong;
    if (wrong) return;
    dialog.close();
    show("working", "Saved. The proposal is being made anew…");
    poll();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    save();
  });
  form.querySelector("[value=cancel]").addEventListener("click", () => dialog.close());
  list.querySelector("[data-close]").addEventListener("click", () => list.close());
  document.getElementById("review-list").addEventListener("click", () => list.showModal());

  document.addEventListener("click", async (event) => {
    const act = event.target.closest("button[data-act]");
    if (act) ask(act);
    const back = event.target.closest("button[data-back]");
    if (!back) return;
    back.disabled = true;
    const wrong = await send("forget", { number: Number(back.dataset.back) });
    back.disabled = false;
    if (wrong) show("failed", wrong);
    else show("working", "Taken back. The proposal is being made anew…");
    list.close();
    poll();
  });

  // What is typed is never thrown away: a newer page waits until the form is closed.
  const newer = () => {
    if (!dialog.open && !list.open) location.reload();
    else show("newer", "There is a newer page; it is loaded when you close this.");
  };
  for (const one of [dialog, list]) one.addEventListener("close", () => state.dataset.state === "newer" && location.reload());

  // What was dropped has no place in the proposal any more: its line in the ledger is the next best.
  const lost = decodeURIComponent(location.hash.slice(1));
  if (lost && !document.getElementById(lost)) {
    const home = sessionStorage.getItem("agentmerge-family");
    const next = [`l/${lost}`, lost.replace(/^p\//, "l/s/"), home].find((name) => name && document.getElementById(name));
    if (next) location.replace(`#${next}`);
  }
  const remember = () => {
    const view = [...document.querySelectorAll("section.family")].find((one) => one.offsetParent);
    if (view) sessionStorage.setItem("agentmerge-family", view.id);
  };
  addEventListener("hashchange", remember);
  remember();

  let timer = 0;
  const poll = async () => {
    clearTimeout(timer);
    let wait = 2000;
    try {
      const answer = await fetch("status");
      const found = await answer.json();
      if (!answer.ok) show("failed", found.message);
      else if (found.version !== version) newer();
      else if (found.state === "working") {
        show("working", "The proposal is being made anew…");
        wait = 500;
      } else if (found.state === "failed") show("failed", found.message);
      else show("ready", "Everything is saved.");
    } catch {
      show("failed", "The server does not answer. Is agentmerge review still running?");
    }
    timer = setTimeout(poll, wait);
  };
  poll();
})();
