// The parts of Apache ECharts that panels draw with, one copy for the whole console.
import * as echarts from 'echarts/core';
import {
  BarChart, BoxplotChart, CandlestickChart, GaugeChart, GraphChart, HeatmapChart, LineChart, PieChart, SankeyChart,
  ScatterChart, TreemapChart,
} from 'echarts/charts';
import {
  AriaComponent, AxisPointerComponent, CalendarComponent, DataZoomComponent, DatasetComponent, GridComponent, LegendComponent,
  MarkAreaComponent, MarkLineComponent, PolarComponent, TitleComponent, ToolboxComponent, TooltipComponent,
  TransformComponent, VisualMapComponent,
} from 'echarts/components';
import { LabelLayout, UniversalTransition } from 'echarts/features';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

echarts.use([
  BarChart, BoxplotChart, CandlestickChart, GaugeChart, GraphChart, HeatmapChart, LineChart, PieChart, SankeyChart,
  ScatterChart, TreemapChart,
  AriaComponent, AxisPointerComponent, CalendarComponent, DataZoomComponent, DatasetComponent, GridComponent, LegendComponent,
  MarkAreaComponent, MarkLineComponent, PolarComponent, TitleComponent, ToolboxComponent, TooltipComponent,
  TransformComponent, VisualMapComponent,
  LabelLayout, UniversalTransition, CanvasRenderer, SVGRenderer,
]);

export * from 'echarts/core';
export default echarts;
