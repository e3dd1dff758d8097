#!/usr/bin/env python3
"""Writes a site of government-like pages for the crawl bench: the same bytes for the same arguments.

make_site.py DIR [HOSTS=10] [PAGES_PER_HOST=312] [PORT=18700]

DIR/www/<address>/… holds the pages of 127.1.0.1 … 127.1.0.HOSTS, DIR/nginx.conf serves them, DIR/pages.txt counts them.
Pages have 15 to 44 KB, about 64 links, TRS-like names and pagers; every fifth host is in GBK. Every page can be reached by plain
links, so that tools that run no scripts find all of them.

One host more, 127.1.0.(HOSTS+1), is wide: 420 pages of 250 addresses each that nobody else names. A crawl that stops after them has
over 100,000 addresses waiting.
"""
import os
import random
import sys

WORDS = ("宝坻 区 人民政府 办公室 关于 印发 公布 项目 批准 结果 信息 公告 通知 公示 工程 建设 招标 中标 采购 合同 土地 征收 补偿 "
         "方案 保障 住房 分配 环境 影响 评价 审批 许可 行政 处罚 决定 年度 预算 决算 报告 资金 使用 情况 检查 质量 安全 监督 管理 "
         "单位 负责人 联系 电话 地址 邮政 编码 有关 部门 镇 街道 认真 贯彻 执行 进一步 加强 规范 推进 重点 领域 公开 工作 实施 意见 "
         "细则 要求 如下 一 二 三 四 五 六 七 八 九 十 按照 依据 规定 予以 同意 特此 主动 接受 社会 监督 期限 自 之日 起 工作日 内").split()
PER_LIST = 20


def sentence(rng, low, high):
    return "".join(rng.choice(WORDS) for _ in range(rng.randint(low, high)))


def body_text(rng, size):
    """Paragraphs of about `size` bytes in UTF-8."""
    out, length = [], 0
    while length < size:
        line = "<p style=\"text-indent:2em;line-height:1.8\"><span style=\"font-family:仿宋;font-size:16px\">" + "，".join(
            sentence(rng, 4, 12) for _ in range(rng.randint(2, 6))) + "。</span></p>\n"
        out.append(line)
        length += len(line.encode())
    return "".join(out)


class Host:
    def __init__(self, number, hosts, pages, port, seed):
        self.address = f"127.1.0.{number}"
        self.port, self.hosts = port, hosts
        self.rng = random.Random(seed * 1000 + number)
        self.charset = "gbk" if number % 5 == 0 else "utf-8"
        self.columns = 8
        details = pages * PER_LIST // (PER_LIST + 1) - self.columns
        self.details = []
        for i in range(details):
            month, day = self.rng.randint(1, 12), self.rng.randint(1, 28)
            column = i % self.columns
            self.details.append({
                "path": f"/zwgk/lm{column}/2018{month:02d}/t2018{month:02d}{day:02d}_{number}{i:05d}.html",
                "title": "关于" + sentence(self.rng, 6, 14) + "的公告", "date": f"2018-{month:02d}-{day:02d}", "column": column})

    def frame(self, title, middle, side):
        menu = "".join(f'<li><a href="/zwgk/lm{c}/index.html" title="栏目{c}">政务公开栏目{c}</a></li>\n' for c in range(self.columns))
        menu += "".join(f'<li><a href="http://127.1.0.{h}:{self.port}/">相关网站{h}</a></li>\n' for h in range(1, self.hosts + 1))
        related = "".join(f'<li><a href="{d["path"]}" title="{d["title"]}" target="_blank">{d["title"][:18]}…</a><span>{d["date"]}</span></li>\n'
                          for d in side)
        foot = "".join(f'<a href="/zwgk/lm{c % self.columns}/index.html">快速通道{c}</a> | ' for c in range(14))
        script = ("<script type=\"text/javascript\">\nvar siteCode='1201150000';// 统计\nfunction setFont(n){document.getElementById('zoom')"
                  ".style.fontSize=n+'px';}\n$(function(){$('.nav li').hover(function(){$(this).addClass('on');},function(){"
                  "$(this).removeClass('on');});if(a<b&&c>d){tab(1);}});\n</script>\n") * 2
        return (f'<!DOCTYPE html>\n<html lang="zh-CN">\n<head>\n<meta http-equiv="Content-Type" content="text/html; charset={self.charset}">\n'
                f'<meta name="SiteName" content="演示政务网"><meta name="ArticleTitle" content="{title}">\n<title>{title}_演示政务网</title>\n'
                f'<link rel="stylesheet" href="/css/main.css">\n{script}</head>\n<body>\n<!-- 头部 <a href="/old/index.html">旧版</a> -->\n'
                f'<div class="header"><ul class="nav">\n{menu}</ul></div>\n<div class="main">{middle}</div>\n'
                f'<div class="right"><ul>\n{related}</ul></div>\n<div class="footer">{foot}\n<p>网站标识码 1201150000 版权所有 &copy; 演示区人民政府</p></div>\n'
                '</body>\n</html>\n')

    def write(self, root, path, text):
        name = root + path + ("index.html" if path.endswith("/") else "")
        os.makedirs(os.path.dirname(name), exist_ok=True)
        with open(name, "wb") as out:
            out.write(text.encode(self.charset, "replace"))

    def detail(self, i):
        d, n = self.details[i], len(self.details)
        middle = (f'<div class="crumb">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/lm{d["column"]}/index.html">栏目{d["column"]}</a></div>'
                  f'<h1>{d["title"]}</h1><div class="info">发布日期：{d["date"]} 来源：区政府办公室</div><div class="TRS_Editor" id="zoom">\n')
        side = [self.details[(i * 7 + k * k + 1) % n] for k in range(26)]
        page = self.frame(d["title"], middle + "@@", side)
        share = 0.8 if self.charset == "utf-8" else 1.2  # GBK text is a third shorter.
        target = self.rng.triangular(15_500, 44_200, 29_400)
        near = (f'</div><div>上一篇：<a href="{self.details[(i - 1) % n]["path"]}">{self.details[(i - 1) % n]["title"]}</a><br>'
                f'下一篇：<a href="{self.details[(i + 1) % n]["path"]}">{self.details[(i + 1) % n]["title"]}</a></div>')
        return page.replace("@@", body_text(self.rng, max(1_000, (target - len(page.encode()) - 400) * max(1.0, share))) + near)

    def lists(self, column):
        rows = [d for d in self.details if d["column"] == column]
        count = max(1, (len(rows) + PER_LIST - 1) // PER_LIST)
        for k in range(count):
            entries = "".join(f'<li><a href="{d["path"]}" title="{d["title"]}" target="_blank">{d["title"][:20]}…</a><span>{d["date"]}</span></li>\n'
                              for d in rows[k * PER_LIST:(k + 1) * PER_LIST])
            following = f'<a href="index_{k + 1}.html">下一页</a>' if k + 1 < count else ""
            middle = (f'<div class="crumb">当前位置：<a href="/">首页</a> &gt; 栏目{column}</div><ul class="list">\n{entries}</ul>'
                      f'<div class="page"><script>createPageHTML({count}, {k}, "index", "html");</script>{following}</div>')
            side = self.rng.sample(self.details, 8)
            page = self.frame(f"栏目{column}", middle + "@@", side)
            filler = "<div class=\"tips\">" + body_text(self.rng, max(500, 17_000 - len(page.encode()))) + "</div>"
            yield f"/zwgk/lm{column}/index{'' if k == 0 else '_' + str(k)}.html", page.replace("@@", filler)

    def build(self, www):
        root, written = www + "/" + self.address, 0
        self.write(root, "/", self.frame("首页", "<h2>要闻</h2>" + body_text(self.rng, 14_000), self.details[:30]))
        self.write(root, "/robots.txt", "User-agent: *\nDisallow: /admin/\n")
        for column in range(self.columns):
            for path, page in self.lists(column):
                self.write(root, path, page)
                written += 1
        for i, d in enumerate(self.details):
            self.write(root, d["path"], self.detail(i))
        return written + 1 + len(self.details)


def wide(root, hubs=420, links=250):
    def page(title, anchors):
        return ('<!DOCTYPE html>\n<html><head><meta charset="utf-8"><title>' + title + '</title></head><body><ul>\n' +
                "".join(f'<li><a href="{path}">{text}</a></li>\n' for path, text in anchors) + "</ul></body></html>\n")

    os.makedirs(root, exist_ok=True)
    with open(root + "/robots.txt", "w") as out:
        out.write("User-agent: *\nDisallow:\n")
    with open(root + "/index.html", "w", encoding="utf-8") as out:
        out.write(page("站点地图", [(f"/hub_{h}.html", f"第{h}组") for h in range(hubs)]))
    for h in range(hubs):
        with open(f"{root}/hub_{h}.html", "w", encoding="utf-8") as out:
            out.write(page(f"第{h}组", [(f"/zwgk/lm{h % 97}/201806/t20180613_{h:04d}{k:04d}.html", f"第{h}组第{k}件的标题") for k in range(links)]))


def nginx(folder, hosts, port):
    servers = "".join(f"  server {{ listen 127.1.0.{h}:{port} backlog=1024; root {folder}/www/127.1.0.{h}; index index.html; }}\n"
                      for h in range(1, hosts + 2))
    types = "text/html html; text/plain txt; text/css css;"
    return (f"worker_processes 1;\npid {folder}/nginx.pid;\nerror_log {folder}/nginx.error.log;\nevents {{ worker_connections 1024; }}\nhttp {{\n"
            f"  types {{ {types} }}\n  default_type text/html;\n  access_log {folder}/access.log;\n  sendfile on;\n  keepalive_requests 1000000;\n"
            f"  client_body_temp_path {folder}/tmp; proxy_temp_path {folder}/tmp; fastcgi_temp_path {folder}/tmp; uwsgi_temp_path {folder}/tmp; scgi_temp_path {folder}/tmp;\n"
            f"{servers}}}\n")


def main():
    folder = os.path.abspath(sys.argv[1])
    hosts, pages, port = (int(sys.argv[i]) if len(sys.argv) > i else default for i, default in ((2, 10), (3, 312), (4, 18700)))
    os.makedirs(folder, exist_ok=True)
    total = sum(Host(number, hosts, pages, port, 7).build(folder + "/www") for number in range(1, hosts + 1))
    wide(f"{folder}/www/127.1.0.{hosts + 1}")
    with open(folder + "/nginx.conf", "w") as out:
        out.write(nginx(folder, hosts, port))
    with open(folder + "/pages.txt", "w") as out:
        out.write(f"{total}\n")
    print(f"{total} pages on {hosts} hosts")


if __name__ == "__main__":
    main()
