#include "extractors/links.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"
#include "extractors/link_rules.h"
#include "extractors/scripts.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kMaxLinks = 20'000;

class Collector {
 public:
  Collector(const base::Url& base, const LexiconIndex& lexicon) : base_(base), lexicon_(lexicon) {}

  void Add(std::string_view address, std::string text, model::Link::Kind kind, int node) {
    address = base::Trim(address);
    if (address.empty() || address[0] == '#' || links_.size() >= kMaxLinks) return;
    const auto url = base::Url::Parse(address, &base_);
    if (!url || !url->is_http()) return;
    std::string href = url->HrefWithoutFragment();
    if (kind != model::Link::Kind::kPager && IsAttachment(href, text, lexicon_))
      kind = model::Link::Kind::kAttachment;
    links_.push_back({{std::move(href), std::move(text), kind}, node});
  }

  std::vector<PlacedLink> Take() { return std::move(links_); }

 private:
  const base::Url& base_;
  const LexiconIndex& lexicon_;
  std::vector<PlacedLink> links_;
};

void AddMarkup(std::string_view html, int node, Collector* out) {
  const Document fragment = Document::Parse(html);
  for (int i = 0; i < fragment.size(); ++i) {
    const std::string_view tag = fragment.node(i).tag;
    if (tag == "a") {
      out->Add(fragment.Attr(i, "href"), LinkText(fragment, i), model::Link::Kind::kAnchor, node);
    } else if (tag == "iframe" || tag == "embed") {
      out->Add(fragment.Attr(i, "src"), {}, model::Link::Kind::kFrame, node);
    }
  }
}

void AddElement(const Document& document, int i, const LexiconIndex& lexicon, Collector* out) {
  using Kind = model::Link::Kind;
  const std::string_view tag = document.node(i).tag;
  if (tag == "a" || tag == "area") {
    const std::string_view href = document.Attr(i, "href");
    if (IsScriptAddress(href)) {
      for (const auto& address : AddressesOfClick(href))
        out->Add(address, LinkText(document, i), Kind::kScript, i);
    } else if (const auto file = FileOfViewer(href, lexicon)) {
      out->Add(*file, LinkText(document, i), Kind::kAttachment, i);
    } else {
      out->Add(href, LinkText(document, i), Kind::kAnchor, i);
    }
  } else if (tag == "iframe" || tag == "frame" || tag == "embed" || tag == "object") {
    const std::string_view src = document.Attr(i, tag == "object" ? "data" : "src");
    if (const auto file = FileOfViewer(src, lexicon)) {
      out->Add(*file, std::string(document.Attr(i, "title")), Kind::kAttachment, i);
    } else {
      out->Add(src, std::string(document.Attr(i, "title")), Kind::kFrame, i);
      if (const auto viewed = ViewedFile(src)) out->Add(*viewed, {}, Kind::kAttachment, i);
    }
  } else if (tag == "meta") {
    if (base::ToLowerAscii(document.Attr(i, "http-equiv")) == "refresh") {
      out->Add(RefreshAddress(document.Attr(i, "content")), {}, Kind::kRefresh, i);
    }
  } else if (tag == "script") {
    const std::string raw = document.RawText(i);
    if (raw.empty()) return;
    const std::string script = raw.find("CDATA") != std::string::npos ? raw : StripScriptComments(raw);
    for (const auto& address : AddressesInScript(script)) out->Add(address, {}, Kind::kScript, i);
    for (const auto& node : MenuInScript(script)) out->Add(node.address, node.text, Kind::kScript, i);
    for (const auto& html : MarkupInScript(script)) AddMarkup(html, i, out);
  } else if (tag == "option") {
    const std::string_view value = document.Attr(i, "value");
    if (IsWholeAddress(value)) out->Add(value, LinkText(document, i), Kind::kScript, i);
  }
  if (const std::string_view onclick = document.Attr(i, "onclick"); !onclick.empty()) {
    for (const auto& address : AddressesOfClick(onclick))
      out->Add(address, LinkText(document, i), Kind::kScript, i);
  }
}

}  // namespace

base::Url BaseOf(const Document& document, const base::Url& url) {
  for (int i = 0; i < document.size(); ++i) {
    if (!document.Is(i, "base") || !document.HasAttr(i, "href")) continue;
    auto base = base::Url::Parse(document.Attr(i, "href"), &url);
    if (base && base->is_http()) return *base;
    break;
  }
  return url;
}

std::string LinkText(const Document& document, int node) {
  std::string text = ChooseLinkText(document.Text(node), document.Attr(node, "title"), {});
  if (!text.empty()) return text;
  const int image = document.FindTag("img", node, document.node(node).end);
  return image >= 0 ? ChooseLinkText({}, {}, document.Attr(image, "alt")) : text;
}

std::vector<PlacedLink> ReadLinks(const Document& document, const base::Url& base,
                                  const LexiconIndex& lexicon) {
  Collector out(base, lexicon);
  for (int i = 0; i < document.size(); ++i) {
    if (document.node(i).type == Node::Type::kElement &&
        document.node(i).attribute_count + (document.Is(i, "script") ? 1 : 0) > 0) {
      AddElement(document, i, lexicon, &out);
    }
  }
  return out.Take();
}

bool IsAttachment(std::string_view url, std::string_view text, const LexiconIndex& lexicon) {
  // Most links are plain pages: told apart without asking the patterns.
  const bool plain = url.ends_with("/") || url.ends_with(".html") || url.ends_with(".htm") ||
                     url.ends_with(".shtml") || url.ends_with(".jhtml");
  if ((!plain || url.find('?') != std::string_view::npos) && lexicon.Matches("attachment_url", url))
    return true;
  return text.find('.') != std::string_view::npos && lexicon.Matches("attachment_name", text);
}

std::vector<model::Link> ReadAttachments(const Document& document, const std::vector<PlacedLink>& links,
                                         int from, int to, const LexiconIndex& lexicon) {
  std::vector<std::pair<int, model::Link>> found;
  std::set<std::string> known;
  for (const PlacedLink& placed : links) {
    if (placed.node < from || placed.node >= to || placed.link.kind != model::Link::Kind::kAttachment)
      continue;
    if (known.insert(placed.link.url).second) found.emplace_back(placed.node, placed.link);
  }
  // Named but without an address: still content that was not read.
  for (int i = from; i < to; ++i) {
    if (!document.Is(i, "a")) continue;
    const std::string_view href = base::Trim(document.Attr(i, "href"));
    if (!href.empty() && href[0] != '#' && !IsScriptAddress(href)) continue;
    std::string text = LinkText(document, i);
    const bool linked =
        std::any_of(links.begin(), links.end(), [&](const auto& link) { return link.node == i; });
    if (linked || !lexicon.Matches("attachment_name", text)) continue;
    if (known.insert(text).second)
      found.emplace_back(i, model::Link{{}, std::move(text), model::Link::Kind::kAttachment});
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<model::Link> out;
  out.reserve(found.size());
  for (auto& [node, link] : found) out.push_back(std::move(link));
  return out;
}

}  // namespace mingcha::extractors
