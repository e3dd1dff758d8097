#include "store/revisit_bodies.h"

#include <algorithm>

namespace mingcha::store {
namespace {

constexpr size_t kMaxWanted = 1'000'000;

std::string Bare(std::string_view text) {
  if (text.starts_with('<') && text.ends_with('>')) text = text.substr(1, text.size() - 2);
  return std::string(text);
}

/// Digests are written in base 32 or hex, in either case.
std::string DigestKey(const WarcRecord& record) {
  std::string out(record.Field("WARC-Payload-Digest"));
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
  return out.empty() ? out : "digest " + out;
}

void Add(std::string_view kind, std::string_view text, std::vector<std::string>* keys) {
  if (!text.empty()) keys->push_back(std::string(kind) + Bare(text));
}

std::string Place(std::string_view url, std::string_view date) {
  return url.empty() || date.empty() ? std::string() : Bare(url) + " " + std::string(date);
}

/// The surest first.
std::vector<std::string> KeysOfRevisit(const WarcRecord& revisit) {
  std::vector<std::string> keys;
  Add("id ", revisit.Field("WARC-Refers-To"), &keys);
  Add("at ", Place(revisit.Field("WARC-Refers-To-Target-URI"), revisit.Field("WARC-Refers-To-Date")), &keys);
  if (std::string digest = DigestKey(revisit); !digest.empty()) keys.push_back(std::move(digest));
  return keys;
}

std::vector<std::string> KeysOfAnswer(const WarcRecord& record) {
  std::vector<std::string> keys;
  Add("id ", record.Field("WARC-Record-ID"), &keys);
  Add("at ", Place(record.Field("WARC-Target-URI"), record.Field("WARC-Date")), &keys);
  if (std::string digest = DigestKey(record); !digest.empty()) keys.push_back(std::move(digest));
  return keys;
}

}  // namespace

void RevisitBodies::Want(const WarcRecord& revisit) {
  for (std::string& key : KeysOfRevisit(revisit)) {
    if (wanted_.size() < kMaxWanted) wanted_.insert(std::move(key));
  }
}

bool RevisitBodies::Wanted(const WarcRecord& record) const {
  const std::vector<std::string> keys = KeysOfAnswer(record);
  return std::any_of(keys.begin(), keys.end(),
                     [&](const std::string& key) { return wanted_.contains(key) && !held_.contains(key); });
}

void RevisitBodies::Keep(const WarcRecord& record, const ForeignAnswer& answer) {
  const size_t size = answer.body.size() + answer.response_head.size();
  if (size > max_bytes_ - bytes_) {
    full_ = true;
    return;
  }
  bytes_ += size;
  const auto kept = std::make_shared<const ForeignAnswer>(answer);
  for (const std::string& key : KeysOfAnswer(record)) {
    if (wanted_.contains(key)) held_.try_emplace(key, Held{DigestKey(record), kept});
  }
}

std::shared_ptr<const ForeignAnswer> RevisitBodies::Of(const WarcRecord& revisit) const {
  const std::string digest = DigestKey(revisit);
  for (const std::string& key : KeysOfRevisit(revisit)) {
    const auto found = held_.find(key);
    if (found == held_.end()) continue;
    const std::string& other = found->second.digest;
    if (digest.empty() || other.empty() || digest == other) return found->second.answer;
  }
  return nullptr;
}

}  // namespace mingcha::store
