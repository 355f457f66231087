import { createRequire } from 'node:module';

const echarts = createRequire(import.meta.url)('echarts');

/** A bar for each row, as a part of the most that it may be: 1 is the target. An SVG as text. */
export function chart(rows) {
  const bars = [...rows].reverse();
  const height = 90 + bars.length * 34;
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 900, height });
  drawing.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: 'Measured, as a part of the most that it may be', left: 'center', top: 8 },
    grid: { left: 400, right: 90, top: 48, bottom: 36 },
    xAxis: { type: 'log', logBase: 2, min: 0.125, axisLabel: { formatter: (value) => `${value} ×` } },
    yAxis: { type: 'category', data: bars.map(({ name }) => name), axisLabel: { width: 380, overflow: 'break' } },
    series: [
      {
        type: 'bar',
        data: bars.map(({ value, target }) => ({
          value: Math.max(value / target, 0.126),
          itemStyle: { color: value <= target ? '#3a8f5c' : '#c8553d' },
        })),
        label: { show: true, position: 'right', formatter: ({ dataIndex }) => labelOf(bars[dataIndex]) },
        markLine: { silent: true, symbol: 'none', label: { show: false }, data: [{ xAxis: 1 }] },
      },
    ],
  });
  const svg = drawing.renderToSVGString();
  drawing.dispose();
  return svg;
}

function labelOf({ value, unit }) {
  return unit === '×' ? `${value.toFixed(2)} ×` : `${unit === 'MB' ? Math.round(value) : value.toFixed(1)} ${unit}`;
}
