// Filters the list of reports; without scripts the whole list is there.
(function () {
  "use strict";
  const box = document.querySelector(".filters");
  const rows = Array.from(document.querySelectorAll("tbody tr"));
  const fields = Array.from(box.querySelectorAll("[data-filter]"));
  const count = box.querySelector("output");

  function has(list, value) {
    return !value || list.split(" ").includes(value);
  }

  function fits(row, wanted) {
    return (
      (!wanted.text || row.textContent.toLowerCase().includes(wanted.text.trim().toLowerCase())) &&
      (!wanted.department || row.dataset.department === wanted.department) &&
      has(row.dataset.years, wanted.year) &&
      has(row.dataset.grades, wanted.grade) &&
      has(row.dataset.findings, wanted.findings)
    );
  }

  function filter() {
    const wanted = Object.fromEntries(fields.map((field) => [field.dataset.filter, field.value]));
    rows.forEach((row) => { row.hidden = !fits(row, wanted); });
    count.textContent = rows.filter((row) => !row.hidden).length + " / " + rows.length;
  }

  box.hidden = false;
  fields.forEach((field) => field.addEventListener("input", filter));
  filter();
})();
