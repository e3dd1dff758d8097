#pragma once

#include <string_view>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// Reads a Rich Text file (RTF 1.9): text, table rows by \cell and \row; characters by \ansicpg, font
/// charsets (GB2312, Big5) and \u. Groups deeper than 500 end the reading.
void ReadRtf(std::string_view bytes, PartWriter* out);

/// Reads a web page saved under whatever name: its text, and its tables where they stand.
void ReadHtml(std::string_view bytes, PartWriter* out);

/// Reads plain text; lines with the same number of commas or tabs, two at least, are a table.
void ReadPlainText(std::string_view bytes, PartWriter* out);

}  // namespace mingcha::attachments
