// The review page. Everything is built by DOM calls and textContent, so that crawled text can never become markup.
(function () {
'use strict';
var D = null, W = {}, acts = [], byFinding = {}, rows = [], list = [], at = -1, shown = null, open = null, pageShown = 0;
var ROW = 74;
var $ = function (id) { return document.getElementById(id); };
var w = function (key) { return Object.prototype.hasOwnProperty.call(W, key) ? W[key] : key; };

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
function fill(format, args) {
  var next = 0;
  return format.replace(/\{\}/g, function () { return String(args[next++]); });
}
function clear(node) { while (node.firstChild) node.removeChild(node.firstChild); return node; }
function link(url) {
  if (!/^https?:\/\//i.test(url)) return el('bdi', {text: url});
  return el('a', {href: url, target: '_blank', rel: 'noopener noreferrer nofollow'}, [el('bdi', {text: url})]);
}
function say(text) { $('said').textContent = text; }

function ask(path, body) {
  var options = body === undefined ? {} : {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)};
  return fetch(path, options).then(function (answer) {
    return answer.json().catch(function () { return {}; }).then(function (json) { return {status: answer.status, json: json}; });
  });
}

// What holds of a finding now: its last ruling, if that was not taken back.
function ruling(id) {
  var found = null;
  (byFinding[id] || []).forEach(function (act) { if (act.act !== 'note' && act.act !== 'evidence') found = act; });
  return found && found.act !== 'reopen' ? found : null;
}
function versionOf(id) { return (byFinding[id] || []).length; }

function takeActs(more) {
  more.forEach(function (act) {
    if (act.n !== acts.length + 1) return;
    acts.push(act);
    (byFinding[act.finding] = byFinding[act.finding] || []).push(act);
  });
}

// Findings of the round, and those that only the log still knows of.
function makeRows() {
  var known = {};
  rows = D.findings.map(function (f) { known[f.id] = true; return f; });
  acts.forEach(function (act) {
    if (known[act.finding]) return;
    known[act.finding] = true;
    rows.push({id: act.finding, kind: '', kindName: act.ofKind, unit: act.ofUnit, item: act.ofItem, subject: act.ofSubject, pile: -1,
      severity: '', dismissed: false, due: '', over: '', gone: true});
  });
}
function unitName(id) {
  if (D.unitNames[id]) return D.unitNames[id];
  for (var i = 0; i < D.units.length; ++i) if (D.units[i][0] === id) return D.units[i][1];
  return id;
}

function choices(select, pairs) {
  var before = select.value;
  while (select.options.length > 1) select.remove(1);
  pairs.forEach(function (pair) { select.appendChild(el('option', {value: pair[0], text: pair[1]})); });
  select.value = before;
  if (select.selectedIndex < 0) select.selectedIndex = 0;
}
function fillChoices() {
  var units = {}, kinds = {};
  rows.forEach(function (f) { units[f.unit] = unitName(f.unit); if (f.kind) kinds[f.kind] = f.kindName; });
  var pairs = function (map) { return Object.keys(map).map(function (key) { return [key, map[key]]; }); };
  choices($('f-unit'), pairs(units).map(function (pair) { return pair[0] === '' ? ['-', pair[1]] : pair; }));
  choices($('f-kind'), pairs(kinds));
  choices($('i-unit'), D.units);
}

function fits(f, pile, unit, kind, text) {
  var ruled = ruling(f.id);
  if (pile === 'review' && (f.pile !== 1 || ruled)) return false;
  if (pile === 'off' && (f.pile !== 2 || ruled)) return false;
  if (pile === 'counted' && (f.pile !== 0 || f.dismissed)) return false;
  if (pile === 'before' && (!f.earlier || ruled)) return false;
  if (pile === 'done' && !byFinding[f.id] && !f.dismissed) return false;
  if (unit && (unit === '-' ? f.unit !== '' : f.unit !== unit)) return false;
  if (kind && f.kind !== kind) return false;
  return !text || (unitName(f.unit) + ' ' + f.kindName + ' ' + f.item + ' ' + f.subject + ' ' + f.id).toLowerCase().indexOf(text) >= 0;
}
function refilter(keep) {
  var pile = $('f-pile').value, unit = $('f-unit').value, kind = $('f-kind').value, text = $('f-text').value.trim().toLowerCase();
  var current = at >= 0 && list[at] ? list[at].id : null, before = at;
  list = rows.filter(function (f) { return fits(f, pile, unit, kind, text); });
  at = -1;
  if (keep) list.forEach(function (f, i) { if (f.id === current) at = i; });
  if (at < 0 && keep && list.length) at = Math.min(Math.max(before, 0), list.length - 1);
  if (at < 0 && list.length) at = 0;
  var left = rows.filter(function (f) { return f.pile === 1 && !ruling(f.id); }).length;
  $('count').textContent = fill(w('{} shown; {} still to review'), [list.length, left]);
  $('space').style.height = list.length * ROW + 'px';
  draw();
  choose(at, false);
}

function draw() {
  var view = $('list'), space = clear($('space'));
  var first = Math.max(0, Math.floor(view.scrollTop / ROW) - 5), last = Math.min(list.length, first + Math.ceil(view.clientHeight / ROW) + 12);
  for (var i = first; i < last; ++i) space.appendChild(rowOf(i));
  view.setAttribute('aria-activedescendant', at >= first && at < last ? 'row-' + at : '');
}
function rowOf(i) {
  var f = list[i], ruled = ruling(f.id);
  var node = el('div', {cls: 'row', role: 'option', id: 'row-' + i, 'data-finding': f.id, 'aria-selected': String(i === at), 'aria-setsize': list.length,
    'aria-posinset': i + 1}, [
    el('b', {}, [el('span', {cls: 'tag kind', text: f.kindName}), ruled && el('span', {cls: 'tag ' + ruled.act, text: ruled.actName}),
      !ruled && f.earlier ? el('span', {cls: 'tag before', text: fill(w('before: {}'), [f.earlier])}) : null,
      document.createTextNode(unitName(f.unit))]),
    el('span', {text: f.subject || f.item}),
    el('i', {text: [f.item, f.due && fill(w('due {}'), [f.due]), f.over].filter(Boolean).join(' · ')})]);
  node.style.top = i * ROW + 'px';
  node.addEventListener('click', function () { choose(i, true); });
  return node;
}
function choose(i, focus) {
  at = list.length ? Math.max(0, Math.min(i, list.length - 1)) : -1;
  var view = $('list');
  if (at >= 0) {
    if (at * ROW < view.scrollTop) view.scrollTop = at * ROW;
    if ((at + 1) * ROW > view.scrollTop + view.clientHeight) view.scrollTop = (at + 1) * ROW - view.clientHeight;
  }
  draw();
  if (focus) view.focus();
  show(at >= 0 ? list[at] : null);
}

// The finding in the middle.
function show(f) {
  if (f && shown && shown.row === f && shown.version === versionOf(f.id)) return;
  $('acts').hidden = !f;
  if (!f) {
    shown = null;
    $('d-title').textContent = w('Nothing here to review');
    clear($('body'));
    return copy(null);
  }
  var sameFinding = shown && shown.row.id === f.id;
  shown = {row: f, version: versionOf(f.id)};
  $('d-title').textContent = f.kindName + ' · ' + (f.subject || f.item);
  if (f.gone) {
    clear($('body')).appendChild(el('p', {cls: 'reason', text: w('The round as judged now has no such finding any more. To reopen takes its rulings and evidence back.')}));
    $('body').appendChild(history(f.id));
    return copy(null);
  }
  ask('api/finding/' + f.id).then(function (answer) {
    if (!shown || shown.row !== f) return;
    if (answer.status !== 200) return say(answer.json.error || w('The server does not answer.'));
    shown.full = answer.json;
    detail(answer.json);
    if (!sameFinding) copy(firstCopy(answer.json));
  }).catch(function () { say(w('The server does not answer.')); });
}
function facts(pairs) {
  var dl = el('dl');
  pairs.forEach(function (pair) {
    if (!pair[1]) return;
    dl.appendChild(el('dt', {text: pair[0]}));
    dl.appendChild(el('dd', {}, [typeof pair[1] === 'string' ? el('bdi', {text: pair[1]}) : pair[1]]));
  });
  return dl;
}
function detail(f) {
  var body = clear($('body'));
  body.dataset.finding = f.id;
  body.appendChild(el('p', {cls: 'reason', text: f.reason}));
  if (f.earlier && !ruling(f.id)) body.appendChild(earlierBox(f.earlier));
  if (f.details.length) {
    body.appendChild(el('h3', {text: w('Particulars')}));
    body.appendChild(el('ul', {}, f.details.map(function (text) { return el('li', {text: text}); })));
  }
  body.appendChild(el('h3', {text: w('What it is about')}));
  body.appendChild(facts([[w('Unit'), f.unit], [w('Item'), f.item], [w('Project'), f.project], [w('Title'), f.title],
    [w('Address'), f.url ? link(f.url) : ''], [w('Date of the event'), f.event], [w('Due date'), f.due], [w('Published on'), f.published],
    [w('Days over'), f.over], [w('Severity'), f.severity], [w('Standing'), f.standing],
    [w('Rule'), f.rule + (f.verified ? '' : ' ' + w('(not verified)'))], [w('Source of the rule'), f.ruleSource === f.rule ? '' : f.ruleSource],
    [w('Finding no.'), f.id]]));
  body.appendChild(el('h3', {text: w('Evidence')}));
  body.appendChild(el('ul', {cls: 'proof'}, f.evidence.map(function (one) {
    var button = one.page ? el('button', {type: 'button', text: w('Show the copy')}) : null;
    if (button) button.addEventListener('click', function () { copy(one); });
    return el('li', {}, [el('b', {text: one.type}), document.createTextNode(' '), one.url ? link(one.url) : null,
      one.quote ? el('q', {text: one.quote}) : null,
      one.at || one.sha256 ? el('div', {cls: 'mono', text: [one.at, one.sha256 && 'SHA-256 ' + one.sha256].filter(Boolean).join(' · ')}) : null, button]);
  })));
  body.appendChild(history(f.id));
}
// What an earlier round decided is a proposal: it holds here only if somebody takes it over.
function earlierBox(e) {
  var more = [];
  if (e.days !== undefined) more.push(fill(w('days over: {}'), [e.days]));
  if (e.unit) more.push(fill(w('unit: {}'), [e.unit]));
  var button = el('button', {type: 'button', id: 'take'}, [el('kbd', {text: 'T'}),
    document.createTextNode(' ' + (e.same ? w('Take it over') : w('Take it over with a reason of your own')))]);
  button.addEventListener('click', takeOver);
  return el('section', {cls: 'earlier ' + (e.same ? 'same' : 'changed'), 'aria-label': w('Ruling of an earlier round')}, [
    el('b', {text: fill(w('Ruled in round {}'), [e.round]) + ': ' + [e.actName, e.by, e.at].join(' · ')}),
    el('div', {text: e.reason}), more.length ? el('div', {text: more.join('; ')}) : null,
    el('div', {cls: 'facts', text: e.same ? w('The same facts hold now.') : fill(w('Other than then: {}.'), [e.changed.join('; ')])}), button]);
}
function takeOver() {
  var e = shown && shown.full && shown.full.earlier;
  if (!e || ruling(shown.row.id)) return;
  start(e.act);
  if (!$('form').open) return;
  $('i-reason').value = e.carried;
  if (e.days !== undefined) $('i-days').value = e.days;
  if (e.unitId) $('i-unit').value = e.unitId;
  if (e.same) return send();
  wrong(fill(w('These facts are others now: {}. Say why the ruling holds all the same, or leave it.'), [e.changed.join('; ')]));
  $('i-reason').focus();
}
function actItem(act) {
  var parts = [act.actName, act.by, act.at].join(' · '), more = [];
  if (act.days !== undefined) more.push(fill(w('days over: {}'), [act.days]));
  if (act.unit) more.push(fill(w('unit: {}'), [act.unit]));
  if (act.seen) more.push(fill(w('published on {}: {}'), [act.seen.on, act.seen.url || act.seen.carrier]));
  return el('li', {}, [el('b', {text: parts}), el('div', {text: act.reason}), more.length ? el('div', {text: more.join('; ')}) : null,
    act.file ? el('div', {}, [el('a', {href: 'file/' + act.file.sha256, download: '', text: act.file.name}),
      el('span', {cls: 'mono', text: ' ' + act.file.bytes + ' B · SHA-256 ' + act.file.sha256})]) : null]);
}
function history(id) {
  var own = byFinding[id] || [];
  return el('div', {}, [el('h3', {text: w('Acts so far')}),
    own.length ? el('ol', {cls: 'history'}, own.map(actItem)) : el('p', {cls: 'note', text: w('None yet.')})]);
}

// The archived page, sandboxed: no scripts, no requests, no way out.
function firstCopy(f) {
  for (var i = 0; i < f.evidence.length; ++i) if (f.evidence[i].page) return f.evidence[i];
  return null;
}
function copy(one) {
  var key = one && shown ? one.page + '?finding=' + encodeURIComponent(shown.row.id) : '';
  if (key === pageShown) return;
  pageShown = key;
  clear($('frame'));
  if (!one) { $('c-note').textContent = w('No archived page belongs to this finding.'); return; }
  $('c-note').textContent = [one.url, one.at].filter(Boolean).join(' · ');
  $('frame').appendChild(el('iframe', {sandbox: '', title: w('Archived copy'), src: 'copy/' + key, referrerpolicy: 'no-referrer'}));
}

// Acting.
var titles = function (kind) {
  return {confirm: w('Confirm the finding'), dismiss: w('Dismiss the finding'), amend: w('Amend the finding'), evidence: w('Add evidence'),
    note: w('Remark'), reopen: w('Reopen: take rulings and seen publications back')}[kind];
};
function start(kind) {
  if (!shown) return;
  if (!$('by').value.trim()) { say(w('Enter your name first: every act says who did it.')); $('by').focus(); return; }
  open = {kind: kind, id: shown.row.id, version: versionOf(shown.row.id)};
  $('form-title').textContent = titles(kind);
  $('form-about').textContent = [shown.row.kindName, unitName(shown.row.unit), shown.row.subject || shown.row.item].join(' · ');
  $('p-amend').hidden = kind !== 'amend';
  $('p-evidence').hidden = kind !== 'evidence';
  ['i-reason', 'i-on', 'i-url', 'i-carrier', 'i-file', 'i-days'].forEach(function (id) { $(id).value = ''; });
  $('i-unit').value = '';
  if (kind === 'amend' && shown.full && shown.full.days > 0) $('i-days').value = shown.full.days;
  $('conflict').hidden = $('form-error').hidden = true;
  $('form-send').textContent = w('Send');
  $('form').showModal();
  (kind === 'evidence' ? $('i-file') : kind === 'amend' ? $('i-days') : $('i-reason')).focus();
}
function wrong(text) { $('form-error').textContent = text; $('form-error').hidden = false; }
function readFile(file) {
  return new Promise(function (done, fail) {
    var reader = new FileReader();
    reader.onload = function () { var text = String(reader.result); done({name: file.name, base64: text.slice(text.indexOf(',') + 1)}); };
    reader.onerror = function () { fail(reader.error); };
    reader.readAsDataURL(file);
  });
}
function send() {
  if ($('form-send').disabled) return;
  var act = {finding: open.id, version: open.version, act: open.kind, by: $('by').value.trim(), reason: $('i-reason').value.trim()};
  $('form-error').hidden = true;
  if (!act.reason) { wrong(w('Enter the reason.')); $('i-reason').focus(); return; }
  if (open.kind === 'amend') {
    if ($('i-days').value !== '') act.days_over = Number($('i-days').value);
    if ($('i-unit').value) act.unit = $('i-unit').value;
    if (act.days_over === undefined && !act.unit) return wrong(w('Enter other days or another unit.'));
  }
  var ready = Promise.resolve(null);
  if (open.kind === 'evidence') {
    var file = $('i-file').files[0];
    if ($('i-on').value) act.seen = {published_on: $('i-on').value, url: $('i-url').value.trim(), carrier: $('i-carrier').value.trim()};
    else if ($('i-url').value.trim() || $('i-carrier').value.trim()) return wrong(w('Enter the day of publication.'));
    if (!file && !act.seen) return wrong(w('Choose a file, or say what was published when and where.'));
    if (file && file.size > D.maxFile) return wrong(w('The file is too large.'));
    if (file) ready = readFile(file);
  }
  $('form-send').disabled = true;
  ready.then(function (file) {
    if (file) act.file = file;
    return ask('api/act', act);
  }).then(function (answer) {
    if (answer.status === 201) return sent(answer.json.act);
    $('form-send').disabled = false;
    if (answer.status === 409) return conflict(answer.json);
    wrong(answer.json.error || w('The server does not answer.'));
  }).catch(function () { $('form-send').disabled = false; wrong(w('The server does not answer.')); });
}
// The form stays until the page knows the act: the next one, however fast, then follows it instead of conflicting with it.
function sent(act) {
  say(fill(w('Written: {} by {}.'), [act.actName, act.by]));
  poll().then(function () {
    $('form').close();
    $('form-send').disabled = false;
    $('list').focus();
  });
}
// Somebody was faster: his acts are shown, what was typed stays, and sending again puts it after his.
function conflict(json) {
  var box = clear($('conflict'));
  box.appendChild(el('p', {text: json.error}));
  box.appendChild(el('ol', {cls: 'history'}, json.acts.map(actItem)));
  box.hidden = false;
  open.version += json.acts.length;
  $('form-send').textContent = w('Send all the same');
  poll();
}

// The others, and the judgement. One question at a time: two answers to the same question would count acts twice.
var polls = Promise.resolve();
function poll() {
  polls = polls.then(pollOnce);
  return polls;
}
function pollOnce() {
  return ask('api/acts?since=' + acts.length).then(function (answer) {
    if (answer.status !== 200) { say(w('The server does not answer.')); return; }
    var json = answer.json, me = $('by').value.trim();
    json.acts.forEach(function (act) {
      if (shown && act.finding === shown.row.id && act.by !== me) say(fill(w('{} acted on this finding just now: {}.'), [act.by, act.actName]));
    });
    takeActs(json.acts);
    D.applied = json.applied;
    waiting(json);
    if (json.generation !== D.generation) return load(true);
    if (json.acts.length) { makeRows(); refilter(true); }
  }).catch(function () { say(w('The server does not answer.')); });
}
function waiting(json) {
  var left = acts.length - D.applied;
  $('judge').disabled = json.judging;
  $('waiting').textContent = json.judging ? w('Judging again …') : json.judgeError ? fill(w('Judging failed: {}'), [json.judgeError])
    : left > 0 ? fill(w('{} acts are not yet in scores and reports'), [left]) : w('Scores and reports hold all acts');
}
function load(again) {
  return ask('api/state').then(function (answer) {
    D = answer.json;
    W = D.words;
    makeRows();
    fillChoices();
    if (again) { shown = null; say(w('Judged again: scores and reports are new.')); }
    refilter(again);
  });
}

$('by').value = sessionStorage.getItem('mingcha-by') || '';
$('by').addEventListener('change', function () { sessionStorage.setItem('mingcha-by', $('by').value.trim()); });
['f-pile', 'f-unit', 'f-kind'].forEach(function (id) { $(id).addEventListener('change', function () { refilter(false); }); });
$('f-text').addEventListener('input', function () { refilter(false); });
$('filters').addEventListener('submit', function (event) { event.preventDefault(); });
$('list').addEventListener('scroll', draw);
window.addEventListener('resize', draw);
$('acts').addEventListener('click', function (event) {
  var button = event.target.closest('button');
  if (button) start(button.getAttribute('data-act'));
});
$('act-form').addEventListener('submit', function (event) { event.preventDefault(); send(); });
$('form-cancel').addEventListener('click', function () { $('form').close(); });
$('form').addEventListener('keydown', function (event) { if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) { event.preventDefault(); send(); } });
$('judge').addEventListener('click', function () { ask('api/judge', {}).then(poll); });
document.addEventListener('keydown', function (event) {
  if ($('form').open || event.ctrlKey || event.metaKey || event.altKey) return;
  var tag = document.activeElement ? document.activeElement.tagName : '';
  if (/^(INPUT|TEXTAREA|SELECT)$/.test(tag)) {
    if (event.key === 'Escape' || (event.key === 'Enter' && document.activeElement.id === 'f-text')) $('list').focus();
    return;
  }
  var onList = document.activeElement === $('list');
  var key = event.key.toLowerCase(), kinds = {c: 'confirm', d: 'dismiss', a: 'amend', e: 'evidence', n: 'note', r: 'reopen'};
  if (key === 'j' || (onList && event.key === 'ArrowDown')) choose(at + 1, true);
  else if (key === 'k' || (onList && event.key === 'ArrowUp')) choose(at - 1, true);
  else if (onList && event.key === 'Home') choose(0, true);
  else if (onList && event.key === 'End') choose(list.length - 1, true);
  else if (onList && event.key === 'PageDown') choose(at + 8, true);
  else if (onList && event.key === 'PageUp') choose(at - 8, true);
  else if (event.key === '/') $('f-text').focus();
  else if (key === 'o') { if (shown && shown.full) copy(firstCopy(shown.full)); $('frame').scrollIntoView({block: 'nearest'}); }
  else if (key === 't') takeOver();
  else if (kinds[key]) start(kinds[key]);
  else return;
  event.preventDefault();
});

load(false).then(function () {
  if (document.activeElement === document.body) $('list').focus();
  return poll();
}).then(function () { setInterval(poll, 3000); });
})();
