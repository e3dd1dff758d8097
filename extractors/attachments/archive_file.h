#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// One file inside an archive.
struct Member {
  std::string name;  ///< As UTF-8 whatever the archive wrote it in; only ever printed, never a path to open.
  std::string bytes;
  model::AttachmentStatus status = model::AttachmentStatus::kRead;
  base::Message detail;
};

/// How going through an archive ended.
struct ArchiveEnd {
  model::AttachmentStatus status = model::AttachmentStatus::kRead;
  base::Message detail;
};

/// Unpacks zip, rar, 7z and tar files in memory, member by member: folders, links and devices are passed
/// over, nothing is ever written. Stops at the budget's limits on members, bytes and ratio. `visit` returns
/// false to stop. `wanted` may be null; else members it refuses are not unpacked.
[[nodiscard]] ArchiveEnd ForEachMember(std::string_view bytes, Budget* budget,
                                       const std::function<bool(std::string_view)>& wanted,
                                       const std::function<bool(Member)>& visit);

/// Names in archives are UTF-8 or, from Chinese Windows, GB18030.
[[nodiscard]] std::string MemberName(std::string_view raw);

}  // namespace mingcha::attachments
