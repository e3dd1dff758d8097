// The findings browser of the report. Reads the JSON data block; builds rows with DOM calls and textContent
// only, so that crawled text can never become markup. Without it the page shows a plain table.
(function () {
  'use strict';
  var D = JSON.parse(document.getElementById('data').textContent);
  var S = D.strings, F = D.findings;
  var w = function (key) { return Object.prototype.hasOwnProperty.call(D.words, key) ? D.words[key] : key; };
  var $ = function (id) { return document.getElementById(id); };
  // Columns of one finding; the same order stands in html_data.cc.
  var C = {id: 0, kind: 1, severity: 2, pile: 3, unit: 4, item: 5, area: 6, project: 7, title: 8, url: 9, event: 10,
    due: 11, published: 12, over: 13, dayUnit: 14, ruleId: 15, rule: 16, verified: 17, reason: 18, details: 19,
    evidence: 20, notes: 21, owed: 22, eventMeaning: 23};
  var E = {type: 0, url: 1, file: 2, offset: 3, sha: 4, at: 5, quote: 6};

  function el(tag, props, children) {
    var node = document.createElement(tag);
    Object.keys(props || {}).forEach(function (key) {
      if (key === 'text') node.textContent = props[key];
      else if (key === 'cls') node.className = props[key];
      else node.setAttribute(key, props[key]);
    });
    (children || []).forEach(function (child) { if (child) node.appendChild(child); });
    return node;
  }
  function bdi(text) { return el('bdi', {text: text}); }
  function link(url) {
    if (!/^https?:\/\//i.test(url)) return bdi(url);
    var a = el('a', {href: url, target: '_blank', rel: 'noopener noreferrer nofollow'});
    a.appendChild(bdi(url));
    return a;
  }
  function fill(format, args) {
    var next = 0;
    return format.replace(/\{(\d?)\}/g, function (_, n) { return String(args[n === '' ? next++ : Number(n)]); });
  }
  function subject(f) { return S[f[C.project]] || S[f[C.title]] || S[f[C.url]] || S[f[C.item]] || w('(no name)'); }

  // ---- State: what is shown -------------------------------------------------------------------------------
  var state = {pile: 0, unit: -1, area: -1, kind: -1, severity: -1, text: '', page: 0, size: 50, sort: '', down: false};
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

  // ---- One finding ----------------------------------------------------------------------------------------
  function dayUnit(f) { return D.dayUnits[f[C.dayUnit]]; }
  function svg(tag, props, text) {
    var node = document.createElementNS('http://www.w3.org/2000/svg', tag);
    Object.keys(props).forEach(function (key) { node.setAttribute(key, props[key]); });
    if (text) node.textContent = text;
    return node;
  }
  // event ──────── due ─ ─ ─ ─ published (or as-of)
  function strip(f) {
    var event = S[f[C.event]], due = S[f[C.due]], end = S[f[C.published]], endWord = w('Published on');
    if (!end && D.asOf && due && D.asOf >= due) { end = D.asOf; endWord = w('As of'); }
    if (!event || !due) return null;
    var points = [[event, w('Event date'), 16, 'start'], [due, w('Due date'), 76, 'middle']];
    if (end) points.push([end, endWord, 16, 'end']);
    var times = points.map(function (p) { return Date.parse(p[0]); });
    var low = Math.min.apply(null, times), high = Math.max.apply(null, times);
    if (!(high > low)) return null;
    var x = function (t) { return Math.round(20 + (t - low) / (high - low) * 600); };
    var picture = svg('svg', {viewBox: '0 0 640 84', 'class': 'strip', role: 'img', 'aria-label':
      points.map(function (p) { return p[1] + ' ' + p[0]; }).join(' → ')});
    picture.appendChild(svg('line', {x1: 20, y1: 42, x2: 620, y2: 42, 'class': 'ax'}));
    picture.appendChild(svg('line', {x1: x(times[0]), y1: 42, x2: x(Math.min(times[1], end ? times[2] : times[1])), y2: 42, 'class': 'in'}));
    if (end && times[2] > times[1])
      picture.appendChild(svg('line', {x1: x(times[1]), y1: 42, x2: x(times[2]), y2: 42, 'class': 'over'}));
    points.forEach(function (p, i) {
      var at = x(times[i]);
      picture.appendChild(svg('circle', {cx: at, cy: 42, r: 6}));
      var anchor = at < 110 ? 'start' : at > 530 ? 'end' : 'middle';
      var place = anchor === 'start' ? at - 8 : anchor === 'end' ? at + 8 : at;
      picture.appendChild(svg('text', {x: place, y: p[2], 'text-anchor': anchor}, p[1] + ' ' + p[0]));
    });
    return picture;
  }
  function facts(rows) {
    var list = el('dl', {cls: 'facts'});
    rows.forEach(function (row) {
      if (!row[1]) return;
      list.appendChild(el('dt', {text: row[0]}));
      list.appendChild(el('dd', {}, [typeof row[1] === 'string' ? bdi(row[1]) : row[1]]));
    });
    return list;
  }
  function sentences(title, indexes) {
    if (!indexes.length) return [];
    return [el('h4', {text: title}), el('ul', {}, indexes.map(function (i) { return el('li', {text: S[i]}); }))];
  }
  function evidence(e) {
    var rows = [[w('Address'), S[e[E.url]] ? link(S[e[E.url]]) : null], [w('Archived copy'), S[e[E.file]] ?
      fill(w('{}, offset {}'), [S[e[E.file]], e[E.offset]]) : ''], ['SHA-256', S[e[E.sha]] ? el('code', {text: S[e[E.sha]]}) : null],
      [w('Fetched at (China time)'), S[e[E.at]]]];
    var item = el('li', {}, [el('strong', {text: D.evidenceTypes[e[E.type]]}), facts(rows)]);
    if (S[e[E.quote]]) item.appendChild(el('blockquote', {text: S[e[E.quote]]}));
    return item;
  }
  function panel(f) {
    var rule = el('span', {}, [bdi(S[f[C.rule]] + ' '), el('span', {cls: f[C.verified] ? 'ok' : 'warn',
      text: f[C.verified] ? w('[source verified]') : w('[source not verified: never deducts]')})]);
    var meaning = S[f[C.eventMeaning]];
    var event = S[f[C.event]] ? S[f[C.event]] + (meaning ? ' · ' + meaning : '') : '';
    var over = f[C.over] > 0 ? f[C.over] + ' ' + dayUnit(f) : '';
    var parts = [el('p', {cls: 'reason', text: S[f[C.reason]]}), strip(f), facts([
      [w('Unit'), S[f[C.unit]]], [w('Item'), S[f[C.item]] + (S[f[C.area]] ? ' · ' + S[f[C.area]] : '')],
      [w('Project or subject'), S[f[C.project]]], [w('Title'), S[f[C.title]]],
      [w('Address'), S[f[C.url]] ? link(S[f[C.url]]) : null], [w('Why it is owed'), S[f[C.owed]]],
      [w('Event date'), event], [w('Due date'), S[f[C.due]]], [w('Published on'), S[f[C.published]]],
      [w('Days over'), over], [w('Rule'), S[f[C.rule]] ? rule : null], [w('Finding no.'), el('code', {text: f[C.id]})]])];
    parts = parts.concat(sentences(w('Particulars and arithmetic'), f[C.details]));
    parts = parts.concat(sentences(w('Candidates and notes'), f[C.notes]));
    parts.push(el('h4', {text: w('Evidence')}));
    parts.push(el('ol', {}, f[C.evidence].map(evidence)));
    return el('div', {cls: 'panel'}, parts);
  }
  function toggle(button, row, f) {
    var open = button.getAttribute('aria-expanded') === 'true';
    button.setAttribute('aria-expanded', String(!open));
    row.classList.toggle('row-open', !open);
    if (open) {
      row.parentNode.removeChild(row.nextSibling);
    } else {
      var cell = el('td', {colspan: '8'}, [panel(f)]);
      row.parentNode.insertBefore(el('tr', {cls: 'detail', id: 'd-' + f[C.id]}, [cell]), row.nextSibling);
    }
  }
  function row(i) {
    var f = F[i];
    var button = el('button', {type: 'button', cls: 'open', 'aria-expanded': 'false', 'aria-controls': 'd-' + f[C.id]}, [bdi(subject(f))]);
    var severity = D.severities[f[C.severity]];
    var tr = el('tr', {id: 'f-' + f[C.id]}, [
      el('td', {text: S[f[C.unit]]}),
      el('td', {}, [el('span', {text: S[f[C.item]]}), S[f[C.area]] ? el('span', {cls: 'sub', text: S[f[C.area]]}) : null]),
      el('td', {text: D.kinds[f[C.kind]].name}),
      el('td', {}, [el('span', {cls: 'chip s-' + severity.code, text: severity.name})]),
      el('td', {}, [button, el('span', {cls: 'sub', text: S[f[C.reason]]})]),
      el('td', {cls: 'day', 'data-label': w('Due date'), text: S[f[C.due]]}),
      el('td', {cls: 'day', 'data-label': w('Published on'), text: S[f[C.published]]}),
      el('td', {cls: 'num', 'data-label': w('Days over'), text: f[C.over] > 0 ? String(f[C.over]) : ''})]);
    if (f[C.over] > 0) tr.lastChild.title = f[C.over] + ' ' + dayUnit(f);
    button.addEventListener('click', function () { toggle(button, tr, f); });
    return tr;
  }

  // ---- The list -------------------------------------------------------------------------------------------
  function show(from, to) {
    var body = document.createDocumentFragment();
    shown.slice(from, to).forEach(function (i) { body.appendChild(row(i)); });
    if (!shown.length) body.appendChild(el('tr', {}, [el('td', {colspan: '8', text: w('No finding matches.')})]));
    $('rows').replaceChildren(body);
  }
  function draw() {
    var pages = Math.max(1, Math.ceil(shown.length / state.size));
    state.page = Math.min(Math.max(0, state.page), pages - 1);
    var from = state.page * state.size, to = Math.min(from + state.size, shown.length);
    show(from, to);
    $('status').textContent = shown.length ? fill(w('{} findings; {} to {} are shown'), [shown.length, from + 1, to]) : '';
    $('p-text').textContent = fill(w('page {} of {}'), [state.page + 1, pages]);
    $('p-first').disabled = $('p-prev').disabled = state.page === 0;
    $('p-last').disabled = $('p-next').disabled = state.page === pages - 1;
  }
  function refresh() {
    select();
    state.page = 0;
    draw();
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
      state.page = Math.floor(shown.indexOf(i) / state.size);
      draw();
      var tr = $('f-' + id);
      var button = tr.querySelector('.open');
      if (button.getAttribute('aria-expanded') !== 'true') button.click();
      tr.scrollIntoView();
      button.focus({preventScroll: true});
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
    [['p-first', function () { return 0; }], ['p-prev', function () { return state.page - 1; }],
     ['p-next', function () { return state.page + 1; }], ['p-last', function () { return 1e9; }]].forEach(function (pair) {
      $(pair[0]).addEventListener('click', function () { state.page = pair[1](); draw(); });
    });
    $('p-size').addEventListener('change', function () { state.size = Number(this.value); state.page = 0; draw(); });
    document.addEventListener('click', jump);
    window.addEventListener('hashchange', fromHash);
    // On paper the whole selection stands, up to a bound.
    window.addEventListener('beforeprint', function () { show(0, 1000); });
    window.addEventListener('afterprint', draw);
  }
  wire();
  $('browser').hidden = false;
  $('pager').hidden = false;
  if (!D.piles[0]) state.pile = D.piles[1] ? 1 : D.piles[2] ? 2 : 0;
  refresh();
  fromHash();
})();
