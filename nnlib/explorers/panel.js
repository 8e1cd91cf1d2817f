// The page's side of an explorer: sliders and lists, one figure, and its words.

function element(kind, parent, properties = {}) {
  const made = Object.assign(document.createElement(kind), properties);
  parent.append(made);
  return made;
}

function control(parent, { label, texts, slides }, index, choose) {
  const row = element("label", parent, { className: "nnlib-control" });
  element("span", row, { textContent: label });
  const input = element(slides ? "input" : "select", row);
  input.ariaLabel = label;
  if (!slides) {
    for (const text of texts) element("option", input, { textContent: text });
    input.oninput = () => choose(input.selectedIndex);
    return (index) => (input.selectedIndex = index);
  }
  Object.assign(input, { type: "range", min: 0, max: texts.length - 1 });
  const readout = element("output", row);
  const show = (index) => {
    input.value = index;
    readout.textContent = input.ariaValueText = texts[index];
  };
  input.oninput = () => {
    show(input.valueAsNumber);
    choose(input.valueAsNumber);
  };
  return show;
}

function toggle(parent, { label }, index, choose) {
  const button = element("button", parent, { type: "button", textContent: label });
  const show = (index) => (button.ariaPressed = String(index === 1));
  button.onclick = () => {
    const index = button.ariaPressed === "true" ? 0 : 1;
    show(index);
    choose(index);
  };
  return show;
}

function render({ model, el }) {
  el.classList.add("nnlib-explorer");
  const sliders = element("div", el, { className: "nnlib-controls" });
  const toggles = element("div", el, { className: "nnlib-toggles" });
  const send = (chosen) => {
    model.set("chosen", chosen);
    model.save_changes();
  };
  const shows = model.get("controls").map((each, k) => {
    const [make, parent] = each.toggles ? [toggle, toggles] : [control, sliders];
    const show = make(parent, each, null, (index) =>
      send(model.get("chosen").with(k, index)),
    );
    show(model.get("chosen")[k]);
    return show;
  });
  element("button", sliders, { type: "button", textContent: "reset" }).onclick = () => {
    model.get("start").forEach((index, k) => shows[k](index));
    send([...model.get("start")]);
  };
  const image = element("img", element("div", el, { className: "nnlib-figure" }));
  image.width = model.get("width");
  image.style.minWidth = `${Math.min(image.width, model.get("narrowest"))}px`;
  const status = element("div", el, { role: "status", className: "nnlib-status" });
  const folded = element("details", el);
  element("summary", folded, { textContent: "What the figure shows" });
  const words = element("p", folded);
  for (const each of el.querySelectorAll("input, select, button, summary"))
    each.dataset.lmSuppressShortcuts = "true"; // JupyterLab leaves their keys to them
  const draw = () => {
    URL.revokeObjectURL(image.src);
    image.src = URL.createObjectURL(new Blob([model.get("png")], { type: "image/png" }));
  };
  const say = () => {
    image.alt = words.textContent = status.textContent = model.get("words");
  };
  draw();
  say();
  model.on("change:png", draw);
  model.on("change:words", say);
  // the kernel that made it has gone
  const die = () => el.classList.add("nnlib-dead");
  model.on("comm_live_update", die);
  return () => {
    model.off("change:png", draw);
    model.off("change:words", say);
    model.off("comm_live_update", die);
    URL.revokeObjectURL(image.src);
  };
}

export default { render };
