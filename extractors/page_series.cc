#include "extractors/page_series.h"

#include <re2/re2.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "model/post_address.h"

namespace mingcha::extractors {
namespace {

constexpr int kMaxPages = 5000;            // a count beyond is taken for a mistake
constexpr int kMaxSize = 10'000;           // entries of a page
constexpr int kMaxNumber = 1'000'000'000;  // what is beyond is no number of pages or entries
constexpr size_t kMaxForm = size_t{1} << 20U;

std::string FileName(std::string_view path) { return std::string(path.substr(path.rfind('/') + 1)); }

/// Where a script names neither file nor extension, they are the page's own (`index_3.html`: index, html).
void DefaultNames(const base::Url& url, std::map<std::string, std::string>* groups) {
  static const re2::RE2 kFile(R"(^(\w[\w-]*?)(?:_\d+)?\.(\w+)$)");
  std::string base = "index";
  std::string ext = "html";
  const std::string file = FileName(url.path());
  if (!file.empty()) re2::RE2::FullMatch(file, kFile, &base, &ext);
  if ((*groups)["base"].empty()) (*groups)["base"] = base;
  if ((*groups)["ext"].empty()) (*groups)["ext"] = ext;
  const std::string folder = url.path().substr(0, url.path().size() - file.size());
  groups->emplace("dir", folder.size() > 1 ? FileName(folder.substr(0, folder.size() - 1)) : std::string());
  groups->emplace("path", url.path());
  groups->emplace("self", url.path() + (url.query() ? "?" + *url.query() : std::string()));
}

/// The values of the placeholders that depend on the page's number; absent where nothing tells them.
std::optional<int> Numbered(std::string_view name, int k, int count, int size) {
  if (name == "k") return k;
  if (name == "k-1") return k - 1;
  if (name == "k+1") return k + 1;
  if (count > 0) {
    if (name == "n") return count;
    if (name == "n-k") return count - k;
    if (name == "n-k+1") return count - k + 1;
  }
  if (size > 0) {
    if (name == "from0") return (k - 1) * size;
    if (name == "from") return (k - 1) * size + 1;
    if (name == "to") return k * size;
  }
  return std::nullopt;
}

bool IsNumbered(std::string_view form) {
  for (const char* name : {"{k", "{n-k", "{from", "{to}"}) {
    if (form.find(name) != std::string_view::npos) return true;
  }
  return false;
}

/// Bytes that no address holds as they are. What is encoded already stays.
std::string Safe(std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= ' ' || byte >= 0x7F || std::string_view("\"<>#`{}|\\^").find(c) != std::string_view::npos) {
      out += '%';
      out += kHex[byte >> 4U];
      out += kHex[byte & 15U];
    } else {
      out += c;
    }
  }
  return out;
}

/// Fills a template; nullopt if a name has no value.
std::optional<std::string> Fill(std::string_view form, const std::map<std::string, std::string>& groups,
                                int k, int count, int size) {
  std::string out;
  while (!form.empty()) {
    const size_t open = form.find('{');
    const size_t close = open == std::string_view::npos ? open : form.find('}', open);
    out += form.substr(0, open);
    if (close == std::string_view::npos) {
      if (open != std::string_view::npos) return std::nullopt;
      break;
    }
    const std::string name(form.substr(open + 1, close - open - 1));
    if (const auto number = Numbered(name, k, count, size)) {
      if (*number < 0) return std::nullopt;
      out += std::to_string(*number);
    } else {
      const auto found = groups.find(name);
      if (found == groups.end()) return std::nullopt;
      out += Safe(found->second);
    }
    form.remove_prefix(close + 1);
  }
  return out;
}

/// One series on one page: names its pages.
class Namer {
 public:
  Namer(const PageSeries& series, const base::Url& url) : series_(series), url_(url), groups_(series.groups) {
    count_ = NumberOr(Group("count"), 0);
    rows_ = NumberOr(Group("rows"), -1);
    size_ = std::min(NumberOr(Group("size"), 0), kMaxSize);
    if (const int times = NumberOr(Group("times"), 0); times > 0 && times <= kMaxSize) size_ *= times;
    const int from = NumberOr(Group("from"), 0);
    if (const int to = NumberOr(Group("to"), 0); from > 0 && to >= from) {
      size_ = to - from + 1;
      groups_["current"] = std::to_string((from - 1) / size_ + series.first);
    }
    guessed_ = size_ <= 0;  // The last page has fewer: only the first page's rows tell the size for sure.
    if (guessed_) size_ = series.rows_here;
    const int printed = NumberOr(Group("current"), series.first);
    guessed_ = guessed_ && count_ == 0 && printed > series.first;
    size_ = std::min(size_, kMaxSize);
    if (count_ == 0 && rows_ >= 0 && size_ > 0) count_ = std::max(1, (rows_ + size_ - 1) / size_);
    self_ = Key(url_.HrefWithoutFragment(), model::PostKey(url_.href()));
    DefaultNames(url_, &groups_);
    if (size_ > 0 && Group("size").empty()) groups_["size"] = std::to_string(size_);
  }

  void Run(PagerReading* out) {
    if (rows_ >= 0) out->rows = rows_;
    if (count_ > 0 && !guessed_) out->count = std::max(out->count, std::min(count_, kMaxPages));
    if (series_.pages->empty()) return;
    out->found = true;
    if (!IsNumbered(series_.pages->front()) && !IsNumbered(series_.post)) return NameOnly(out);
    size_t form = 0;
    const int current = series_.opens ? 0 : Current(&form);
    if (current > 0 && out->current == 0) out->current = current;
    int last = std::min(count_, current + (guessed_ ? 1 : kPagesAhead));
    if (series_.opens && count_ == 0) last = 1;
    if (count_ > kMaxPages) return;
    for (int k = current + 1; k <= last; ++k) Add(k, form, current <= 1 && form == 0, out);
  }

 private:
  [[nodiscard]] std::string Group(const std::string& name) const {
    const auto found = groups_.find(name);
    return found == groups_.end() ? std::string() : found->second;
  }

  static std::string Key(std::string url, std::string_view post) {
    if (post.empty()) return url;
    return std::move(url) + "#" + std::string(model::kPostMark) + std::string(post);
  }

  [[nodiscard]] const std::vector<std::string>& Forms(int k) const {
    const bool beyond = series_.pages_until > 0 && k > series_.pages_until &&
                        series_.pages_beyond != nullptr && !series_.pages_beyond->empty();
    return beyond ? *series_.pages_beyond : *series_.pages;
  }

  /// The link to page k by the given form; without URL if it cannot be named.
  [[nodiscard]] model::Link LinkTo(int k, size_t form) const {
    model::Link link;
    const auto& forms = Forms(k);
    const auto name = Fill(forms[std::min(form, forms.size() - 1)], groups_, k, count_, size_);
    const auto page = name ? base::Url::Parse(*name, &url_) : std::nullopt;
    if (!page || !page->is_http()) return link;
    link.kind = model::Link::Kind::kPager;
    link.text = std::to_string(k);
    link.url = page->HrefWithoutFragment();
    if (series_.post.empty()) return link;
    const auto body = Fill(series_.post, groups_, k, count_, size_);
    if (!body || body->empty()) return {};
    for (const auto& [field, value] : series_.hidden) {
      if (("&" + *body).find("&" + FormField(field, "")) != std::string::npos) continue;
      link.post += (link.post.empty() ? "" : "&") + FormField(field, value);
      if (link.post.size() > kMaxForm) return {};
    }
    link.post += (link.post.empty() ? "" : "&") + *body;
    link.url = model::PostAddress(*page, *body);
    return link;
  }

  /// The number of this page: what its address says by one of the forms together with the script, else either
  /// alone, else the first.
  [[nodiscard]] int Current(size_t* form) const {
    const int printed = NumberOr(Group("current"), -1);
    const int by_script = printed < 0 ? 0 : printed + 1 - series_.first;
    const size_t forms = series_.pages->size();
    for (size_t i = 0; by_script >= 1 && i < forms; ++i) {
      if (LinkTo(by_script, i).url != self_) continue;
      *form = i;
      return by_script;
    }
    for (size_t i = 0; i < forms; ++i) {
      for (const int k : NumbersInAddress()) {
        if (k < 2 || (count_ > 0 && k > count_) || LinkTo(k, i).url != self_) continue;
        *form = i;
        return k;
      }
    }
    return std::clamp(by_script, 1, std::max(count_, 1));
  }

  /// Numbers that the page's own could be: those in its file name, query and body, and their neighbours.
  [[nodiscard]] std::vector<int> NumbersInAddress() const {
    std::vector<int> out;
    const std::string tail = self_.substr(self_.rfind('/', self_.find_first_of("?#")) + 1);
    for (size_t i = 0; i < tail.size() && out.size() < 200;) {
      size_t end = i;
      while (end < tail.size() && tail[end] >= '0' && tail[end] <= '9') ++end;
      if (end > i && end - i <= 6) {
        const int number = NumberOr(std::string_view(tail).substr(i, end - i), 0);
        for (const int k : {number, number + 1, number - 1, count_ - number, count_ - number + 1}) {
          out.push_back(k);
        }
        if (size_ > 0) out.insert(out.end(), {number / size_ + 1, number / size_});
      }
      i = std::max(end, i + 1);
    }
    return out;
  }

  void Add(int k, size_t form, bool unsure, PagerReading* out) const {
    model::Link link = LinkTo(k, form);
    if (link.url.empty() || link.url == self_) return;
    if (unsure && k == 2 && series_.pages->size() > 1) {
      link.fallback = LinkTo(k, 1).url;
      if (link.fallback == link.url) link.fallback.clear();
    }
    const auto same = [&](const model::Link& known) { return known.url == link.url; };
    if (std::none_of(out->pages.begin(), out->pages.end(), same)) out->pages.push_back(std::move(link));
  }

  void NameOnly(PagerReading* out) const {
    const int current = NumberOr(Group("current"), -1);
    if (current >= 0 && out->current == 0) out->current = current + 1 - series_.first;
    Add(out->current + 1, 0, false, out);
  }

  const PageSeries& series_;
  const base::Url& url_;
  std::map<std::string, std::string> groups_;
  std::string self_;
  int count_ = 0, rows_ = -1, size_ = 0;
  bool guessed_ = false;
};

}  // namespace

int NumberOr(std::string_view digits, int otherwise) {
  std::string plain;
  for (const char c : digits) {
    if (c != ',') plain += c;
  }
  int value = otherwise;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  return error == std::errc() && end == plain.data() + plain.size() && value >= 0 && value <= kMaxNumber
             ? value
             : otherwise;
}

std::string FormField(std::string_view name, std::string_view value) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string out;
  const auto add = [&](std::string_view text) {
    for (const char c : text) {
      const auto byte = static_cast<unsigned char>(c);
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                         std::string_view("-._*").find(c) != std::string_view::npos;
      if (plain) {
        out += c;
      } else {
        out += '%';
        out += kHex[byte >> 4U];
        out += kHex[byte & 15U];
      }
    }
  };
  add(name);
  out += '=';
  add(value);
  return out;
}

void NamePages(const PageSeries& series, const base::Url& url, PagerReading* out) {
  if (series.pages != nullptr) Namer(series, url).Run(out);
}

}  // namespace mingcha::extractors
