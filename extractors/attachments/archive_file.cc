#include "extractors/attachments/archive_file.h"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <memory>

#include "base/text.h"
#include "extractors/charset.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;

struct Closer {
  void operator()(archive* handle) const { archive_read_free(handle); }
};
using Handle = std::unique_ptr<archive, Closer>;

Handle OpenArchive(std::string_view bytes) {
  Handle handle(archive_read_new());
  if (!handle) return nullptr;
  archive_read_support_format_zip(handle.get());
  archive_read_support_format_rar(handle.get());
  archive_read_support_format_rar5(handle.get());
  archive_read_support_format_7zip(handle.get());
  archive_read_support_format_tar(handle.get());
  archive_read_support_filter_gzip(handle.get());
  archive_read_support_filter_bzip2(handle.get());
  archive_read_support_filter_xz(handle.get());
  if (archive_read_open_memory(handle.get(), bytes.data(), bytes.size()) != ARCHIVE_OK) return nullptr;
  return handle;
}

bool SaysPassword(archive* handle) {
  const char* text = archive_error_string(handle);
  if (text == nullptr) return false;
  const std::string lower = base::ToLowerAscii(text);
  return lower.find("encrypt") != std::string::npos || lower.find("passphrase") != std::string::npos ||
         lower.find("password") != std::string::npos;
}

/// A zip without the directory at its end is cut off, though its first members may still be read.
bool IsCutZip(std::string_view bytes) {
  if (!bytes.starts_with("PK")) return false;
  const std::string_view tail = bytes.substr(bytes.size() - std::min<size_t>(bytes.size(), 66'000));
  return tail.find("PK\x05\x06") == std::string_view::npos;
}

std::string RawName(archive_entry* entry) {
  if (const char* raw = archive_entry_pathname(entry); raw != nullptr) return raw;
  if (const char* utf8 = archive_entry_pathname_utf8(entry); utf8 != nullptr) return utf8;
  return "?";
}

/// Unpacks the member at hand; its status tells what stopped it.
void Unpack(archive* handle, size_t packed, Budget* budget, Member* member) {
  constexpr size_t kChunk = size_t{64} << 10U, kFree = size_t{1} << 20U;
  std::string chunk(kChunk, '\0');
  for (;;) {
    const auto got = archive_read_data(handle, chunk.data(), chunk.size());
    if (got == 0) return;
    if (got < 0) {
      const bool password = SaysPassword(handle);
      member->status = password ? AttachmentStatus::kEncrypted : AttachmentStatus::kBroken;
      member->detail = password ? Msg("it is protected by a password") : Msg("it is damaged or cut off");
      return;
    }
    budget->unpacked += static_cast<size_t>(got);
    const bool bomb = member->bytes.size() > kFree && packed > 0 &&
                      member->bytes.size() / packed > budget->limits.max_ratio;
    if (budget->unpacked > budget->limits.max_unpacked || bomb) {
      member->status = AttachmentStatus::kTooLarge;
      member->detail = Msg("it unpacks to more than is read");
      member->bytes.clear();
      return;
    }
    member->bytes.append(chunk, 0, static_cast<size_t>(got));
  }
}

}  // namespace

std::string MemberName(std::string_view raw) {
  if (base::IsValidUtf8(raw)) return CleanText(raw);
  return CleanText(extractors::DecodeAs("gb18030", raw));
}

ArchiveEnd ForEachMember(std::string_view bytes, Budget* budget,
                         const std::function<bool(std::string_view)>& wanted,
                         const std::function<bool(Member)>& visit) {
  const Handle handle = OpenArchive(bytes);
  if (!handle) return {AttachmentStatus::kBroken, Msg("it is damaged or cut off")};
  for (;;) {
    archive_entry* entry = nullptr;
    const int result = archive_read_next_header(handle.get(), &entry);
    if (result == ARCHIVE_EOF && IsCutZip(bytes))
      return {AttachmentStatus::kBroken, Msg("it is damaged or cut off")};
    if (result == ARCHIVE_EOF) return {};
    if (result < ARCHIVE_WARN) {
      if (SaysPassword(handle.get()) || archive_read_has_encrypted_entries(handle.get()) > 0)
        return {AttachmentStatus::kEncrypted, Msg("it is protected by a password")};
      return {AttachmentStatus::kBroken, Msg("it is damaged or cut off")};
    }
    if (++budget->members > budget->limits.max_members)
      return {AttachmentStatus::kTooLarge, Msg("it has more than {} members", budget->limits.max_members)};
    if (archive_entry_filetype(entry) != AE_IFREG || archive_entry_hardlink(entry) != nullptr) continue;
    Member member;
    member.name = MemberName(RawName(entry));
    if (wanted && !wanted(member.name)) continue;
    if (archive_entry_is_encrypted(entry) != 0) {
      member.status = AttachmentStatus::kEncrypted;
      member.detail = Msg("it is protected by a password");
    } else {
      Unpack(handle.get(), bytes.size(), budget, &member);
    }
    const bool stop = member.status == AttachmentStatus::kTooLarge;
    ArchiveEnd end = stop ? ArchiveEnd{member.status, member.detail} : ArchiveEnd{};
    if (!visit(std::move(member)) || stop) return end;
  }
}

}  // namespace mingcha::attachments
