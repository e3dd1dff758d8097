// ---- Charts: each stands beside a table with the same numbers -----------------------------------------------
var INK = '#1b2733', SOFT = '#51606f', LINE = '#d5dce4';
var FONT = getComputedStyle(document.body).fontFamily;
var charts = [];
function axisText(size) { return {color: INK, fontSize: size || 12, fontFamily: FONT}; }
function barSeries(name, values, color, extra) {
  return Object.assign({type: 'bar', name: name, data: values, itemStyle: {color: color}, barMaxWidth: 34}, extra || {});
}
function baseOption() {
  return {animation: false, textStyle: {fontFamily: FONT, color: INK}, aria: {enabled: false},
    grid: {left: 8, right: 28, top: 34, bottom: 8, containLabel: true},
    tooltip: {trigger: 'axis', renderMode: 'richText', axisPointer: {type: 'shadow'}, confine: true}};
}
function shorten(text, most) { return text.length > most ? text.slice(0, most - 1) + '…' : text; }
function rankingOption(c) {
  var option = baseOption();
  option.grid.top = 6;
  option.grid.right = 56;
  option.xAxis = {type: 'value', max: Math.max(100, Math.max.apply(null, c.points)), axisLabel: axisText(), splitLine: {lineStyle: {color: LINE}}};
  option.yAxis = {type: 'category', inverse: true, data: c.units, axisTick: {show: false},
    axisLabel: Object.assign(axisText(), {formatter: function (text) { return shorten(text, window.innerWidth < 640 ? 9 : 18); }})};
  option.series = [barSeries(w('Points'), c.points, '#1d5a9e', {label: {show: true, position: 'right', color: INK, fontFamily: FONT, formatter: function (p) { return p.value.toFixed(2); }}})];
  return option;
}
function areasOption(c) {
  var option = baseOption();
  option.legend = {top: 0, left: 0, itemWidth: 12, itemHeight: 12, textStyle: axisText()};
  option.grid.top = window.innerWidth < 640 ? 62 : 34;
  option.xAxis = {type: 'value', minInterval: 1, axisLabel: axisText(), splitLine: {lineStyle: {color: LINE}}};
  option.yAxis = {type: 'category', inverse: true, data: c.areas, axisTick: {show: false},
    axisLabel: Object.assign(axisText(), {formatter: function (text) { return shorten(text, window.innerWidth < 640 ? 8 : 14); }})};
  option.series = c.series.map(function (s, i) {
    return barSeries(s.name, s.values, ['#1d5a9e', '#e39a4f', '#a8440a', '#dcb7a0', '#8f80bd'][i], {stack: 'all'});
  });
  return option;
}
function timelinessOption(c) {
  var option = baseOption();
  option.xAxis = {type: 'category', data: c.labels, axisTick: {show: false}, axisLabel: Object.assign(axisText(11), {interval: 0, rotate: window.innerWidth < 900 ? 40 : 0})};
  option.yAxis = {type: 'value', minInterval: 1, axisLabel: axisText(), splitLine: {lineStyle: {color: LINE}}};
  option.series = [barSeries(w('Number'), c.counts.map(function (count, i) {
    return {value: count, itemStyle: {color: i < c.firstLate ? '#1d5a9e' : '#c2571a'}};
  }), '#1d5a9e', {label: {show: true, position: 'top', color: INK, fontFamily: FONT, formatter: function (p) { return p.value ? String(p.value) : ''; }}})];
  return option;
}
function trendOption(c) {
  var option = baseOption();
  option.legend = {top: 0, left: 0, textStyle: axisText()};
  option.tooltip.axisPointer.type = 'line';
  option.xAxis = {type: 'category', data: c.rounds, axisLabel: axisText()};
  option.yAxis = [{type: 'value', min: 0, max: 100, axisLabel: Object.assign(axisText(), {formatter: '{value}%'}), splitLine: {lineStyle: {color: LINE}}},
    {type: 'value', minInterval: 1, axisLabel: axisText(), splitLine: {show: false}}];
  option.series = [{type: 'line', name: w('Rate met'), data: c.rates, symbolSize: 9, lineStyle: {width: 3}, itemStyle: {color: '#1d5a9e'},
    label: {show: true, formatter: '{c}%', color: INK, fontFamily: FONT}},
    {type: 'bar', yAxisIndex: 1, name: w('Established findings'), data: c.findings, itemStyle: {color: '#e3c9a8'}, barMaxWidth: 40}];
  return option;
}
function drawCharts() {
  if (!window.echarts) return;
  [['c-ranking', D.charts.ranking, rankingOption], ['c-areas', D.charts.areas, areasOption],
   ['c-timeliness', D.charts.timeliness, timelinessOption], ['c-trend', D.charts.trend, trendOption]].forEach(function (entry) {
    var box = $(entry[0]);
    if (!box || !entry[1]) return;
    var bars = (entry[1].units || entry[1].areas || []).length;
    box.style.height = bars ? Math.max(120, 50 + bars * 30) + 'px' : '300px';
    var chart = window.echarts.init(box, null, {renderer: 'canvas', devicePixelRatio: Math.max(2, window.devicePixelRatio || 1)});
    chart.setOption(entry[2](entry[1]));
    charts.push([chart, entry]);
  });
  // Paper is A4 across with margins of 14 mm (@page): 1016 CSS pixels, a chart takes all or half of them.
  function resize(paper) {
    charts.forEach(function (pair) {
      var box = $(pair[1][0]), wide = box.parentNode.classList.contains('wide');
      if (!box.getAttribute('data-height')) box.setAttribute('data-height', box.style.height);
      box.style.height = paper && wide ? '210px' : box.getAttribute('data-height');
      pair[0].resize(paper ? {width: wide ? 970 : 455} : undefined);
      pair[0].setOption(pair[1][2](pair[1][1]));
    });
  }
  window.addEventListener('resize', function () { resize(false); });
  window.addEventListener('beforeprint', function () { resize(true); });
  window.addEventListener('afterprint', function () { resize(false); });
}
drawCharts();
