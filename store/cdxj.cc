#include "store/cdxj.h"

#include <algorithm>
#include <boost/json.hpp>
#include <vector>

#include "base/text.h"
#include "base/url.h"
#include "store/file.h"

namespace mingcha::store {

std::string Surt(std::string_view url) {
  const auto parsed = base::Url::Parse(url);
  if (!parsed || !parsed->is_http()) return base::ToLowerAscii(url);
  const std::string& host = parsed->host();
  const bool is_address = host.starts_with('[') || host.find_first_not_of("0123456789.") == std::string::npos;
  std::string surt = host;
  if (!is_address) {
    const std::vector<std::string_view> labels = base::Split(host, '.');
    surt.clear();
    for (auto label = labels.rbegin(); label != labels.rend(); ++label) {
      if (label->empty()) continue;  // a root dot
      if (!surt.empty()) surt += ',';
      surt += *label;
    }
  }
  if (parsed->port()) surt += fmt::format(":{}", *parsed->port());
  surt += ")" + base::ToLowerAscii(parsed->path());
  if (parsed->query()) surt += "?" + base::ToLowerAscii(*parsed->query());
  return surt;
}

std::string CdxjLine(const model::PageRecord& page) {
  const std::string& url = page.final_url.empty() ? page.url : page.final_url;
  std::string time;
  for (const char c : page.fetched_at.Iso()) {
    if (c >= '0' && c <= '9') time += c;
  }
  const std::string mime = page.content_type.substr(0, page.content_type.find_first_of("; "));
  const boost::json::object fields = {{"url", url},
                                      {"mime", mime.empty() || !base::IsValidUtf8(mime) ? "unk" : mime},
                                      {"status", fmt::format("{}", page.http_status)},
                                      {"digest", "sha256:" + page.body_sha256},
                                      {"length", fmt::format("{}", page.warc.length)},
                                      {"offset", fmt::format("{}", page.warc.offset)},
                                      {"filename", page.warc.file.substr(page.warc.file.find('/') + 1)}};
  return Surt(url) + " " + time + " " + boost::json::serialize(fields);
}

base::Status WriteCdxj(const std::string& root, model::PageSource* pages) {
  std::vector<std::string> lines;
  RETURN_IF_ERROR(pages->ForEach([&](const model::PageRecord& page) -> base::Status {
    if (!page.warc.file.empty()) lines.push_back(CdxjLine(page));
    return {};
  }));
  std::sort(lines.begin(), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return WriteFileAtomically(root + "/archive/index.cdxj", text);
}

}  // namespace mingcha::store
