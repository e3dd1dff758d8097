// The peer crawlee (CheerioCrawler): every page of the bench's site once, title and main text into JSON lines.
import { appendFileSync } from 'node:fs';
import { CheerioCrawler, Configuration, log } from 'crawlee';

const [hosts, port, out] = process.argv.slice(2);
log.setLevel(log.LEVELS.ERROR);
Configuration.getGlobalConfig().set('persistStorage', false);
const seeds = Array.from({ length: Number(hosts) }, (_, i) => `http://127.1.0.${i + 1}:${port}/`);
const crawler = new CheerioCrawler({
  maxConcurrency: 20,
  minConcurrency: 10,
  async requestHandler({ request, $, enqueueLinks }) {
    appendFileSync(out, JSON.stringify({ url: request.url, title: $('title').text(), text: $('.TRS_Editor').text() }) + '\n');
    await enqueueLinks({ strategy: 'all', globs: [`http://127.1.0.*:${port}/**`] });
  },
});
await crawler.run(seeds);
