#include "store/cdxj.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <filesystem>
#include <optional>

#include "base/text.h"
#include "base/url.h"
#include "model/post_address.h"
#include "model/rendered.h"
#include "store/file.h"
#include "store/prune.h"
#include "store/warc_reader.h"
#include "store/warc_writer.h"

namespace mingcha::store {
namespace {

namespace json = boost::json;
using base::Result;
using base::Status;

constexpr uint64_t kMaxIndexBytes = uint64_t{4} << 30;

/// What one line tells.
struct IndexEntry {
  std::string url, time, mime, status, digest;
  model::WarcRef ref;
};

std::string LineOf(const IndexEntry& entry) {
  const std::string mime = base::ToLowerAscii(entry.mime.substr(0, entry.mime.find_first_of("; ")));
  json::object fields = {{"url", entry.url},
                         {"mime", mime.empty() || !base::IsValidUtf8(mime) ? "unk" : mime}};
  if (!entry.status.empty()) fields["status"] = entry.status;
  if (!entry.digest.empty()) fields["digest"] = entry.digest;
  fields["length"] = fmt::format("{}", entry.ref.length);
  fields["offset"] = fmt::format("{}", entry.ref.offset);
  fields["filename"] = entry.ref.file.substr(entry.ref.file.find('/') + 1);
  return Surt(entry.url) + " " + entry.time + " " + json::serialize(fields);
}

std::string Digits(std::string_view time) {
  std::string digits;
  for (const char c : time) {
    if (c >= '0' && c <= '9') digits += c;
  }
  return digits.substr(0, 14);
}

/// Of an HTTP head: the status of its first line and one field.
std::string StatusOf(std::string_view head) {
  const size_t blank = head.find(' ');
  return blank == std::string_view::npos ? std::string() : std::string(head.substr(blank + 1, 3));
}

std::string FieldOf(std::string_view head, std::string_view name) {
  for (std::string_view line : base::Split(head, '\n')) {
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos || base::ToLowerAscii(line.substr(0, colon)) != name) continue;
    return std::string(base::Trim(line.substr(colon + 1)));
  }
  return {};
}

Status AddLinesOf(const std::string& path, std::vector<std::string>* lines) {
  ASSIGN_OR_RETURN(const std::string text, ReadWholeFile(path, kMaxIndexBytes));
  for (const std::string_view line : base::Split(text, '\n')) {
    if (!line.empty()) lines->emplace_back(line);
  }
  return {};
}

Status WriteLines(const std::string& path, std::vector<std::string> lines) {
  std::sort(lines.begin(), lines.end());
  lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return WriteFileAtomically(path, text);
}

/// The line of an answer of which only the place is at hand.
Status AddLineAt(const std::string& root, const std::vector<PrunedFile>& pruned, const model::WarcRef& ref,
                 std::vector<std::string>* lines) {
  const bool gone =
      std::any_of(pruned.begin(), pruned.end(), [&](const auto& file) { return file.file == ref.file; });
  if (ref.file.empty() || gone) return {};
  ASSIGN_OR_RETURN(const WarcReader reader, WarcReader::Open(root + "/" + ref.file));
  ASSIGN_OR_RETURN(const WarcRecord record, reader.ReadAt(ref.offset, ref.length));
  if (auto line = CdxjLineOf(record, ref)) lines->push_back(std::move(*line));
  return {};
}

}  // namespace

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
  const bool revisit = !page.revisit.file.empty();
  IndexEntry entry;
  entry.url = std::string(model::WithoutPostKey(model::AnsweredUrl(page)));
  entry.time = Digits(page.fetched_at.Iso());
  entry.mime = revisit ? "warc/revisit" : page.content_type;
  if (!model::HasBareBody(page)) entry.status = fmt::format("{}", page.http_status);
  entry.digest = "sha256:" + page.body_sha256;
  entry.ref = revisit ? page.revisit : page.warc;
  return LineOf(entry);
}

std::optional<std::string> CdxjLineOf(const WarcRecord& record, const model::WarcRef& ref) {
  const std::string_view type = record.Field("WARC-Type");
  if (type != "response" && type != "revisit" && type != "resource" && type != "conversion")
    return std::nullopt;
  IndexEntry entry;
  entry.url = record.Field("WARC-Target-URI");
  entry.time = Digits(record.Field("WARC-Date"));
  entry.digest = record.Field("WARC-Payload-Digest");
  entry.ref = ref;
  if (type == "resource" || type == "conversion") {
    entry.mime = record.Field("Content-Type");
  } else {
    const std::string_view head = std::string_view(record.block).substr(0, record.block.find("\r\n\r\n"));
    entry.status = StatusOf(head);
    entry.mime = type == "revisit" ? "warc/revisit" : FieldOf(head, "content-type");
  }
  return LineOf(entry);
}

Status WriteCdxj(const std::string& root, model::PageSource* pages) {
  std::vector<std::string> lines;
  ASSIGN_OR_RETURN(const std::vector<PrunedFile> pruned, ReadPruned(root));
  const auto add = [&](const model::PageRecord& page) -> Status {
    if (!page.warc.file.empty()) lines.push_back(CdxjLine(page));
    for (const model::PageLook& look : page.earlier_looks)
      RETURN_IF_ERROR(AddLineAt(root, pruned, look.warc, &lines));
    for (const model::Redirect& redirect : page.redirects)
      RETURN_IF_ERROR(AddLineAt(root, pruned, redirect.warc, &lines));
    return {};
  };
  RETURN_IF_ERROR(pages->ForEach(add));
  if (const std::string earlier = root + "/" + kEarlierIndex; std::filesystem::exists(earlier))
    RETURN_IF_ERROR(AddLinesOf(earlier, &lines));
  return WriteLines(root + "/archive/index.cdxj", std::move(lines));
}

Status RebuildCdxj(const std::string& root) {
  std::vector<std::string> lines;
  ASSIGN_OR_RETURN(const std::vector<std::string> files, ArchiveFiles(root));
  for (const std::string& file : files) {
    std::string path = root;
    path.append("/").append(file);
    ASSIGN_OR_RETURN(WarcReader reader, WarcReader::Open(path));
    for (;;) {
      ASSIGN_OR_RETURN(const std::optional<PlacedRecord> placed, reader.Next());
      if (!placed) break;
      if (auto line = CdxjLineOf(placed->record, {file, placed->offset, placed->length}))
        lines.push_back(std::move(*line));
    }
  }
  return WriteLines(root + "/archive/index.cdxj", std::move(lines));
}

Status CarryCdxj(const std::string& from, const std::string& to,
                 const std::function<std::string(const std::string&)>& name_here) {
  std::vector<std::string> lines;
  RETURN_IF_ERROR(AddLinesOf(from, &lines));
  constexpr std::string_view kName = "\"filename\":\"";
  for (std::string& line : lines) {
    const size_t begin = line.rfind(kName);
    if (begin == std::string::npos) continue;
    const size_t name = begin + kName.size();
    const size_t end = line.find('"', name);
    if (end == std::string::npos) continue;
    const std::string renamed = name_here("archive/" + line.substr(name, end - name));
    line.replace(name, end - name, renamed.substr(renamed.find('/') + 1));
  }
  return WriteLines(to, std::move(lines));
}

}  // namespace mingcha::store
