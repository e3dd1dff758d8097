// ---- One finding: the panel beside the list ----------------------------------------------------------------
function dayUnit(f) { return D.dayUnits[f[C.dayUnit]]; }
var DAY = 86400000;
function time(iso) { return Date.parse(iso + 'T00:00:00Z'); }
function iso(t) { return new Date(t).toISOString().slice(0, 10); }
var off = new Set(D.calendar.off), work = new Set(D.calendar.work);
function isWorkday(t) {
  var day = iso(t), weekday = new Date(t).getUTCDay();
  return work.has(day) || (!off.has(day) && weekday !== 0 && weekday !== 6);
}
function knownYear(t) {
  var year = new Date(t).getUTCFullYear();
  return year >= D.calendar.first && year <= D.calendar.last;
}
// The marks a finding puts on the calendar: event, last day, publication or as-of.
function marks(f) {
  var end = S[f[C.published]], endWord = w('Published on');
  if (!end && D.asOf && S[f[C.due]] && D.asOf >= S[f[C.due]]) { end = D.asOf; endWord = w('As of'); }
  return [[S[f[C.event]], w('Event date'), 'c-event'], [S[f[C.due]], w('Due date'), 'c-due'], [end, endWord, 'c-end']]
    .filter(function (m) { return m[0]; })
    .map(function (m) { return {t: time(m[0]), iso: m[0], word: m[1], cls: m[2]}; });
}
function legend() {
  return el('ul', {cls: 'legend'}, [['c-count', '1', w('counted day and its number')], ['c-off', '', w('day off, not counted')],
    ['c-over', '1', w('day past the due date')]].map(function (entry) {
    return el('li', {}, [el('span', {cls: 'c-key ' + entry[0], text: entry[1]}), el('span', {text: entry[2]})]);
  }));
}
// A calendar, a week a row, from the event to the last mark: how the days were counted.
function calendar(f) {
  var points = marks(f);
  if (points.length < 2) return [];
  var times = points.map(function (p) { return p.t; });
  var low = Math.min.apply(null, times), high = Math.max.apply(null, times);
  if (!knownYear(low) || !knownYear(high) || high - low > 400 * DAY) return [];
  var event = S[f[C.event]] ? time(S[f[C.event]]) : null, due = S[f[C.due]] ? time(S[f[C.due]]) : null;
  var working = D.dayUnitCodes[f[C.dayUnit]] === 'working';
  var monday = low - ((new Date(low).getUTCDay() + 6) % 7) * DAY;
  var head = el('tr', {}, [el('th', {scope: 'col', text: w('Month')})].concat(
    [w('Mon'), w('Tue'), w('Wed'), w('Thu'), w('Fri'), w('Sat'), w('Sun')].map(function (day) { return el('th', {scope: 'col', text: day}); })));
  var rows = [], counted = 0, past = 0, lastMonth = '';
  for (var week = monday; week <= high; week += 7 * DAY) {
    var cells = [], month = iso(week + 6 * DAY).slice(0, 7);
    for (var t = week; t < week + 7 * DAY; t += DAY) {
      if (t < low || t > high) { cells.push(el('td', {})); continue; }
      var counts = !working || isWorkday(t), number = '', cls = counts ? '' : 'c-off';
      if (event !== null && t > event && counts && (due === null || t <= due)) { number = String(++counted); cls = 'c-count'; }
      if (due !== null && t > due) { cls = counts ? 'c-over' : 'c-off'; if (counts) number = String(++past); }
      var mark = points.filter(function (p) { return p.t === t; });
      mark.forEach(function (p) { cls += ' c-mark ' + p.cls; });
      cells.push(el('td', {cls: cls, title: [iso(t)].concat(mark.map(function (p) { return p.word; })).join(' ')}, [
        el('span', {cls: 'c-day', text: String(new Date(t).getUTCDate())}),
        el('span', {cls: 'c-num', text: mark.length ? mark.map(function (p) { return p.word; }).join(' ') : number})]));
    }
    rows.push(el('tr', {}, [el('th', {scope: 'row', text: month === lastMonth ? '' : month})].concat(cells)));
    lastMonth = month;
  }
  var weeks = rows.length, most = 20;
  if (weeks > most) {
    rows.splice(12, weeks - most, el('tr', {}, [el('td', {colspan: '8', cls: 'c-gap', text: fill(w('{} weeks are left out'), [weeks - most])})]));
  }
  var told = points.map(function (p) { return p.word + ' ' + p.iso; }).join(' → ');
  return [el('h4', {text: w('The days, one by one')}),
    el('div', {cls: 'scroll', tabindex: '0', role: 'region', 'aria-label': w('The days, one by one')}, [
      el('table', {cls: 'cal'}, [el('caption', {text: told}), el('thead', {}, [head]), el('tbody', {}, rows)])]), legend()];
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
function elements(f) {
  if (!f[C.elements].length) return [];
  return [el('h4', {text: w('Elements')}), el('ul', {cls: 'elements'}, f[C.elements].map(function (pair) {
    return el('li', {cls: pair[1] ? 'e-found' : 'e-missing'}, [el('span', {cls: 'e-mark', 'aria-hidden': 'true', text: pair[1] ? '✓' : '✗'}),
      bdi(S[pair[0]]), el('span', {cls: 'sub', text: pair[1] ? (S[pair[2]] || w('found')) : w('not found')})]);
  }))];
}
function evidence(e) {
  var sha = S[e[E.sha]], quote = S[e[E.quote]], copies = D.copies || {};
  var copy = el('div', {cls: 'copy'}, [el('h5', {text: w('Archived copy')}),
    S[e[E.file]] ? facts([[w('Archive file'), fill(w('{}, offset {}'), [S[e[E.file]], e[E.offset]])],
      [w('Fetched at (China time)'), S[e[E.at]]], ['SHA-256', el('code', {text: sha})]]) : el('p', {cls: 'note', text: w('no archived page belongs to it')}),
    Object.prototype.hasOwnProperty.call(copies, sha) ?
      el('p', {}, [el('a', {href: copies[sha], target: '_blank', rel: 'noopener', cls: 'button', text: w('Open the archived copy')})]) : null]);
  var live = el('div', {cls: 'copy'}, [el('h5', {text: w('Live page')}), S[e[E.url]] ? el('p', {}, [link(S[e[E.url]])]) :
    el('p', {cls: 'note', text: w('no address')})]);
  return el('li', {}, [el('strong', {text: D.evidenceTypes[e[E.type]]}), el('div', {cls: 'beside'}, [copy, live]),
    quote ? el('blockquote', {text: quote}) : null]);
}
function panel(f) {
  var rule = el('span', {}, [bdi(S[f[C.rule]] + ' '), el('span', {cls: f[C.verified] ? 'ok' : 'warn',
    text: f[C.verified] ? w('[source verified]') : w('[source not verified: never deducts]')})]);
  var meaning = S[f[C.eventMeaning]];
  var event = S[f[C.event]] ? S[f[C.event]] + (meaning ? ' · ' + meaning : '') : '';
  var over = f[C.over] > 0 ? f[C.over] + ' ' + dayUnit(f) : '';
  var severity = D.severities[f[C.severity]];
  var parts = [el('p', {cls: 'chips'}, [el('span', {cls: 'chip', text: D.kinds[f[C.kind]].name}),
    el('span', {cls: 'chip s-' + severity.code, text: severity.name})]),
    el('p', {cls: 'reason', text: S[f[C.reason]]}), facts([
    [w('Unit'), S[f[C.unit]]], [w('Item'), S[f[C.item]] + (S[f[C.area]] ? ' · ' + S[f[C.area]] : '')],
    [w('Project or subject'), S[f[C.project]]], [w('Title'), S[f[C.title]]],
    [w('Address'), S[f[C.url]] ? link(S[f[C.url]]) : null], [w('Why it is owed'), S[f[C.owed]]],
    [w('Event date'), event], [w('Due date'), S[f[C.due]]], [w('Published on'), S[f[C.published]]],
    [w('Days over'), over], [w('Rule'), S[f[C.rule]] ? rule : null], [w('Limit'), S[f[C.limit]]],
    [w('Finding no.'), el('code', {text: f[C.id]})]])];
  parts = parts.concat(calendar(f), elements(f), sentences(w('Particulars and arithmetic'), f[C.details]),
    sentences(w('Candidates and notes'), f[C.notes]));
  parts.push(el('h4', {text: w('Evidence')}));
  parts.push(el('ol', {cls: 'evidence'}, f[C.evidence].map(evidence)));
  return parts;
}
// ---- The panel as a dialog ---------------------------------------------------------------------------------
var opened = -1;  // Place in `shown`.
function openAt(place) {
  if (place < 0 || place >= shown.length) return;
  opened = place;
  var f = F[shown[place]];
  $('panel-title').replaceChildren(bdi(subject(f)));
  $('panel-place').textContent = fill(w('{} of {}'), [place + 1, shown.length]);
  $('panel-prev').disabled = place === 0;
  $('panel-next').disabled = place + 1 === shown.length;
  $('panel-body').replaceChildren.apply($('panel-body'), panel(f));
  $('panel-body').scrollTop = 0;
  if (!$('panel').open) $('panel').showModal();
  remember('#f-' + f[C.id]);
}
function remember(hash) {
  try { history.replaceState(null, '', hash); } catch (ignored) { /* A page without an address of its own. */ }
}
function wirePanel() {
  $('panel-close').addEventListener('click', function () { $('panel').close(); });
  $('panel-prev').addEventListener('click', function () { openAt(opened - 1); });
  $('panel-next').addEventListener('click', function () { openAt(opened + 1); });
  $('panel').addEventListener('close', function () {
    remember('#findings');
    if (opened >= 0) focusRow(opened);
  });
  $('panel').addEventListener('click', function (event) { if (event.target === $('panel')) $('panel').close(); });
  $('panel').addEventListener('keydown', function (event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j' || event.key === 'ArrowRight') openAt(opened + 1);
    else if (event.key === 'k' || event.key === 'ArrowLeft') openAt(opened - 1);
  });
}
