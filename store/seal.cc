#include "store/seal.h"

#include <filesystem>
#include <optional>

#include "store/file.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;

constexpr uint64_t kMaxManifestBytes = uint64_t{256} << 20;
constexpr uint64_t kMaxKeyBytes = uint64_t{1} << 20;

Result<std::string> Manifest(const std::string& root) {
  return ReadWholeFile(root + "/manifest.json", kMaxManifestBytes);
}

}  // namespace

Status SignManifest(const std::string& root, const std::string& key_file) {
  ASSIGN_OR_RETURN(const std::string manifest, Manifest(root));
  ASSIGN_OR_RETURN(const std::string key, ReadWholeFile(key_file, kMaxKeyBytes));
  const auto signature = base::SignBytes(key, manifest);
  if (!signature) return tl::unexpected(base::WithPlace(signature.error(), key_file));
  return WriteFileAtomically(root + "/manifest.json.sig", *signature);
}

Status CheckManifestSignature(const std::string& root, const std::string& public_file) {
  const std::string path = root + "/manifest.json.sig";
  ASSIGN_OR_RETURN(const std::string manifest, Manifest(root));
  ASSIGN_OR_RETURN(const std::string key, ReadWholeFile(public_file, kMaxKeyBytes));
  ASSIGN_OR_RETURN(const std::string signature, ReadWholeFile(path, kMaxKeyBytes));
  const auto holds = base::CheckSignature(key, manifest, signature);
  if (!holds) return tl::unexpected(base::WithPlace(holds.error(), public_file));
  if (*holds) return {};
  return Fail(
      ErrorCode::kCorrupt,
      "{}: is no signature of this manifest by this key: the manifest, the signature or the key is another.",
      path);
}

Status WriteTimestampQuery(const std::string& root) {
  ASSIGN_OR_RETURN(const std::string manifest, Manifest(root));
  ASSIGN_OR_RETURN(const std::string query, base::TimestampQuery(manifest));
  return WriteFileAtomically(root + "/manifest.json.tsq", query);
}

Result<base::Timestamp> CheckManifestTimestamp(const std::string& root, const std::string& response_file,
                                               const std::string& authorities_file) {
  const std::string kept = root + "/manifest.json.tsr";
  const std::string& path = response_file.empty() ? kept : response_file;
  ASSIGN_OR_RETURN(const std::string manifest, Manifest(root));
  ASSIGN_OR_RETURN(const std::string response, ReadWholeFile(path, kMaxKeyBytes));
  ASSIGN_OR_RETURN(const std::string authorities, ReadWholeFile(authorities_file, kMaxKeyBytes));
  std::optional<std::string> query;
  std::error_code error;
  if (const std::string name = root + "/manifest.json.tsq"; std::filesystem::exists(name, error)) {
    ASSIGN_OR_RETURN(query, ReadWholeFile(name, kMaxKeyBytes));
  }
  auto stamp = base::CheckTimestamp(response, manifest, query, authorities);
  if (!stamp) return tl::unexpected(base::WithPlace(stamp.error(), path));
  if (!response_file.empty()) RETURN_IF_ERROR(WriteFileAtomically(kept, response));
  return stamp;
}

}  // namespace mingcha::store
