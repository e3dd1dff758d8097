// The pictures of docs/manual, from a real assessment.   node manual_pictures.mjs MINGCHA ASSESSMENT TODO OUT CHROMIUM
// ASSESSMENT: a finished assessment folder; TODO: one made by self-check; OUT: folder of the pictures.
import {spawn} from 'node:child_process';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {chromium} from 'playwright-core';

const [mingcha, assessment, todo, out, executablePath] = process.argv.slice(2);
const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu']});
const page = await browser.newPage({viewport: {width: 1180, height: 780}});
const shot = (name) => page.screenshot({path: join(out, `${name}.png`)});
const report = pathToFileURL(join(assessment, 'reports/index.html')).href;

await page.goto(report);
await page.waitForTimeout(500);  // charts fade in
await shot('report-overview');
for (const [name, id] of [['report-matrix', 'matrix'], ['report-lifecycle', 'lifecycle']]) {
  if (await page.locator(`#${id}`).count() === 0) continue;
  await page.evaluate((where) => document.getElementById(where).scrollIntoView(), id);
  await shot(name);
}
await page.evaluate(() => document.getElementById('findings').scrollIntoView());
await page.locator('#rows tr[data-place]').first().click();
await page.locator('#panel[open]').waitFor();
await shot('report-panel');
await page.goto(pathToFileURL(join(todo, 'reports/todo.html')).href);
await shot('todo');

const server = spawn(mingcha, ['--json', 'serve', assessment], {stdio: ['ignore', 'pipe', 'inherit']});
const url = await new Promise((done) => server.stdout.once('data', (text) => done(JSON.parse(String(text)).url)));
await page.setViewportSize({width: 1240, height: 760});
await page.goto(url);
await page.locator('.row').first().waitFor();
await page.locator('#by').fill('王芳');
await page.locator('#f-pile').selectOption('counted');
await page.locator('#f-kind').selectOption('late');
await page.locator('#list').focus();
await page.frameLocator('#frame iframe').locator('body').waitFor();
await page.waitForTimeout(300);
await shot('review');
server.kill('SIGINT');
await new Promise((ended) => server.on('exit', ended));
await browser.close();
