#include "extractors/attachments/sniff.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"
#include "extractors/attachments/compound_file.h"
#include "extractors/charset.h"

namespace mingcha::attachments {
namespace {

using model::AttachmentType;

struct Magic {
  std::string_view bytes;
  AttachmentType type;
};

constexpr std::array kMagics = {
    Magic{"Rar!\x1A\x07", AttachmentType::kRar},
    Magic{"7z\xBC\xAF\x27\x1C", AttachmentType::kSevenZip},
    Magic{"\x89PNG\r\n", AttachmentType::kImage},
    Magic{"\xFF\xD8\xFF", AttachmentType::kImage},
    Magic{"GIF8", AttachmentType::kImage},
    Magic{std::string_view("II*\0", 4), AttachmentType::kImage},
    Magic{std::string_view("MM\0*", 4), AttachmentType::kImage},
    Magic{"{\\rtf", AttachmentType::kRtf},
    Magic{"\x1F\x8B", AttachmentType::kTar},
    Magic{"BZh", AttachmentType::kTar},
    Magic{"\xFD"
          "7zXZ",
          AttachmentType::kTar},
};

AttachmentType TypeOfCompound(std::string_view bytes) {
  const auto file = CompoundFile::Open(bytes);
  if (!file) return AttachmentType::kUnknown;
  if (file->Has("EncryptedPackage")) return AttachmentType::kDocx;
  if (file->Has("WordDocument")) return AttachmentType::kDoc;
  if (file->Has("Workbook") || file->Has("Book")) return AttachmentType::kXls;
  if (file->Has("PowerPoint Document")) return AttachmentType::kPpt;
  return AttachmentType::kUnknown;
}

/// By the names in the central directory: a document stored inside a zip shows its names too, but not there.
AttachmentType TypeOfZip(std::string_view bytes) {
  const std::string_view tail = bytes.substr(bytes.size() - std::min<size_t>(bytes.size(), 66'000));
  const size_t end = tail.rfind("PK\x05\x06");
  if (end == std::string_view::npos) return AttachmentType::kZip;
  size_t at = U32(tail, end + 16);
  const size_t count = U16(tail, end + 10);
  for (size_t i = 0; i < count && i < 5'000; ++i) {
    if (U32(bytes, at) != 0x02014B50) break;
    const size_t name_size = U16(bytes, at + 28);
    if (at + 46 > bytes.size()) break;
    const std::string_view name = bytes.substr(at + 46, name_size);
    if (name == "word/document.xml") return AttachmentType::kDocx;
    if (name == "xl/workbook.xml") return AttachmentType::kXlsx;
    if (name == "ppt/presentation.xml") return AttachmentType::kPptx;
    if (name == "OFD.xml") return AttachmentType::kOfd;
    at += 46 + name_size + U16(bytes, at + 30) + U16(bytes, at + 32);
  }
  return AttachmentType::kZip;
}

bool LooksLikeHtml(std::string_view bytes) {
  const extractors::DecodeResult head = extractors::Decode(bytes.substr(0, 4096), {});
  const std::string lower = base::ToLowerAscii(head.text);
  constexpr std::array<std::string_view, 5> kTags = {"<html", "<!doctype html", "<head", "<body", "<table"};
  return std::any_of(kTags.begin(), kTags.end(),
                     [&](std::string_view tag) { return lower.find(tag) != std::string::npos; });
}

bool LooksLikeText(std::string_view bytes) {
  const std::string_view head = bytes.substr(0, 8192);
  if (head.starts_with("\xFF\xFE") || head.starts_with("\xFE\xFF")) return true;
  const auto control = std::count_if(head.begin(), head.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f';
  });
  if (control > 0) return false;
  const extractors::DecodeResult decoded = extractors::Decode(head, {});
  return decoded.replaced <= 2 + static_cast<int>(head.size() / 500);
}

}  // namespace

AttachmentType DetectType(std::string_view bytes) {
  if (bytes.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")) return TypeOfCompound(bytes);
  if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("PK\x05\x06")) return TypeOfZip(bytes);
  for (const Magic& magic : kMagics) {
    if (bytes.starts_with(magic.bytes)) return magic.type;
  }
  if (bytes.substr(0, 1024).find("%PDF-") != std::string_view::npos) return AttachmentType::kPdf;
  if (bytes.size() > 262 && bytes.substr(257, 5) == "ustar") return AttachmentType::kTar;
  if (bytes.starts_with("BM") && bytes.size() > 26 && U32(bytes, 6) == 0) return AttachmentType::kImage;
  if (bytes.empty()) return AttachmentType::kUnknown;
  if (LooksLikeText(bytes)) return LooksLikeHtml(bytes) ? AttachmentType::kHtml : AttachmentType::kText;
  return AttachmentType::kUnknown;
}

}  // namespace mingcha::attachments
