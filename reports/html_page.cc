#include "reports/html_page.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/digest.h"
#include "embedded/report_files.h"
#include "reports/closed.h"
#include "reports/escape.h"
#include "reports/html_parts.h"
#include "reports/json_writer.h"
#include "reports/lifecycle.h"

namespace mingcha::reports {
namespace {

/// The source expression of a content security policy that allows exactly this inline text.
std::string DigestSource(std::string_view text) {
  return fmt::format("sha256-{}", Base64OfHex(base::Sha256Hex(text)));
}

/// The parts of our script as one function, so that nothing of them is global.
std::string Script() {
  std::string script = "(function () {\n'use strict';\n";
  for (const std::string_view part :
       {"report_base.js", "report_panel.js", "report_list.js", "report_charts.js"})
    script += EmbeddedFile(part);
  return script + "})();\n";
}

std::string Subtitle(const ReportView& view) {
  const model::RunManifest& run = view.input.run;
  std::string text = view.plan.document;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : " · ") + part; };
  if (run.window) add(view.Say(base::Msg("window {} to {}", run.window->from.Iso(), run.window->to.Iso())));
  if (run.as_of) add(view.Say(base::Msg("as of {}", run.as_of->Iso())));
  return text;
}

}  // namespace

int StringPool::Index(std::string_view text) {
  const auto [entry, is_new] = index_.try_emplace(CleanText(text), static_cast<int>(texts_.size()));
  if (is_new) texts_.push_back(&entry->first);
  return entry->second;
}

std::string StringPool::Json() const {
  return JsonArray(texts_, [](const std::string* text) { return JsonText(*text, JsonPlace::kScript); });
}

std::string Tag(std::string_view tag, std::string_view attributes, std::string_view text) {
  return Wrap(tag, attributes, EscapeHtml(text));
}

std::string Wrap(std::string_view tag, std::string_view attributes, std::string_view markup) {
  return fmt::format("<{}{}{}>{}</{}>", tag, attributes.empty() ? "" : " ", attributes, markup, tag);
}

std::string NumberCell(int64_t value) { return Tag("td", "class=\"num\"", std::to_string(value)); }

std::string LinkHtml(std::string_view url) {
  std::string text = Tag("bdi", "", url);
  if (!IsWebLink(url)) return text;
  return fmt::format("<a href=\"{}\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">{}</a>",
                     EscapeHtml(url), text);
}

std::string FillTemplate(std::string_view text, const ReportView& view,
                         const std::map<std::string, std::string, std::less<>>& slots) {
  std::string out;
  for (size_t pos = 0;;) {
    const size_t begin = text.find("{{", pos);
    out += text.substr(pos, begin - pos);
    if (begin == std::string_view::npos) return out;
    const size_t end = text.find("}}", begin);
    CHECK(end != std::string_view::npos) << "template: no }} after byte " << begin;
    const std::string_view name = text.substr(begin + 2, end - begin - 2);
    if (name.starts_with("t:")) {
      out += EscapeHtml(view.Say(name.substr(2)));
    } else {
      const auto slot = slots.find(name);
      CHECK(slot != slots.end()) << "template: no slot " << name;
      out += slot->second;
    }
    pos = end + 2;
  }
}

std::string HtmlPage(const ReportView& view) {
  const std::string_view css = EmbeddedFile("report.css");
  const std::string js = Script();
  const std::string_view charts = EmbeddedFile("echarts.min.js");
  StringPool pool;
  std::map<std::string, std::string, std::less<>> slots;
  slots["lang"] = view.input.lang == base::Lang::kZh ? "zh-CN" : "en";
  slots["css"] = css;
  slots["js"] = js;
  slots["css_digest"] = DigestSource(css);
  slots["js_digest"] = DigestSource(js);
  slots["charts_js"] = charts;
  slots["charts_digest"] = DigestSource(charts);
  slots["charts"] = ChartsHtml(view);
  slots["lifecycle"] = LifecycleHtml(view);
  slots["lifecycle_nav"] =
      slots["lifecycle"].empty()
          ? ""
          : "<li>" + Tag("a", "href=\"#lifecycle\"", view.Say("Lifecycle of the projects")) + "</li>\n";
  const std::string& title = view.plan.assessment.title;
  slots["title"] = EscapeHtml(title.empty() ? view.Say("Disclosure completeness assessment") : title);
  slots["subtitle"] = EscapeHtml(Subtitle(view));
  slots["alerts"] = AlertsHtml(view);
  slots["verdict"] = EscapeHtml(VerdictText(view));
  slots["tiles"] = TilesHtml(view);
  slots["bar"] = BarHtml(view);
  slots["facts"] = FactsHtml(view);
  slots["coverage"] = CoverageHtml(view);
  slots["units"] = UnitsHtml(view, &pool);
  slots["matrix"] = MatrixHtml(view, &pool);
  for (const Pile pile : {Pile::kCounted, Pile::kReview, Pile::kUnverifiable}) {
    slots[fmt::format("pile{}", static_cast<int>(pile))] = std::to_string(view.PileSize(pile));
  }
  slots["plain_note"] =
      EscapeHtml(view.Say(base::Msg("{} findings in all", view.input.result.findings.size())));
  slots["rows"] = PlainRowsHtml(view);
  slots["closed"] = ClosedHtml(view);
  slots["closed_nav"] = slots["closed"].empty()
                            ? ""
                            : "<li>" + Tag("a", "href=\"#closed\"", view.Say("Closed findings")) + "</li>\n";
  slots["methods"] = MethodsHtml(view);
  slots["glossary"] = GlossaryHtml(view);
  slots["foot"] =
      EscapeHtml(view.Say(base::Msg("Made by mingcha {} from configuration {}.", view.input.run.tool_version,
                                    view.input.run.config_digest.substr(0, 12))));
  slots["data"] = DataBlock(view, js, &pool);
  return FillTemplate(EmbeddedFile("report.html"), view, slots);
}

}  // namespace mingcha::reports
