// uPlot for all panels, one copy for the whole console. Its style sheet is modules/uplot.css; in a shadow
// root, adopt `sheet` instead.
import uPlot from 'uplot';
import css from 'uplot/dist/uPlot.min.css';

export default uPlot;
export { uPlot };

export const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
