// ---- The list: filters, order, and only the rows that are in sight ------------------------------------------
var state = {pile: 0, unit: -1, area: -1, kind: -1, severity: -1, text: '', sort: '', down: false};
var shown = [];
var haystacks = new Array(F.length);
function haystack(i) {
  if (haystacks[i] === undefined) {
    var f = F[i];
    haystacks[i] = [f[C.id], S[f[C.unit]], S[f[C.item]], S[f[C.area]], S[f[C.project]], S[f[C.title]], S[f[C.url]],
      S[f[C.reason]], D.kinds[f[C.kind]].name].concat(f[C.details].map(function (d) { return S[d]; }))
      .join('\n').toLowerCase();
  }
  return haystacks[i];
}
function sortValue(f) {
  switch (state.sort) {
    case 'unit': return S[f[C.unit]];
    case 'item': return S[f[C.item]];
    case 'kind': return f[C.kind];
    case 'severity': return f[C.severity];
    case 'subject': return subject(f);
    case 'due': return S[f[C.due]];
    case 'published': return S[f[C.published]];
    default: return f[C.over];
  }
}
function select() {
  var words = state.text.toLowerCase().split(/\s+/).filter(Boolean);
  shown = [];
  for (var i = 0; i < F.length; ++i) {
    var f = F[i];
    if (f[C.pile] !== state.pile) continue;
    if (state.unit >= 0 && f[C.unit] !== state.unit) continue;
    if (state.area >= 0 && f[C.area] !== state.area) continue;
    if (state.kind >= 0 && f[C.kind] !== state.kind) continue;
    if (state.severity >= 0 && f[C.severity] !== state.severity) continue;
    if (words.length && !words.every(function (word) { return haystack(i).indexOf(word) >= 0; })) continue;
    shown.push(i);
  }
  if (state.sort) {
    var keys = new Map();
    shown.forEach(function (i) { keys.set(i, sortValue(F[i])); });
    var sign = state.down ? -1 : 1;
    shown.sort(function (a, b) {
      var x = keys.get(a), y = keys.get(b);
      return x < y ? -sign : x > y ? sign : a - b;
    });
  }
}

// Rows have one height, so that the place of each is known without making it: 20,000 rows cost what 40 do.
var small = window.matchMedia('(max-width: 640px)');
function rowHeight() { return small.matches ? 132 : 62; }
var rows = new Map(), current = 0, printing = false;
function row(place) {
  var f = F[shown[place]];
  var button = el('button', {type: 'button', cls: 'open', tabindex: place === current ? '0' : '-1', 'aria-haspopup': 'dialog'}, [bdi(subject(f))]);
  var severity = D.severities[f[C.severity]];
  var tr = el('tr', {id: 'f-' + f[C.id], 'aria-rowindex': String(place + 2)}, [
    el('td', {}, [el('span', {cls: 'clamp', text: S[f[C.unit]]})]),
    el('td', {}, [el('span', {cls: 'clamp1', text: S[f[C.item]]}), S[f[C.area]] ? el('span', {cls: 'sub clamp1', text: S[f[C.area]]}) : null]),
    el('td', {text: D.kinds[f[C.kind]].name}),
    el('td', {}, [el('span', {cls: 'chip s-' + severity.code, text: severity.name})]),
    el('td', {}, [button, el('span', {cls: 'sub clamp1', text: S[f[C.reason]], title: S[f[C.reason]]})]),
    el('td', {cls: 'day', 'data-label': w('Due date'), text: S[f[C.due]]}),
    el('td', {cls: 'day', 'data-label': w('Published on'), text: S[f[C.published]]}),
    el('td', {cls: 'num', 'data-label': w('Days over'), text: f[C.over] > 0 ? String(f[C.over]) : ''})]);
  if (f[C.over] > 0) tr.lastChild.title = f[C.over] + ' ' + dayUnit(f);
  tr.dataset.place = String(place);
  return tr;
}
function spacer() {
  return el('tr', {cls: 'spacer', 'aria-hidden': 'true'}, [el('td', {colspan: '8'})]);
}
var above = spacer(), below = spacer(), none = null;
// Rows that stay in sight stay in the document: taking out the row that has the focus would lose it, and the place
// of the scroll bar with it.
function draw() {
  var view = $('viewport'), body = $('rows'), height = rowHeight();
  var from = 0, to = shown.length;
  if (printing) to = Math.min(to, 2000);
  else {
    from = Math.max(0, Math.floor(view.scrollTop / height) - 10);
    to = Math.min(shown.length, Math.ceil((view.scrollTop + view.clientHeight) / height) + 10);
    from = Math.min(from, to);
  }
  above.firstChild.style.height = from * height + 'px';
  below.firstChild.style.height = (printing ? 0 : (shown.length - to) * height) + 'px';
  rows.forEach(function (node, place) {
    if (place >= from && place < to) return;
    node.remove();
    rows.delete(place);
  });
  var last = above;
  for (var place = from; place < to; ++place) {
    var node = rows.get(place);
    if (!node) rows.set(place, node = row(place));
    if (last.nextSibling !== node) body.insertBefore(node, last.nextSibling);
    last = node;
  }
}
function redraw() {
  rows = new Map();
  none = shown.length ? null : el('tr', {cls: 'none'}, [el('td', {colspan: '8', text: w('No finding matches.')})]);
  $('rows').replaceChildren.apply($('rows'), [above].concat(none ? [none] : [], [below]));
  draw();
}
function reveal(place) {
  var view = $('viewport'), height = rowHeight(), head = small.matches ? 0 : 40;
  var top = place * height, bottom = top + height;
  if (top < view.scrollTop) view.scrollTop = top;
  else if (bottom > view.scrollTop + view.clientHeight - head) view.scrollTop = bottom - view.clientHeight + head;
}
function focusRow(place) {
  if (place < 0 || place >= shown.length) return;
  var old = rows.get(current);
  if (old) old.querySelector('.open').setAttribute('tabindex', '-1');
  current = place;
  reveal(place);
  draw();
  var button = rows.get(place).querySelector('.open');
  button.setAttribute('tabindex', '0');
  button.focus({preventScroll: true});
}
function onRowKey(event) {
  var tr = event.target.closest('tr[data-place]');
  if (!tr || event.ctrlKey || event.metaKey || event.altKey) return;
  var place = Number(tr.dataset.place), page = Math.max(1, Math.floor($('viewport').clientHeight / rowHeight()) - 1);
  var steps = {ArrowDown: place + 1, ArrowUp: place - 1, PageDown: place + page, PageUp: place - page, Home: 0, End: shown.length - 1};
  if (!Object.prototype.hasOwnProperty.call(steps, event.key)) return;
  event.preventDefault();
  focusRow(Math.min(Math.max(0, steps[event.key]), shown.length - 1));
}
function refresh() {
  select();
  current = 0;
  $('viewport').scrollTop = 0;
  $('table').setAttribute('aria-rowcount', String(shown.length + 1));
  $('status').textContent = fill(w('{} of {} findings are shown'), [shown.length, F.length]);
  redraw();
  document.querySelectorAll('[role=tab]').forEach(function (tab) {
    var on = Number(tab.dataset.pile) === state.pile;
    tab.setAttribute('aria-selected', String(on));
    tab.tabIndex = on ? 0 : -1;
    if (on) $('results').setAttribute('aria-labelledby', tab.id);
  });
  $('pile-note').textContent = [w('These findings stand on evidence.'),
    w('Doubtful findings: a person must look at them; none of them deducts.'),
    w('Something could not be read, so that neither presence nor absence is proved; none of them deducts.')][state.pile];
  document.querySelectorAll('.findings th[data-sort]').forEach(function (th) {
    if (th.dataset.sort === state.sort) th.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
    else th.removeAttribute('aria-sort');
  });
}
function options(select, pairs) {
  select.appendChild(el('option', {value: '-1', text: w('all')}));
  pairs.forEach(function (pair) { select.appendChild(el('option', {value: String(pair[0]), text: pair[1]})); });
}
function distinct(column) {
  var seen = new Set();
  F.forEach(function (f) { if (f[column] > 0) seen.add(f[column]); });
  return Array.from(seen);
}
function pooled(column, order) {
  var rank = new Map();
  order.forEach(function (index, i) { rank.set(index, i); });
  return distinct(column).sort(function (a, b) {
    return (rank.has(a) ? rank.get(a) : 1e9) - (rank.has(b) ? rank.get(b) : 1e9) || a - b;
  }).map(function (index) { return [index, S[index]]; });
}
function listed(column, names) {
  var used = new Set(F.map(function (f) { return f[column]; }));
  return names.map(function (entry, i) { return [i, entry.name]; }).filter(function (p) { return used.has(p[0]); });
}
function cell(text) {
  if (/^\s*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}
function exportShown() {
  var lines = [[w('Finding no.'), w('Unit'), w('Area'), w('Item'), w('Kind'), w('Severity'), w('Project or subject'), w('Title'),
    w('Address'), w('Reason'), w('Event date'), w('Due date'), w('Published on'), w('Days over'), w('Rule')]];
  shown.forEach(function (i) {
    var f = F[i];
    lines.push([f[C.id], S[f[C.unit]], S[f[C.area]], S[f[C.item]], D.kinds[f[C.kind]].name, D.severities[f[C.severity]].name,
      S[f[C.project]], S[f[C.title]], S[f[C.url]], S[f[C.reason]], S[f[C.event]], S[f[C.due]], S[f[C.published]],
      f[C.over] > 0 ? String(f[C.over]) : '', S[f[C.rule]]]);
  });
  var text = '\uFEFF' + lines.map(function (line) { return line.map(cell).join(',') + '\r\n'; }).join('');
  var a = el('a', {download: 'findings-selected.csv', href: URL.createObjectURL(new Blob([text], {type: 'text/csv;charset=utf-8'}))});
  document.body.appendChild(a);
  a.click();
  document.body.removeChild(a);
  setTimeout(function () { URL.revokeObjectURL(a.href); }, 1000);
}
function setFilters(values) {
  ['unit', 'area', 'kind', 'severity'].forEach(function (name) {
    var wanted = String(values[name] === undefined ? -1 : values[name]);
    var box = $('f-' + name);
    box.value = wanted;
    if (box.value !== wanted) box.value = '-1';
    state[name] = Number(box.value);
  });
  state.text = $('f-text').value = '';
}
function openFinding(id) {
  for (var i = 0; i < F.length; ++i) {
    if (F[i][C.id] !== id) continue;
    setFilters({});
    state.pile = F[i][C.pile];
    refresh();
    openAt(shown.indexOf(i));
    return;
  }
}
function fromHash() {
  var match = /^#f-([0-9a-zA-Z_-]+)$/.exec(location.hash);
  if (match) openFinding(match[1]);
}
// A cell of the matrix or a unit of the ranking: shows its findings, the first pile that has any.
function jump(event) {
  var a = event.target.closest('a[data-unit]');
  if (!a) return;
  var unit = Number(a.dataset.unit), area = a.dataset.area === undefined ? -1 : Number(a.dataset.area);
  setFilters({unit: unit, area: area});
  for (state.pile = 0; state.pile < 2; ++state.pile) {
    select();
    if (shown.length) break;
  }
  refresh();
}
function wire() {
  options($('f-unit'), pooled(C.unit, D.unitOrder));
  options($('f-area'), pooled(C.area, D.areaOrder));
  options($('f-kind'), listed(C.kind, D.kinds));
  options($('f-severity'), listed(C.severity, D.severities));
  ['unit', 'area', 'kind', 'severity'].forEach(function (name) {
    $('f-' + name).addEventListener('change', function () { state[name] = Number(this.value); refresh(); });
  });
  var timer = 0;
  $('f-text').addEventListener('input', function () {
    var value = this.value;
    clearTimeout(timer);
    timer = setTimeout(function () { state.text = value; refresh(); }, 150);
  });
  $('filters').addEventListener('submit', function (event) { event.preventDefault(); });
  $('f-reset').addEventListener('click', function (event) { event.preventDefault(); setFilters({}); refresh(); });
  $('f-export').addEventListener('click', exportShown);
  var tabs = Array.from(document.querySelectorAll('[role=tab]'));
  tabs.forEach(function (tab, i) {
    tab.addEventListener('click', function () { state.pile = Number(tab.dataset.pile); refresh(); });
    tab.addEventListener('keydown', function (event) {
      var step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      if (!step) return;
      var next = tabs[(i + step + tabs.length) % tabs.length];
      next.focus();
      next.click();
    });
  });
  document.querySelectorAll('.findings th[data-sort]').forEach(function (th) {
    var button = el('button', {type: 'button', text: th.textContent});
    button.addEventListener('click', function () {
      if (state.sort === th.dataset.sort) { if (state.down) state.sort = ''; state.down = !state.down; }
      else { state.sort = th.dataset.sort; state.down = false; }
      refresh();
    });
    th.replaceChildren(button);
  });
  var waiting = false;
  $('viewport').addEventListener('scroll', function () {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(function () { waiting = false; draw(); });
  }, {passive: true});
  $('rows').addEventListener('click', function (event) {
    var tr = event.target.closest('tr[data-place]');
    if (!tr || event.target.closest('a')) return;
    current = Number(tr.dataset.place);
    openAt(current);
  });
  $('rows').addEventListener('keydown', onRowKey);
  small.addEventListener('change', redraw);
  window.addEventListener('resize', draw);
  document.addEventListener('click', jump);
  window.addEventListener('hashchange', fromHash);
  // On paper the whole selection stands, up to a bound.
  window.addEventListener('beforeprint', function () { printing = true; redraw(); });
  window.addEventListener('afterprint', function () { printing = false; redraw(); });
}
wire();
wirePanel();
$('browser').hidden = false;
document.documentElement.classList.add('js');
if (!D.piles[0]) state.pile = D.piles[1] ? 1 : D.piles[2] ? 2 : 0;
refresh();
fromHash();
