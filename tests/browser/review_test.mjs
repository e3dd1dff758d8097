// The review in a real Chromium: the queue by keyboard, every kind of act, archived pages that can do nothing, two
// reviewers at once.   node review_test.mjs SERVE_SAMPLE CHROMIUM [PICTURES]
// SERVE_SAMPLE FOLDER zh|en FINDINGS prints the review's address and serves until its input ends.
import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {chromium} from 'playwright-core';

const [serveSample, executablePath, pictures] = process.argv.slice(2);
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'mingcha-review-'));
const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
let failed = 0;

function serve(name, lang, findings) {
  const out = join(folder, name);
  mkdirSync(out);
  const child = spawn(serveSample, [out, lang, String(findings)], {stdio: ['pipe', 'pipe', 'inherit']});
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => fail(new Error(`server ended: ${code}`)));
    child.stdout.once('data', (text) => done({url: String(text).trim(), log: join(out, 'review/acts.jsonl'), stop() {
      child.removeAllListeners('exit');
      child.stdin.end();
      return new Promise((ended) => child.on('exit', ended));
    }}));
  });
}
const lines = (server) => readFileSync(server.log, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line));

async function reviewer(server, name) {
  const context = await browser.newContext({viewport: {width: 1440, height: 900}, acceptDownloads: true});
  const page = await context.newPage();
  page.asked = [];
  page.said = [];
  page.on('request', (request) => { if (!request.url().startsWith(server.url)) page.asked.push(request.url()); });
  page.on('console', (message) => page.said.push(message.text()));
  page.on('pageerror', (error) => page.said.push(String(error)));
  page.on('dialog', (dialog) => { page.said.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(server.url);
  await page.locator('.row').first().waitFor();
  if (name) {
    await page.locator('#by').fill(name);
    await page.locator('#list').focus();
  }
  return page;
}
async function quiet(page, conflicts = 0) {
  assert.deepEqual(page.asked.filter((url) => !url.startsWith('data:')), [], 'requests elsewhere');
  // Chromium itself notes a 409 answer on the console.
  const said = page.said.filter((text) => !/status of 409/.test(text));
  assert.deepEqual(said, [], 'console');
  assert.equal(page.said.length - said.length, conflicts, 'conflicts');
  await page.context().close();
}
async function accessible(page, what) {
  await page.evaluate(axeSource);
  const result = await page.evaluate(() => window.axe.run(document, {iframes: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']}));
  const faults = result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | ')}`);
  assert.deepEqual(faults, [], what);
}
async function picture(page, name) {
  if (!pictures) return;
  mkdirSync(pictures, {recursive: true});
  await page.screenshot({path: join(pictures, `${name}.png`)});
}
const selected = (page) => page.locator('.row[aria-selected=true]').textContent();
/// Until the middle shows the finding that is chosen: its particulars come in an answer of their own.
const settled = (page) => page.waitForFunction(() => {
  const row = document.querySelector('.row[aria-selected=true]');
  return row && row.dataset.finding === document.getElementById('body').dataset.finding;
});
const counted = (page) => page.locator('#count').textContent();
async function written(server, count) {
  for (let i = 0; i < 100; ++i) {
    if (lines(server).length === count) return lines(server);
    await new Promise((next) => setTimeout(next, 50));
  }
  assert.fail(`${count} acts awaited, ${lines(server).length} are there`);
}
/// Opens the form by a key, gives the reason and sends it by Ctrl+Enter.
async function act(page, key, reason, fill = async () => {}) {
  await page.keyboard.press(key);
  await page.locator('#form[open]').waitFor();
  await fill();
  await page.locator('#i-reason').fill(reason);
  await page.keyboard.press('Control+Enter');
  await page.locator('#form[open]').waitFor({state: 'detached'});
}
async function test(name, run) {
  try {
    await run();
    console.log(`ok      ${name}`);
  } catch (error) {
    ++failed;
    console.log(`FAILED  ${name}\n${error.stack}`);
  }
}

for (const lang of ['zh', 'en']) {
  await test(`${lang}: the queue by keyboard: confirm, dismiss, amend, remark`, async () => {
    const server = await serve(`keys-${lang}`, lang, 60);
    const page = await reviewer(server, '王芳');
    assert.equal(await page.locator('#f-pile').inputValue(), 'review');
    const total = await page.evaluate(() => document.querySelector('.row').getAttribute('aria-setsize'));
    assert.ok(Number(total) >= 3, total);
    // Some are ruled on by registers before anybody comes.
    const done = async () => {
      await page.locator('#f-pile').selectOption('done');
      return Number((await counted(page)).match(/\d+/)[0]);
    };
    const before = await done();
    await page.locator('#f-pile').selectOption('review');
    await page.locator('#list').focus();
    await settled(page);
    await picture(page, `review-${lang}`);
    await accessible(page, 'queue');
    const first = await selected(page);
    await page.keyboard.press('j');
    const second = await selected(page);
    assert.notEqual(first, second);
    await page.keyboard.press('k');
    assert.equal(await selected(page), first);
    await act(page, 'c', '核对无误');
    await written(server, 1);
    await page.waitForFunction((text) => document.querySelector('.row[aria-selected=true]').textContent !== text, first);
    assert.equal(await selected(page), second, 'the next one comes by itself');
    await act(page, 'd', '属于不予公开');
    await written(server, 2);
    await page.locator('#f-pile').selectOption('counted');
    await page.locator('#list').focus();
    await settled(page);
    await page.keyboard.press('a');
    await page.locator('#form[open]').waitFor();
    await picture(page, `review-amend-${lang}`);
    await accessible(page, 'form');
    await page.locator('#i-days').fill('3');
    await page.locator('#i-reason').fill('按邮戳计');
    await page.keyboard.press('Control+Enter');
    await written(server, 3);
    await page.locator('#form[open]').waitFor({state: 'detached'});
    await act(page, 'n', '待与单位核对');
    const acts = await written(server, 4);
    assert.deepEqual(acts.map((one) => one.act), ['confirm', 'dismiss', 'amend', 'note']);
    assert.equal(acts[2].days_over, 3);
    assert.ok(acts.every((one) => one.by === '王芳' && one.reason && one.at && one.prev.length === 64));
    assert.equal(await done(), before + 3);
    await page.locator('.row').first().waitFor();
    await picture(page, `review-done-${lang}`);
    await page.locator('#judge').click();
    await page.waitForFunction(() => !document.getElementById('judge').disabled && !/4/.test(document.getElementById('waiting').textContent));
    await quiet(page);
    await server.stop();
  });
}

await test('nothing is written without a name and a reason', async () => {
  const server = await serve('names', 'zh', 20);
  const page = await reviewer(server, '');
  await page.locator('#d-title').filter({hasText: '·'}).waitFor();
  await page.keyboard.press('c');
  assert.equal(await page.locator('#form[open]').count(), 0);
  assert.equal(await page.evaluate(() => document.activeElement.id), 'by');
  await page.locator('#by').fill('李强');
  await page.locator('#list').focus();
  await page.keyboard.press('c');
  await page.keyboard.press('Control+Enter');
  assert.ok(await page.locator('#form-error').isVisible());
  await page.keyboard.press('Escape');
  assert.equal(lines(server).length, 0);
  await quiet(page);
  await server.stop();
});

await test('the archived page can do nothing', async () => {
  const server = await serve('copy', 'zh', 0);
  const page = await reviewer(server, '王芳');
  await page.locator('#f-pile').selectOption('all');
  let found = false;
  const total = Number(await page.locator('.row').first().getAttribute('aria-setsize'));
  for (let i = 0; i < total && !found; ++i) {
    await page.locator('#list').focus();
    await page.keyboard.press(i === 0 ? 'Home' : 'j');
    await settled(page);
    found = await page.locator('#body .proof button').count() > 0;
  }
  assert.ok(found, 'a finding with an archived page');
  await page.locator('#body .proof button').first().click();
  const frame = page.locator('#frame iframe');
  await frame.waitFor();
  assert.equal(await frame.getAttribute('sandbox'), '');
  const inner = page.frameLocator('#frame iframe');
  await inner.locator('h1').waitFor();
  assert.equal(await inner.locator('h1').textContent().then((text) => text.trim()), 'archived page');
  assert.equal(await inner.locator('script, img, iframe, form, a, link, [onclick], [onload]').count(), 0);
  assert.notEqual(await page.title(), 'owned');
  await picture(page, 'review-copy');
  await quiet(page);
  await server.stop();
});

await test('rulings of an earlier round are proposals: one key where the facts hold, a reason where they do not', async () => {
  const server = await serve('earlier', 'zh', 60);
  const page = await reviewer(server, '王芳');
  await page.locator('#f-pile').selectOption('before');
  await page.locator('#list').focus();
  assert.equal(await page.locator('.row').count(), 2);
  assert.match(await page.locator('.row .before').first().textContent(), /上轮：撤销/);
  await settled(page);
  assert.match(await page.locator('.earlier').textContent(), /2024-h2[\s\S]*撤销[\s\S]*赵敏[\s\S]*2025-01-20[\s\S]*公告栏已公开/);
  assert.equal(await page.locator('.earlier.same').count(), 1);
  await picture(page, 'review-earlier');
  await accessible(page, 'earlier');
  assert.equal(lines(server).length, 0, 'nothing is applied by itself');
  const first = await selected(page);
  await page.keyboard.press('t');
  const [taken] = await written(server, 1);
  assert.equal(taken.act, 'dismiss');
  assert.equal(taken.by, '王芳');
  assert.match(taken.reason, /2024-h2.*赵敏.*2025-01-20.*公告栏已公开/);
  await page.waitForFunction((text) => document.querySelector('.row[aria-selected=true]').textContent !== text, first);
  await settled(page);
  await page.locator('.earlier.changed').waitFor();
  assert.match(await page.locator('.earlier .facts').textContent(), /到期日/);
  await page.keyboard.press('t');
  await page.locator('#form[open]').waitFor();
  assert.ok(await page.locator('#form-error').isVisible(), 'it says what changed');
  assert.equal(lines(server).length, 1, 'other facts: not by one key');
  await page.locator('#i-reason').fill('期限虽已改，公开早于新期限');
  await page.keyboard.press('Control+Enter');
  const acts = await written(server, 2);
  assert.equal(acts[1].reason, '期限虽已改，公开早于新期限');
  await page.locator('#form[open]').waitFor({state: 'detached'});
  await quiet(page);
  await server.stop();
});

await test('evidence: a file and a publication', async () => {
  const server = await serve('evidence', 'zh', 20);
  const page = await reviewer(server, '王芳');
  const file = join(folder, '公告栏.txt');
  writeFileSync(file, 'seen there');
  await act(page, 'e', '公告栏照片', async () => {
    await page.locator('#i-file').setInputFiles(file);
    await page.locator('#i-on').fill('2025-03-01');
    await page.locator('#i-carrier').fill('区政务服务大厅公告栏');
    await picture(page, 'review-evidence');
  });
  const [one] = await written(server, 1);
  assert.equal(one.act, 'evidence');
  assert.equal(one.file.bytes, 10);
  assert.equal(one.seen.published_on, '2025-03-01');
  assert.equal(readFileSync(join(folder, 'evidence', one.file.path), 'utf8'), 'seen there');
  const download = page.waitForEvent('download');
  await page.locator('.history a').click();
  assert.equal(readFileSync(await (await download).path(), 'utf8'), 'seen there');
  await quiet(page);
  await server.stop();
});

await test('two reviewers at once lose nothing', async () => {
  const server = await serve('two', 'zh', 20);
  const wang = await reviewer(server, '王芳'), li = await reviewer(server, '李强');
  assert.equal(await selected(wang), await selected(li));
  await li.keyboard.press('d');
  await li.locator('#i-reason').fill('单位已补证明');
  await act(wang, 'c', '核对无误');
  await written(server, 1);
  await li.keyboard.press('Control+Enter');
  await li.locator('#conflict:not([hidden])').waitFor();
  assert.match(await li.locator('#conflict').textContent(), /王芳[\s\S]*核对无误/);
  assert.equal(await li.locator('#i-reason').inputValue(), '单位已补证明', 'what was typed stays');
  assert.equal(lines(server).length, 1);
  await picture(li, 'review-conflict');
  await accessible(li, 'conflict');
  await li.keyboard.press('Control+Enter');
  const acts = await written(server, 2);
  assert.deepEqual(acts.map((one) => [one.by, one.act, one.version]), [['王芳', 'confirm', 0], ['李强', 'dismiss', 1]]);
  await wang.locator('#f-pile').selectOption('done');
  await wang.locator('.history li').nth(1).waitFor();
  assert.match(await wang.locator('.history').textContent(), /李强/, 'the other sees it without loading again');
  await quiet(wang);
  await quiet(li, 1);
  await server.stop();
});

await test('20,000 findings stay fluid', async () => {
  const server = await serve('large', 'zh', 20000);
  const page = await reviewer(server, '王芳');
  await page.locator('#f-pile').selectOption('all');
  assert.ok(Number(await page.locator('.row').first().getAttribute('aria-setsize')) >= 20000);
  assert.ok(await page.locator('.row').count() < 60, 'rows in the tree');
  await page.locator('#list').focus();
  await page.keyboard.press('End');
  assert.equal(await page.locator('.row[aria-selected=true]').getAttribute('aria-posinset'),
    await page.locator('.row[aria-selected=true]').getAttribute('aria-setsize'));
  await quiet(page);
  await server.stop();
});

await test('small screens show it all', async () => {
  const server = await serve('small', 'zh', 20);
  const page = await reviewer(server, '王芳');
  await page.setViewportSize({width: 390, height: 844});
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth + 1), 'no sideways scrolling');
  await picture(page, 'review-small');
  await quiet(page);
  await server.stop();
});

await browser.close();
rmSync(folder, {recursive: true, force: true});
if (failed) process.exit(1);
