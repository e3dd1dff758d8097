// What the parts of the report's script share. They are joined into one function (html_page.cc). All nodes are
// built by DOM calls and textContent, so that crawled text can never become markup; without the script the page
// shows plain tables.
var D = JSON.parse(document.getElementById('data').textContent);
var S = D.strings, F = D.findings;
var w = function (key) { return Object.prototype.hasOwnProperty.call(D.words, key) ? D.words[key] : key; };
var $ = function (id) { return document.getElementById(id); };
// Columns of one finding; the same order stands in html_data.cc.
var C = {id: 0, kind: 1, severity: 2, pile: 3, unit: 4, item: 5, area: 6, project: 7, title: 8, url: 9, event: 10,
  due: 11, published: 12, over: 13, dayUnit: 14, ruleId: 15, rule: 16, verified: 17, reason: 18, details: 19,
  evidence: 20, notes: 21, owed: 22, eventMeaning: 23,
  elements: 24, limit: 25};
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
