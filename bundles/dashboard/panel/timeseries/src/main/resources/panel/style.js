// How the panel looks, in its own shadow; all colours are the theme's.
export const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host { display: block; width: 100%; height: 100%; min-height: 0; color: var(--ph-text); font: 12px/1.4 var(--ph-font); }
.root { display: flex; flex-direction: column; width: 100%; height: 100%; min-height: 0; position: relative; }
.root.right { flex-direction: row; }
.plot { flex: 1 1 0; min-width: 0; min-height: 0; position: relative; overflow: hidden; }
.empty { position: absolute; inset: 0; display: grid; place-items: center; color: var(--ph-text-muted); font-size: 13px; }
.empty[hidden] { display: none; }
.uplot { font-family: var(--ph-font); }
.u-select { background: color-mix(in srgb, var(--ph-accent) 18%, transparent); }
.u-hz .u-cursor-x, .u-vt .u-cursor-y { border-right: 1px solid var(--ph-text-muted); opacity: .5; }
.u-hz .u-cursor-y, .u-vt .u-cursor-x { border-bottom: 1px dashed var(--ph-text-muted); opacity: .5; }
.legend { flex: 0 0 auto; max-height: 38%; overflow: auto; padding: 2px 4px 0; scrollbar-width: thin; }
.right .legend { max-height: none; max-width: 45%; height: 100%; }
.legend.list { display: flex; flex-wrap: wrap; gap: 0 12px; align-content: flex-start; }
.right .legend.list { flex-direction: column; flex-wrap: nowrap; }
.legend table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
.legend th { position: sticky; top: 0; background: var(--ph-surface); color: var(--ph-text-muted); font-weight: 500; font-size: 11px; text-align: right; padding: 0 8px 2px; white-space: nowrap; }
.legend th:first-child, .legend td:first-child { text-align: left; padding-left: 0; width: 99%; max-width: 0; }
.right .legend td:first-child, .right .legend th:first-child { width: auto; max-width: 150px; }
.legend td { text-align: right; padding: 1px 8px; white-space: nowrap; }
.legend tbody tr:hover { background: var(--ph-surface-2); }
.legend button { all: unset; cursor: pointer; display: flex; align-items: center; gap: 6px; max-width: 100%; border-radius: 3px; }
.legend button:focus-visible { outline: 2px solid var(--ph-accent); outline-offset: 1px; }
.legend button.hidden { opacity: .4; }
.legend .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.swatch { flex: none; width: 12px; height: 4px; border-radius: 2px; display: inline-block; }
.tooltip { position: fixed; z-index: 1000; pointer-events: none; max-width: min(420px, 80vw); padding: 8px 10px; border-radius: var(--ph-radius);
  background: var(--ph-surface); color: var(--ph-text); border: 1px solid var(--ph-border); box-shadow: 0 6px 24px rgb(0 0 0 / 22%); font-size: 12px; }
.tooltip[hidden] { display: none; }
.tooltip .time { color: var(--ph-text-muted); margin-bottom: 4px; }
.tooltip .row { display: flex; align-items: center; gap: 6px; }
.tooltip .row.near { font-weight: 600; }
.tooltip .name { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.tooltip .value { padding-left: 14px; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tooltip .more { color: var(--ph-text-muted); }
`);
