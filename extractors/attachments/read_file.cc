#include "extractors/attachments/read_file.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "extractors/attachments/archive_file.h"
#include "extractors/attachments/excel_binary.h"
#include "extractors/attachments/ofd.h"
#include "extractors/attachments/office_xml.h"
#include "extractors/attachments/recognise.h"
#include "extractors/attachments/rich_text.h"
#include "extractors/attachments/sniff.h"
#include "extractors/attachments/word_binary.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;
using model::AttachmentType;

/// What operating systems put into archives of their own.
bool IsClutter(std::string_view name) {
  return name.starts_with("__MACOSX/") || name.ends_with(".DS_Store") || name.ends_with("Thumbs.db") ||
         name.ends_with("desktop.ini");
}

class FileReader {
 public:
  explicit FileReader(const ReadLimits& limits) : budget_(limits) {}

  void Read(std::string_view bytes, const std::string& name, int depth) {
    model::AttachmentPart part;
    part.name = name;
    part.type = DetectType(bytes);
    PartWriter out(&budget_, &part);
    switch (part.type) {
      case AttachmentType::kZip:
      case AttachmentType::kRar:
      case AttachmentType::kSevenZip:
      case AttachmentType::kTar:
        ReadArchive(bytes, name, depth, &out);
        if (part.status == AttachmentStatus::kRead) return;  // its members speak for it
        break;
      default:
        ReadDocument(bytes, &out);
    }
    content_.parts.push_back(std::move(part));
  }

  model::AttachmentContent Finish(AttachmentType type) && {
    content_.type = type;
    size_t unread = 0;
    const model::AttachmentPart* first = nullptr;
    for (const model::AttachmentPart& part : content_.parts) {
      if (part.status == AttachmentStatus::kRead) continue;
      if (first == nullptr) first = &part;
      ++unread;
    }
    if (first == nullptr) return std::move(content_);
    content_.status = unread == content_.parts.size() ? first->status : AttachmentStatus::kPartial;
    content_.detail = content_.parts.size() == 1
                          ? first->detail
                          : Msg("{} of {} files in it could not be read, the first: {}", unread,
                                content_.parts.size(), first->name);
    return std::move(content_);
  }

 private:
  void ReadArchive(std::string_view bytes, const std::string& name, int depth, PartWriter* out) {
    if (depth >= budget_.limits.max_depth) {
      out->Fail(AttachmentStatus::kTooLarge,
                Msg("archives are nested deeper than {}", budget_.limits.max_depth));
      return;
    }
    bool any = false;
    const ArchiveEnd end = ForEachMember(
        bytes, &budget_, [](std::string_view member) { return !IsClutter(member); },
        [&](const Member& member) {
          any = true;
          const std::string path = name.empty() ? member.name : name + "/" + member.name;
          if (member.status == AttachmentStatus::kRead) {
            Read(member.bytes, path, depth + 1);
          } else {
            content_.parts.push_back({path, AttachmentType::kUnknown, member.status, member.detail, {}});
          }
          return true;
        });
    if (end.status != AttachmentStatus::kRead) out->Fail(end.status, end.detail);
    if (!any) out->Fail(AttachmentStatus::kBroken, Msg("there is no file in it"));
  }

  void ReadDocument(std::string_view bytes, PartWriter* out) {
    switch (out->part().type) {
      case AttachmentType::kPdf:
        return ReadPdf(bytes, out);
      case AttachmentType::kImage:
        return ReadPicture(bytes, 1, out);
      case AttachmentType::kDocx:
        return ReadOffice(bytes, ReadDocx, out);
      case AttachmentType::kXlsx:
        return ReadXlsx(bytes, out);
      case AttachmentType::kPptx:
        return ReadPptx(bytes, out);
      case AttachmentType::kOfd:
        return ReadOfdFile(bytes, out);
      case AttachmentType::kRtf:
        return ReadRtf(bytes, out);
      case AttachmentType::kHtml:
        return ReadHtml(bytes, out);
      case AttachmentType::kText:
        return ReadPlainText(bytes, out);
      case AttachmentType::kDoc:
      case AttachmentType::kXls:
        return ReadCompound(bytes, out);
      default:
        ReadNothing(bytes, out);
    }
  }

  static void ReadOffice(std::string_view bytes, void (*read)(std::string_view, PartWriter*),
                         PartWriter* out) {
    if (bytes.starts_with("PK")) return read(bytes, out);
    out->Fail(AttachmentStatus::kEncrypted, Msg("it is protected by a password"));
  }

  static void ReadCompound(std::string_view bytes, PartWriter* out) {
    const auto file = CompoundFile::Open(bytes);
    if (out->part().type == AttachmentType::kDoc) {
      ReadDoc(*file, out);
    } else {
      ReadXls(*file, out);
    }
  }

  static void ReadOfdFile(std::string_view bytes, PartWriter* out) {
    std::vector<std::string> pictures;
    ReadOfd(bytes, out, &pictures);
    int page = 0;
    for (const std::string& picture : pictures) ReadPicture(picture, ++page, out);
  }

  static void ReadNothing(std::string_view bytes, PartWriter* out) {
    const bool compound = bytes.starts_with("\xD0\xCF\x11\xE0");
    if (bytes.empty() || (compound && out->part().type == AttachmentType::kUnknown)) {
      out->Fail(AttachmentStatus::kBroken,
                bytes.empty() ? Msg("the file is empty") : Msg("it is damaged or cut off"));
    } else {
      out->Fail(AttachmentStatus::kUnsupported, Msg("files of this type are not read"));
    }
  }

  Budget budget_;
  model::AttachmentContent content_;
};

}  // namespace

model::AttachmentContent ReadFile(std::string_view bytes, const ReadLimits& limits) {
  if (bytes.size() > limits.max_input) {
    model::AttachmentContent content;
    content.status = AttachmentStatus::kTooLarge;
    content.detail = Msg("it is larger than {} bytes", limits.max_input);
    content.parts.push_back({"", AttachmentType::kUnknown, content.status, content.detail, {}});
    return content;
  }
  FileReader reader(limits);
  reader.Read(bytes, "", 0);
  return std::move(reader).Finish(DetectType(bytes));
}

}  // namespace mingcha::attachments
