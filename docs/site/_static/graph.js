// In the graphs of the chapters: a theorem that is pointed at or focused is shown with what it rests on, and what rests
// on it.
"use strict";
document.querySelectorAll(".graph svg").forEach((graph) => {
  const paths = Array.from(graph.querySelectorAll("path[data-from]"));
  const links = Array.from(graph.querySelectorAll("a"));

  const name = (link) => link.firstElementChild.dataset.id;

  function reached(id, from, to) {
    const found = new Set([id]);
    const todo = [id];
    while (todo.length) {
      const at = todo.pop();
      paths.filter((path) => path.dataset[from] === at && !found.has(path.dataset[to])).forEach((path) => {
        found.add(path.dataset[to]);
        todo.push(path.dataset[to]);
      });
    }
    return found;
  }

  function show(id) {
    const above = reached(id, "to", "from");
    const below = reached(id, "from", "to");
    graph.classList.add("chosen");
    links.forEach((link) => link.classList.toggle("lit", above.has(name(link)) || below.has(name(link))));
    paths.forEach((path) => {
      const { from, to } = path.dataset;
      path.classList.toggle("lit", (above.has(from) && above.has(to)) || (below.has(from) && below.has(to)));
    });
  }

  function rest() {
    graph.classList.remove("chosen");
    [...links, ...paths].forEach((element) => element.classList.remove("lit"));
  }

  links.forEach((link) => {
    link.addEventListener("pointerenter", () => show(name(link)));
    link.addEventListener("focus", () => show(name(link)));
    link.addEventListener("pointerleave", rest);
    link.addEventListener("blur", rest);
  });
});
