#include "cli/evidence_copies.h"

#include <fmt/format.h>

#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "cli/files.h"
#include "extractors/charset.h"
#include "reports/escape.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::Msg;
using reports::EscapeHtml;

constexpr size_t kBodyBytes = 2'000'000;
constexpr size_t kPages = 5'000;

constexpr std::string_view kStyle =
    ("body{margin:0;display:flex;flex-direction:column;height:100vh;font:14px/1.6 \"Microsoft YaHei\",\"Noto "
     "Sans CJK "
     "SC\",sans-serif;color:#1b2733}header{padding:10px 18px;background:#12365c;color:#fff}header "
     "h1{font-size:17px;"
     "margin:0 0 6px}dl{display:grid;grid-template-columns:max-content 1fr;gap:0 "
     "14px;margin:0;overflow-wrap:anywhere}"
     "dt{color:#cfdced}dd{margin:0}iframe{flex:1;border:0;width:100%}pre{flex:1;margin:0;padding:16px;"
     "overflow:auto;"
     "white-space:pre-wrap;overflow-wrap:anywhere}");

std::string Row(const Context& context, const base::Message& word, const std::string& value) {
  return fmt::format("<dt>{}</dt><dd>{}</dd>", EscapeHtml(context.Say(word)), EscapeHtml(value));
}

/// Digests that findings cite; an evidence that does not name its digest is found by its address.
std::set<std::string> Cited(const StoredRound& round, std::set<std::string>* urls) {
  std::set<std::string> digests;
  for (const model::Finding& finding : round.check.result.findings) {
    for (const model::Evidence& evidence : finding.evidence) {
      if (!evidence.sha256.empty()) digests.insert(evidence.sha256);
      if (!evidence.url.empty()) urls->insert(evidence.url);
    }
  }
  return digests;
}

}  // namespace

std::string EvidencePage(const Context& context, const model::PageRecord& page, const std::string& body,
                         bool is_html) {
  std::string html = "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\">";
  // The frame inherits the policy: nothing of the page can ask for anything. Its own style sheets inside the
  // text may.
  html += fmt::format(
      "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; "
      "img-src data:; base-uri 'none'; form-action 'none'\"><meta name=\"referrer\" content=\"no-referrer\">"
      "<meta name=\"viewport\" content=\"width=device-width, "
      "initial-scale=1\"><title>{}</title><style>{}</style>"
      "</head><body><header><h1>{}</h1><dl>",
      EscapeHtml(context.Say(Msg("Archived copy"))), kStyle, EscapeHtml(context.Say(Msg("Archived copy"))));
  html += Row(context, Msg("Address"), page.url);
  html += Row(context, Msg("Fetched at (China time)"), base::ChinaTimeText(page.fetched_at));
  html += Row(context, Msg("Archive file"), fmt::format("{} @ {}", page.warc.file, page.warc.offset));
  html += Row(context, Msg("SHA-256"), page.body_sha256);
  html += "</dl></header>";
  if (is_html) {
    html += fmt::format("<iframe sandbox title=\"{}\" srcdoc=\"{}\"></iframe>",
                        EscapeHtml(context.Say(Msg("Archived copy"))), EscapeHtml(body));
  } else {
    html += "<pre>" + EscapeHtml(body) + "</pre>";
  }
  return html + "</body></html>\n";
}

base::Result<std::map<std::string, std::string>> WriteEvidenceCopies(const Context& context,
                                                                     const StoredRound& round,
                                                                     store::Assessment* assessment,
                                                                     const fs::path& reports_folder) {
  std::set<std::string> urls;
  const std::set<std::string> digests = Cited(round, &urls);
  std::error_code error;
  fs::create_directories(reports_folder / "evidence", error);
  std::map<std::string, std::string> copies;
  for (const model::PageRecord& page : round.pages) {
    const bool wanted = digests.contains(page.body_sha256) || urls.contains(page.url);
    if (!wanted || page.warc.file.empty() || page.body_sha256.empty() || copies.contains(page.body_sha256))
      continue;
    if (copies.size() >= kPages) break;
    ASSIGN_OR_RETURN(const std::string bytes, assessment->pages().Body(page));
    const std::string type = base::ToLowerAscii(page.content_type);
    const bool is_html = type.empty() || type.find("html") != std::string::npos;
    if (!is_html && !type.starts_with("text/") && type.find("xml") == std::string::npos) continue;
    const std::string text =
        extractors::Decode(std::string_view(bytes).substr(0, kBodyBytes), page.content_type).text;
    const std::string name = "evidence/" + page.body_sha256 + ".html";
    RETURN_IF_ERROR(WriteFile(reports_folder / name, EvidencePage(context, page, text, is_html)));
    copies[page.body_sha256] = name;
  }
  return copies;
}

}  // namespace mingcha::cli
