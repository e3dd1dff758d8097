#!/usr/bin/env python3
"""Writes a configuration folder that assesses the bench's site by the Baodi plan: make_config.py CONFIG OUT HOSTS PORT"""
import os
import sys

config, out, hosts, port = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
os.makedirs(out, exist_ok=True)
names = [f"127.1.0.{h}:{port}" for h in range(1, hosts + 1)]


def write(name, text):
    with open(os.path.join(out, name), "w") as file:
        file.write(text)


write("assessment.yaml", f"extends: {config}/baodi\nid: bench\ntitle: 抓取性能测试\nwindow: {{from: 2018-04-10, to: 2018-12-31}}\nas_of: 2019-01-31\n")
sites = [f"- {{id: portal, name: 性能测试站, kind: portal, unit: zfb, seeds: [{', '.join(repr('http://' + n + '/') for n in names)}], "
         f"hosts: [{', '.join(repr(n) for n in names)}], cms: trs, allow_private_addresses: true, max_depth: 1000, "
         "pace: {delay_ms: 0, concurrency: 4, timeout_ms: 30000}}"]
for other in sys.argv[5:] or ["exchange", "credit", "tianjin-procurement", "tianjin-equity", "tianjin-planning"]:
    sites.append(f"- {{id: {other}, name: {other}, kind: other, seeds: ['http://127.1.0.1:1/'], crawl: false}}")
write("sites.yaml", "replace: true\nsites:\n" + "\n".join(sites) + "\n")
write("places.yaml", "replace: true\nplaces: []\n")
