/** The browser's side of the panel: draws the frames it is given, and asks for nothing itself. */
export const contract = 1;

class Bars extends HTMLElement {
  #drawing = { frames: [], panel: { options: {} } };

  /** Called with everything to draw, again and again. */
  update(drawing) {
    this.#drawing = drawing;
    this.#draw();
  }

  resize(width, height) {
    this.style.height = `${height}px`;
  }

  destroy() {
    this.replaceChildren();
  }

  /** What a person gets who exports the panel. */
  exportData() {
    return ["name,value", ...this.#bars().map(([name, value]) => `"${name.replaceAll('"', '""')}",${value}`)].join("\n");
  }

  #bars() {
    const bars = [];
    for (const frame of this.#drawing.frames) {
      for (const field of frame.fields.filter((field) => field.type === "number")) {
        const value = field.values.findLast((value) => value !== null);
        if (value !== undefined) {
          bars.push([field.name, value]);
        }
      }
    }
    return bars;
  }

  #draw() {
    const bars = this.#bars();
    const full = this.#drawing.panel.options?.max ?? Math.max(0, ...bars.map(([, value]) => value));
    this.style.cssText += "display:block;overflow:auto;color:var(--ph-text);font:var(--ph-font)";
    this.replaceChildren(
      ...bars.map(([name, value]) => {
        const row = document.createElement("div");
        const share = full > 0 ? Math.min(100, (100 * value) / full) : 0;
        row.textContent = `${name}: ${value}`;
        row.style.cssText = `margin:2px;padding:2px 6px;background:linear-gradient(to right,var(--ph-series-1) ${share}%,var(--ph-surface-2) ${share}%)`;
        return row;
      }),
    );
  }
}

if (!customElements.get("x-{{name}}-1")) {
  customElements.define("x-{{name}}-1", Bars);
}
