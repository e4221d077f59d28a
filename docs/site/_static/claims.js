// Search and filters of the table of claims. Without scripts all rows are shown.
"use strict";
(function () {
  const search = document.getElementById("claim-search");
  const source = document.getElementById("claim-source");
  const verdict = document.getElementById("claim-verdict");
  const count = document.getElementById("claim-count");
  const rows = Array.from(document.querySelectorAll("#claims tbody tr"));
  const texts = rows.map((row) => row.textContent.toLowerCase());

  function show() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, place) => {
      const fits =
        (!source.value || row.dataset.source === source.value) &&
        (!verdict.value || row.dataset.verdict === verdict.value) &&
        words.every((word) => texts[place].includes(word));
      row.hidden = !fits;
      shown += fits ? 1 : 0;
    });
    count.value = `${shown} of ${rows.length} claims`;
  }

  document.getElementById("claim-controls").addEventListener("submit", (event) => event.preventDefault());
  [search, source, verdict].forEach((field) => field.addEventListener("input", show));
  show();
})();
