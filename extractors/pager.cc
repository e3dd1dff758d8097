#include "extractors/pager.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "base/text.h"
#include "extractors/scripts.h"

namespace mingcha::extractors {
namespace {

constexpr int kMaxPages = 5000;     // a count beyond is taken for a mistake
constexpr int kMaxComputed = 1000;  // pages named from the first page

std::string FileName(const base::Url& url) {
  const size_t slash = url.path().rfind('/');
  return slash == std::string::npos ? url.path() : url.path().substr(slash + 1);
}

int ToInt(const std::string& text, int otherwise) {
  int value = otherwise;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() ? value : otherwise;
}

void ReplaceAll(std::string* text, std::string_view what, const std::string& with) {
  for (size_t at = text->find(what); at != std::string::npos; at = text->find(what, at + with.size())) {
    text->replace(at, what.size(), with);
  }
}

std::string PageName(std::string pattern, const std::map<std::string, std::string>& groups,
                     const std::string& dir, int k, int count) {
  for (const auto& [name, value] : groups) ReplaceAll(&pattern, "{" + name + "}", value);
  ReplaceAll(&pattern, "{dir}", dir);
  ReplaceAll(&pattern, "{k}", std::to_string(k));
  ReplaceAll(&pattern, "{k-1}", std::to_string(k - 1));
  ReplaceAll(&pattern, "{k+1}", std::to_string(k + 1));
  ReplaceAll(&pattern, "{n}", std::to_string(count));
  ReplaceAll(&pattern, "{n-k}", std::to_string(count - k));
  ReplaceAll(&pattern, "{n-k+1}", std::to_string(count - k + 1));
  return pattern.find('{') == std::string::npos ? pattern : std::string();
}

/// Where a script names neither file nor extension, they are the page's own (`index_3.html`: index, html).
void DefaultNames(const std::string& file, std::map<std::string, std::string>* groups) {
  static const re2::RE2 kFile(R"(^(\w[\w-]*?)(?:_\d+)?\.(\w+)$)");
  std::string base = "index";
  std::string ext = "html";
  if (!file.empty()) re2::RE2::FullMatch(file, kFile, &base, &ext);
  if ((*groups)["base"].empty()) (*groups)["base"] = base;
  if ((*groups)["ext"].empty()) (*groups)["ext"] = ext;
}

/// The number of this page, 1-based: what the file name says by the profile's own naming, else what the
/// script says. Scripts count from 0 where the naming is one behind (`{k-1}`), else from 1.
int CurrentPage(const std::string& page_url, const std::map<std::string, std::string>& groups,
                const std::string& dir, const std::string& file, int count) {
  for (int k = 2; k <= std::min(count, kMaxComputed); ++k) {
    const std::string name = PageName(page_url, groups, dir, k, count);
    if (!name.empty() && (name == file || name.ends_with("/" + file))) return k;
  }
  const auto found = groups.find("current");
  const int current = found == groups.end() ? 0 : ToInt(found->second, 0);
  const bool zero_based = page_url.find("{k-1}") != std::string::npos;
  return std::clamp(zero_based ? current + 1 : current, 1, std::max(count, 1));
}

}  // namespace

struct PagerReader::Profile {
  std::vector<std::unique_ptr<re2::RE2>> scripts;
  std::vector<std::unique_ptr<re2::RE2>> details;
  std::string page_url;
};

PagerReader::PagerReader(const model::Plan& plan, const LexiconIndex& lexicon) : lexicon_(lexicon) {
  const re2::RE2::Options options(re2::RE2::Quiet);
  const auto compile = [&](const std::vector<std::string>& from, std::vector<std::unique_ptr<re2::RE2>>* to) {
    for (const std::string& pattern : from) {
      auto re = std::make_unique<re2::RE2>(pattern, options);
      if (re->ok()) to->push_back(std::move(re));
    }
  };
  for (const model::CmsProfile& cms : plan.cms) {
    auto profile = std::make_unique<Profile>();
    compile(cms.pager_scripts, &profile->scripts);
    compile(cms.detail_urls, &profile->details);
    profile->page_url = cms.page_url;
    profiles_.push_back(std::move(profile));
  }
}

PagerReader::~PagerReader() = default;

PagerReading PagerReader::Read(const Document& document, const base::Url& url, const base::Url& base) const {
  PagerReading reading;
  ReadScripts(document, url, &reading);
  ReadLinks(document, url, base, &reading);
  return reading;
}

void PagerReader::ReadScripts(const Document& document, const base::Url& url, PagerReading* reading) const {
  std::string scripts;
  for (int i = 0; i < document.size(); ++i) {
    if (document.Is(i, "script")) scripts += StripScriptComments(document.RawText(i)) + "\n";
  }
  if (scripts.empty()) return;
  const std::string file = FileName(url);
  const std::string folder = url.path().substr(0, url.path().size() - file.size());
  const std::string dir =
      FileName(*base::Url::Parse(folder.size() > 1 ? folder.substr(0, folder.size() - 1) : "/", &url));
  std::set<std::string> known;
  for (const auto& profile : profiles_) {
    for (const auto& re : profile->scripts) {
      std::vector<re2::StringPiece> values(static_cast<size_t>(re->NumberOfCapturingGroups()) + 1);
      if (!re->Match(scripts, 0, scripts.size(), re2::RE2::UNANCHORED, values.data(),
                     static_cast<int>(values.size())))
        continue;
      std::map<std::string, std::string> groups;
      for (const auto& [name, index] : re->NamedCapturingGroups()) {
        groups[name] =
            std::string(values[static_cast<size_t>(index)].data(), values[static_cast<size_t>(index)].size());
      }
      reading->found = true;
      int count = ToInt(groups["count"], 0);
      const int rows = ToInt(groups["rows"], -1);
      const int size = ToInt(groups["size"], 0);
      if (rows >= 0) reading->rows = rows;
      if (count == 0 && rows > 0 && size > 0) count = (rows + size - 1) / size;
      if (count > 0) reading->count = std::max(reading->count, std::min(count, kMaxPages));
      // A pager that names an article's file, or stands on one and names none, pages the article.
      const bool named = !groups["base"].empty() && !groups["ext"].empty();
      const std::string target = named ? "/" + groups["base"] + "." + groups["ext"] : url.path();
      reading->article = reading->article || std::any_of(profile->details.begin(), profile->details.end(),
                                                         [&](const auto& detail) {
                                                           return re2::RE2::PartialMatch(target, *detail);
                                                         });
      DefaultNames(file, &groups);
      if (profile->page_url.empty() || count < 2 || count > kMaxPages) continue;
      const int current = CurrentPage(profile->page_url, groups, dir, file, count);
      const int last = current == 1 ? std::min(count, kMaxComputed) : std::min(count, current + 1);
      for (int k = current + 1; k <= last; ++k) {
        const std::string name = PageName(profile->page_url, groups, dir, k, count);
        const auto page = name.empty() ? std::nullopt : base::Url::Parse(name, &url);
        if (page && page->is_http() && known.insert(page->href()).second) {
          reading->pages.push_back(
              {page->HrefWithoutFragment(), std::to_string(k), model::Link::Kind::kPager});
        }
      }
    }
  }
}

void PagerReader::ReadLinks(const Document& document, const base::Url& url, const base::Url& base,
                            PagerReading* reading) const {
  std::set<std::string> known;
  for (const auto& page : reading->pages) known.insert(page.url);
  for (int i = 0; i < document.size(); ++i) {
    if (!document.Is(i, "a") && !document.Is(i, "button") && !document.Is(i, "li") && !document.Is(i, "span"))
      continue;
    if (document.node(i).end - i > 8) continue;
    const bool anchor = document.Is(i, "a");
    if (!anchor && !document.HasAttr(i, "onclick")) continue;
    const std::string text = base::ToLowerAscii(base::FoldLabel(document.Text(i)));
    std::string label = text.empty() ? base::FoldLabel(document.Attr(i, "title")) : text;
    if (label.empty() || label.size() > 24) continue;
    const bool next = lexicon_.IsWord("pager_next", label);
    const bool last = lexicon_.IsWord("pager_last", label);
    if (!next && !last) continue;
    reading->found = true;
    std::vector<std::string> addresses = AddressesInScript(document.Attr(i, "onclick"));
    const std::string_view href = base::Trim(document.Attr(i, "href"));
    const bool scripted = base::ToLowerAscii(href.substr(0, 11)) == "javascript:";
    if (!href.empty() && !href.starts_with("#") && !scripted)
      addresses.insert(addresses.begin(), std::string(href));
    if (scripted) {
      for (auto& address : AddressesInScript(href)) addresses.push_back(std::move(address));
      if (addresses.empty() && href.size() > 13) reading->unread.emplace_back(href.substr(0, 200));
    }
    for (const std::string& address : addresses) {
      const auto page = base::Url::Parse(address, &base);
      if (!page || !page->is_http() || page->HrefWithoutFragment() == url.HrefWithoutFragment()) continue;
      if (known.insert(page->HrefWithoutFragment()).second) {
        reading->pages.push_back({page->HrefWithoutFragment(), label, model::Link::Kind::kPager});
      }
    }
  }
}

}  // namespace mingcha::extractors
