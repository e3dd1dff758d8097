#include "extractors/attachments/recognise.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "extractors/attachments/page_layout.h"
#include "extractors/attachments/tool.h"

namespace mingcha::attachments {
namespace {

using base::Msg;
using model::AttachmentStatus;

constexpr size_t kMaxToolOutput = size_t{64} << 20U;
constexpr int kPixels = 2400;  // long side of a drawn page: 200 to the inch on A4

/// What a program's end means if it is not success.
void FailAs(const ToolResult& tool, PartWriter* out) {
  if (tool.exit_code < 0) {
    out->Fail(AttachmentStatus::kCrashed, Msg("the program that opens it ended abnormally or said too much"));
  } else {
    out->Fail(AttachmentStatus::kBroken, Msg("it is damaged or cut off"));
  }
}

/// Words nobody can read: fonts without a table of characters give private code points.
bool IsGarbled(const std::vector<PlacedWord>& words) {
  size_t all = 0;
  size_t odd = 0;
  for (const PlacedWord& word : words) {
    for (size_t pos = 0; pos < word.text.size();) {
      const char32_t c = base::NextCodePoint(word.text, &pos);
      ++all;
      if (c == U'\xFFFD' || c < 0x20 || (c >= 0xE000 && c < 0xF900) || c >= 0xF0000) ++odd;
    }
  }
  return all > 0 && odd * 4 > all;
}

/// True for a grey picture (PGM) on which nothing is drawn: the back of a sheet, a page behind the last
/// break.
bool IsBlank(std::string_view pgm) {
  constexpr unsigned char kInk = 200;  // darker than this is drawn
  constexpr size_t kSpeckle = 50'000;  // one such dot in so many is dust
  size_t at = 0;
  std::array<size_t, 3> numbers{};  // width, height, white
  if (!pgm.starts_with("P5")) return false;
  at = 2;
  for (size_t& number : numbers) {
    while (at < pgm.size() && (pgm[at] < '0' || pgm[at] > '9')) ++at;
    while (at < pgm.size() && pgm[at] >= '0' && pgm[at] <= '9' && number < 100'000)
      number = number * 10 + static_cast<size_t>(pgm[at++] - '0');
  }
  ++at;  // the one white space behind the header
  if (at >= pgm.size() || numbers[2] != 255 || pgm.size() - at < numbers[0] * numbers[1]) return false;
  const std::string_view dots = pgm.substr(at, numbers[0] * numbers[1]);
  const auto ink = static_cast<size_t>(
      std::count_if(dots.begin(), dots.end(), [](char c) { return static_cast<unsigned char>(c) < kInk; }));
  return ink * kSpeckle <= dots.size();
}

void RecognisePage(std::string_view pdf, int page, PartWriter* out) {
  if (out->budget().recognised >= out->limits().max_recognised) {
    out->Fail(AttachmentStatus::kPartial,
              Msg("only the first {} scanned pages were recognised", out->limits().max_recognised));
    return;
  }
  const std::string number = std::to_string(page);
  const ToolResult picture =
      RunTool({"pdftoppm", "-gray", "-scale-to", std::to_string(kPixels), "-f", number, "-l", number, "{}"},
              pdf, kMaxToolOutput);
  if (!picture.found) {
    out->Fail(AttachmentStatus::kNoConverter,
              Msg("{} is not installed: install the package {}", "pdftoppm", "poppler-utils"));
    return;
  }
  if (!picture.finished || picture.exit_code != 0 || picture.out.empty()) {
    FailAs(picture, out);
    return;
  }
  if (IsBlank(picture.out)) return;
  ReadPicture(picture.out, page, out);
}

double Field(std::string_view text) { return std::strtod(std::string(text).c_str(), nullptr); }

}  // namespace

void ReadPdf(std::string_view bytes, PartWriter* out) {
  const int most = out->limits().max_pages;
  const ToolResult tool =
      RunTool({"pdftotext", "-bbox", "-enc", "UTF-8", "-l", std::to_string(most + 1), "{}", "-"}, bytes,
              kMaxToolOutput);
  if (!tool.found) {
    out->Fail(AttachmentStatus::kNoConverter,
              Msg("{} is not installed: install the package {}", "pdftotext", "poppler-utils"));
    return;
  }
  if (tool.err.find("Incorrect password") != std::string::npos) {
    out->Fail(AttachmentStatus::kEncrypted, Msg("it is protected by a password"));
    return;
  }
  if (tool.exit_code == 3) {
    out->Fail(AttachmentStatus::kEncrypted, Msg("the file forbids copying its text"));
    return;
  }
  pugi::xml_document xml;
  if (!tool.finished || tool.exit_code != 0 || !xml.load_buffer(tool.out.data(), tool.out.size())) {
    FailAs(tool, out);
    return;
  }
  const std::string_view tail = bytes.substr(bytes.size() - std::min<size_t>(bytes.size(), 4096));
  if (tail.find("%%EOF") == std::string_view::npos)
    out->Fail(AttachmentStatus::kPartial, Msg("it is damaged or cut off"));
  int number = 0;
  for (const pugi::xml_node& page : xml.child("html").child("body").child("doc").children("page")) {
    if (++number > most) {
      out->Fail(AttachmentStatus::kPartial, Msg("only the first {} pages were read", most));
      break;
    }
    std::vector<PlacedWord> words;
    for (const pugi::xml_node& word : page.children("word")) {
      words.push_back({word.attribute("xMin").as_double(), word.attribute("yMin").as_double(),
                       word.attribute("xMax").as_double(), word.attribute("yMax").as_double(),
                       word.child_value()});
    }
    if (words.empty() || IsGarbled(words)) {
      RecognisePage(bytes, number, out);
    } else {
      LayOutPage(std::move(words), number, -1, out);
    }
  }
  if (number == 0) out->Fail(AttachmentStatus::kBroken, Msg("it is damaged or cut off"));
}

void ReadPicture(std::string_view bytes, int page, PartWriter* out) {
  if (++out->budget().recognised > out->limits().max_recognised) {
    out->Fail(AttachmentStatus::kPartial,
              Msg("only the first {} scanned pages were recognised", out->limits().max_recognised));
    return;
  }
  const ToolResult tool =
      RunTool({"tesseract", "{}", "stdout", "-l", "chi_sim", "tsv"}, bytes, kMaxToolOutput);
  if (!tool.found) {
    out->Fail(AttachmentStatus::kNoConverter,
              Msg("{} is not installed: install the package {}", "tesseract", "tesseract-ocr-chi-sim"));
    return;
  }
  if (tool.err.find("Error opening data file") != std::string::npos) {
    out->Fail(AttachmentStatus::kNoConverter,
              Msg("{} is not installed: install the package {}", "chi_sim", "tesseract-ocr-chi-sim"));
    return;
  }
  if (!tool.finished || tool.exit_code != 0) {
    FailAs(tool, out);
    return;
  }
  std::vector<PlacedWord> words;
  double sum = 0;
  double letters = 0;
  for (const std::string_view line : base::Split(tool.out, '\n')) {
    const std::vector<std::string_view> cells = base::Split(line, '\t');
    if (cells.size() < 12 || cells[0] != "5" || base::Trim(cells[11]).empty()) continue;
    const double left = Field(cells[6]);
    const double top = Field(cells[7]);
    words.push_back({left, top, left + Field(cells[8]), top + Field(cells[9]), std::string(cells[11])});
    const auto length = static_cast<double>(base::CodePointCount(cells[11]));
    sum += Field(cells[10]) * length;
    letters += length;
  }
  const int confidence = letters > 0 ? static_cast<int>(sum / letters) : 0;
  LayOutPage(std::move(words), page, confidence, out);
  if (letters == 0) {
    out->Fail(AttachmentStatus::kDoubtful, Msg("a picture in which no characters were recognised"));
  } else if (confidence < out->limits().min_confidence) {
    out->Fail(AttachmentStatus::kDoubtful,
              Msg("characters were recognised with a confidence of {} of 100 only", confidence));
  }
}

}  // namespace mingcha::attachments
