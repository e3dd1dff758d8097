#include "model/enum_names.h"

#include "model/enum_list.h"

namespace mingcha::model {
namespace {

constexpr std::string_view NameOf(AttachmentType value) {
  switch (value) {
    case AttachmentType::kUnknown:
      return "unknown";
    case AttachmentType::kPdf:
      return "pdf";
    case AttachmentType::kDoc:
      return "doc";
    case AttachmentType::kDocx:
      return "docx";
    case AttachmentType::kXls:
      return "xls";
    case AttachmentType::kXlsx:
      return "xlsx";
    case AttachmentType::kPpt:
      return "ppt";
    case AttachmentType::kPptx:
      return "pptx";
    case AttachmentType::kOfd:
      return "ofd";
    case AttachmentType::kRtf:
      return "rtf";
    case AttachmentType::kHtml:
      return "html";
    case AttachmentType::kText:
      return "text";
    case AttachmentType::kImage:
      return "image";
    case AttachmentType::kZip:
      return "zip";
    case AttachmentType::kRar:
      return "rar";
    case AttachmentType::kSevenZip:
      return "seven_zip";
    case AttachmentType::kTar:
      return "tar";
  }
  return {};
}

constexpr std::string_view NameOf(AttachmentStatus value) {
  switch (value) {
    case AttachmentStatus::kRead:
      return "read";
    case AttachmentStatus::kPartial:
      return "partial";
    case AttachmentStatus::kDoubtful:
      return "doubtful";
    case AttachmentStatus::kEncrypted:
      return "encrypted";
    case AttachmentStatus::kBroken:
      return "broken";
    case AttachmentStatus::kUnsupported:
      return "unsupported";
    case AttachmentStatus::kTooLarge:
      return "too_large";
    case AttachmentStatus::kTimeout:
      return "timeout";
    case AttachmentStatus::kCrashed:
      return "crashed";
    case AttachmentStatus::kNoConverter:
      return "no_converter";
    case AttachmentStatus::kNoSandbox:
      return "no_sandbox";
  }
  return {};
}

}  // namespace

MINGCHA_DEFINE_ENUM_NAMES(AttachmentType)
MINGCHA_DEFINE_ENUM_NAMES(AttachmentStatus)

}  // namespace mingcha::model
