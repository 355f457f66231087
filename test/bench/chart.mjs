import { createRequire } from 'node:module';

const echarts = createRequire(import.meta.url)('echarts');

const title = 'Measured, as a part of the most that it may be';

/** A bar for each row, as a part of the most that it may be: 1 is the target. An SVG as text. */
export function chart(rows) {
  const bars = [...rows].reverse();
  const height = 90 + bars.length * 34;
  const drawing = echarts.init(null, null, { renderer: 'svg', ssr: true, width: 900, height });
  drawing.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: title, left: 'center', top: 8 },
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
  // A picture has nothing to point at; who cannot see it is told what it is.
  const svg = drawing
    .renderToSVGString()
    .replace(/<style[\s\S]*?<\/style>/, '')
    .replace(/(<svg[^>]*>)/, `$1\n<title>${title}</title>`);
  drawing.dispose();
  return svg;
}

function labelOf({ value, unit }) {
  return unit === '×' ? `${value.toFixed(2)} ×` : `${unit === 'MB' ? Math.round(value) : value.toFixed(1)} ${unit}`;
}
