#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/message.h"

namespace mingcha::model {

/// What a file is by its bytes; its name is never asked.
enum class AttachmentType {
  kUnknown,
  kPdf,
  kDoc,  ///< Word 97 and WPS text: a compound file with a WordDocument stream.
  kDocx,
  kXls,  ///< Excel and WPS tables: a compound file with a Workbook or Book stream.
  kXlsx,
  kPpt,
  kPptx,
  kOfd,
  kRtf,
  kHtml,
  kText,
  kImage,
  kZip,
  kRar,
  kSevenZip,
  kTar,
};

/// How reading a file ended. Only kRead is conclusive; everything else is for a person, with the file named.
enum class AttachmentStatus {
  kRead,
  kPartial,      ///< Some of it was read; a limit or a member stopped the rest.
  kDoubtful,     ///< Characters recognised in a picture with too little confidence.
  kEncrypted,    ///< A password, or copying forbidden by the file.
  kBroken,       ///< Damaged, cut off, or not what its first bytes say.
  kUnsupported,  ///< A format this program does not read.
  kTooLarge,     ///< Beyond a limit on bytes, members, ratio or depth.
  kTimeout,
  kCrashed,
  kNoConverter,  ///< A program is not installed; `detail` names the package.
  kNoSandbox,    ///< The limits could not be set up, so nothing was opened.
};

/// One cell of a table, spans laid out.
struct AttachmentCell {
  std::string text;
  bool copy = false;  ///< Filled in from a neighbour's span.

  bool operator==(const AttachmentCell&) const = default;
};

struct AttachmentRow {
  int number = 0;  ///< As the file counts it, from 1: a sheet's row.
  std::vector<AttachmentCell> cells;

  bool operator==(const AttachmentRow&) const = default;
};

/// A stretch of text or a table, with its place in the file.
struct AttachmentBlock {
  int page = 0;      ///< From 1; 0: the format has no pages.
  int number = 0;    ///< Paragraph or table, counted through the part from 1.
  std::string text;  ///< Lines of text; empty for tables.
  std::string sheet;
  std::vector<AttachmentRow> rows;  ///< Empty for text.
  int confidence = -1;              ///< Of recognised characters, 0..100; -1: they were not recognised.

  bool operator==(const AttachmentBlock&) const = default;
};

/// One document: the file itself, or a member of an archive.
struct AttachmentPart {
  std::string name;  ///< Path inside the archive, `outer.zip/inner.xls`; empty: the file itself.
  AttachmentType type = AttachmentType::kUnknown;
  AttachmentStatus status = AttachmentStatus::kRead;
  base::Message detail;  ///< Why, and what to do; empty format if read.
  std::vector<AttachmentBlock> blocks;

  bool operator==(const AttachmentPart&) const = default;
};

/// Everything read from one attachment.
struct AttachmentContent {
  AttachmentType type = AttachmentType::kUnknown;
  AttachmentStatus status = AttachmentStatus::kRead;  ///< The worst of the file and its parts.
  base::Message detail;
  std::vector<AttachmentPart> parts;

  bool operator==(const AttachmentContent&) const = default;
};

/// One attachment as a page's facts tell of it.
struct AttachmentNote {
  std::string url, name;  ///< `name`: the link's text.
  AttachmentType type = AttachmentType::kUnknown;
  AttachmentStatus status = AttachmentStatus::kRead;
  base::Message detail;
  bool archived = true;  ///< False: its bytes are not in the archive (not fetched, or the fetch failed).

  bool operator==(const AttachmentNote&) const = default;
};

}  // namespace mingcha::model
