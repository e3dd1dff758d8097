#!/usr/bin/env python3
"""Makes the attachments of the demo district. Needs LibreOffice.

    python3 demo/files/make.py     # writes beside itself; the results are committed
"""
import importlib.util
import os
import shutil
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SPEC = importlib.util.spec_from_file_location("kit", os.path.join(HERE, "../../tests/fixtures/attachments/make.py"))
kit = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(kit)
kit.HERE = HERE

UNIT = "天津市宝坻区行政审批局"
HEAD = ["序号", "项目名称", "行政相对人名称", "许可决定文书号", "许可决定日期", "许可机关"]
ACTS = {"docx": [("演示饲料加工项目", "天津演示饲料有限公司", 31, "2025-05-12"),
                 ("演示五金制品项目", "天津演示五金有限公司", 32, "2025-05-13")],
        "zip": [("演示电子元件项目", "天津演示电子有限公司", 33, "2025-05-14"),
                ("演示塑料管材项目", "天津演示塑料有限公司", 34, "2025-05-14")],
        "ofd": [("演示医疗器械项目", "天津演示医疗有限公司", 35, "2025-05-15"),
                ("演示建材加工项目", "天津演示建材有限公司", 36, "2025-05-15")],
        "doc": [("演示自行车零件项目", "天津演示车业有限公司", 37, "2025-05-15"),
                ("演示服装加工项目", "天津演示服装有限公司", 38, "2025-05-15")]}


def table(kind):
    kit.TITLE = "建设项目环境影响评价文件审批结果公示表"
    kit.ROWS = [HEAD] + [[str(i + 1), name, owner, f"津宝审环许可〔2025〕{number}号", day, UNIT]
                         for i, (name, owner, number, day) in enumerate(ACTS[kind])]
    return kit.html().replace(f"<p>填报单位：演示区行政审批局</p>", "").replace("<p>联系电话：022-12345678</p>", "")


def main():
    work = tempfile.mkdtemp()
    path = os.path.join(work, "table.html")

    def source(text):
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)

    writer = "--infilter=HTML (StarWriter)"
    sheet = "--infilter=calc_HTML_WebQuery"
    source(table("docx"))
    kit.office(work, path, "docx:MS Word 2007 XML", "eia-1.docx", writer)
    source(table("doc"))
    kit.office(work, path, "doc:MS Word 97", "eia-4.doc", writer)
    source(table("zip"))
    kit.office(work, path, "xls:MS Excel 97", "inner.xls", sheet)
    with open(os.path.join(HERE, "inner.xls"), "rb") as f:
        kit.zip_gbk(os.path.join(HERE, "eia-2.zip"), [("公示表/五月.xls", f.read())])
    os.remove(os.path.join(HERE, "inner.xls"))
    table("ofd")
    kit.ofd(os.path.join(HERE, "eia-3.ofd"))
    source("<html><head><meta charset='utf-8'></head><body><table><tr><td>计划任务</td><td>300套</td></tr>"
           "<tr><td>计划户型</td><td>一居室200套，两居室100套</td></tr></table></body></html>")
    kit.office(work, path, "xlsx:Calc MS Excel 2007 XML", "housing-plan.xlsx", sheet)
    shutil.rmtree(work)


if __name__ == "__main__":
    main()
