#include "crawler/soft404.h"

#include "base/digest.h"
#include "base/url.h"
#include "base/url_fold.h"
#include "crawler/text_sketch.h"

namespace mingcha::crawler {
namespace {

constexpr size_t kLeastBytes = 16;  // Eight characters of GBK.

bool IsHome(const std::string& address) {
  const auto url = base::Url::Parse(address);
  if (!url) return false;
  const auto key = base::Url::Parse(base::FoldKey(*url, {}));
  return key && key->path() == "/" && !key->query();
}

}  // namespace

std::string BogusUrl(const std::string& origin) {
  return origin + "/mingcha-" + base::Sha256Hex("no such page of " + origin).substr(0, 12) + ".html";
}

std::string TextKey(std::string_view html) {
  std::string text;
  for (size_t i = 0; i < html.size();) {
    if (html[i] == '<') {
      i = BehindTag(html, i);
      continue;
    }
    if (static_cast<unsigned char>(html[i]) >= 0x80) text.push_back(html[i]);
    ++i;
  }
  return text.size() < kLeastBytes ? std::string() : base::Sha256Hex(text);
}

BogusAnswer ReadBogusAnswer(const model::PageRecord& record, std::string_view body) {
  BogusAnswer out;
  out.soft = record.outcome == model::FetchOutcome::kOk;
  out.redirected = !record.redirects.empty();
  out.final_url = record.final_url;
  if (out.soft) out.text_key = TextKey(body);
  return out;
}

std::string WhySoft404(const model::PageRecord& record, std::string_view body, const BogusAnswer& bogus) {
  if (!bogus.soft || record.kind == model::TaskKind::kSeed || IsHome(record.url)) return {};
  if (bogus.redirected && !record.redirects.empty() && record.final_url == bogus.final_url)
    return "sent to " + bogus.final_url + " like an address that cannot exist";
  if (!bogus.text_key.empty() && TextKey(body) == bogus.text_key)
    return "the text shown for an address that cannot exist";
  return {};
}

std::string WhyGoneSince(const model::PageRecord& record, bool says_gone) {
  if (record.kind != model::TaskKind::kDetail || IsHome(record.url)) return {};
  if (says_gone) return "words of a missing page, where an earlier round read one";
  if (!record.redirects.empty() && IsHome(record.final_url))
    return "sent to the home page, where an earlier round read a page";
  return {};
}

}  // namespace mingcha::crawler
