// Everything works without this. With it, focus goes to what is wrong, ranking moves without a new
// page, a ballot tells what is spent so far, and nobody leaves a half-filled form by accident.
(() => {
  "use strict";

  const summary = document.getElementById("summary");
  if (summary) summary.focus();

  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  document.body.append(live);

  for (const list of document.querySelectorAll("ol.ranking")) {
    const rows = () => [...list.children];
    const select = (row) => row.querySelector("select");
    const ranked = () => rows().filter((row) => select(row).value !== "")
      .sort((a, b) => Number(select(a).value) - Number(select(b).value));
    const show = (order) => {
      rows().forEach((row) => { select(row).value = ""; });
      order.forEach((row, idx) => { select(row).value = String(idx + 1); });
      const rest = rows().filter((row) => !order.includes(row));
      list.append(...order, ...rest);
    };
    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=_move]");
      if (!button) return;
      event.preventDefault();
      const row = button.closest("li");
      const order = ranked();
      const at = order.indexOf(row);
      if (button.value.endsWith(":up")) {
        if (at < 0) order.push(row);
        else if (at > 0) order.splice(at - 1, 2, row, order[at - 1]);
      } else if (at >= 0) {
        if (at + 1 < order.length) order.splice(at, 2, order[at + 1], row);
        else order.splice(at, 1);
      }
      show(order);
      button.focus();
      const place = order.indexOf(row) + 1;
      const name = row.querySelector("label").textContent;
      live.textContent = place > 0 ? `${name}: ${place} / ${rows().length}` : `${name}: –`;
    });
  }

  for (const running of document.querySelectorAll(".running[data-price]")) {
    const { price, limit, words, over } = running.dataset;
    const paper = running.closest("fieldset");
    const number = (value) => value.toLocaleString(document.documentElement.lang, { maximumFractionDigits: 2 });
    const spent = (input) => {
      if (price === "cost") return input.checked ? Number(input.dataset.cost || 0) : 0;
      const given = Math.max(0, Math.floor(Number(input.value)) || 0);
      return price === "square" ? given * given : given;
    };
    const show = () => {
      const inputs = paper.querySelectorAll(price === "cost" ? "input[data-cost]" : "input[type=number]");
      const sum = [...inputs].reduce((all, input) => all + spent(input), 0);
      const left = Number(limit) - sum;
      // A budget is spent by all together, so that one person's ticks may well cost more.
      const isOver = left < 0 && price !== "cost";
      running.textContent = words.replace("{spent}", number(sum)).replace("{limit}", number(Number(limit)))
        + (isOver ? ` (${over.replace("{over}", number(-left))})` : "");
      running.toggleAttribute("data-is-over", isOver);
      running.hidden = false;
    };
    paper.addEventListener("input", show);
    // Whoever comes back to the paper finds it filled in after this script has run.
    window.addEventListener("pageshow", show);
    show();
  }

  // The page on which a ballot was checked is fetched anew on the way back, not sent once more.
  for (const form of document.querySelectorAll("form[data-cast]")) {
    form.addEventListener("submit", (event) => {
      if (event.submitter?.value === "cast") history.replaceState(null, "", location.href);
    });
  }

  for (const form of document.querySelectorAll("form")) {
    if (!form.querySelector("fieldset.question, div.question")) continue;
    let touched = false;
    form.addEventListener("input", () => { touched = true; });
    form.addEventListener("submit", () => { touched = false; });
    window.addEventListener("beforeunload", (event) => { if (touched) event.preventDefault(); });
  }
})();
