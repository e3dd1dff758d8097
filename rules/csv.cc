#include "rules/csv.h"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "base/text.h"

namespace mingcha::rules {
namespace {

constexpr size_t kMaxRows = 1'000'000;
constexpr size_t kMaxCells = 200;

/// Strict: any ill-formed sequence fails. iconv of the C library, so that rules needs no Unicode library.
bool Iconv(const char* from, std::string_view bytes, std::string* text) {
  const iconv_t converter = iconv_open("UTF-8", from);
  // iconv_open(3): (iconv_t)-1 for an unknown encoding.
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;  // NOLINT(performance-no-int-to-ptr)
  std::string input(bytes);
  char* in = input.data();
  size_t in_left = input.size();
  text->clear();
  std::array<char, 8192> buffer{};
  bool good = true;
  while (in_left > 0 && good) {
    char* out = buffer.data();
    size_t out_left = buffer.size();
    const size_t result = iconv(converter, &in, &in_left, &out, &out_left);
    text->append(buffer.data(), buffer.size() - out_left);
    good = result != static_cast<size_t>(-1) || errno == E2BIG;
  }
  iconv_close(converter);
  return good;
}

/// Walks the characters once; short-lived.
class CsvReader {
 public:
  CsvReader(std::string_view text, const std::string& file_name, std::vector<Diagnostic>* errors)
      : text_(text), file_name_(file_name), errors_(errors) {}

  std::vector<CsvRow> Read() {
    while (pos_ < text_.size() && rows_.size() < kMaxRows) ReadRecord();
    if (pos_ < text_.size()) Fault(line_, 1, base::Msg("at most {} rows", kMaxRows), {});
    return std::move(rows_);
  }

 private:
  void Fault(int row, size_t column, base::Message expected, std::string found) {
    errors_->push_back(
        {file_name_, row, static_cast<int>(column), {}, std::move(expected), std::move(found), {}});
  }

  [[nodiscard]] bool AtLineEnd() const {
    return pos_ >= text_.size() || text_[pos_] == '\n' || text_[pos_] == '\r';
  }

  void SkipLineEnd() {
    if (pos_ < text_.size() && text_[pos_] == '\r') ++pos_;
    if (pos_ < text_.size() && text_[pos_] == '\n') ++pos_;
    ++line_;
  }

  void ReadRecord() {
    CsvRow record{line_, {}};
    while (true) {
      std::string cell =
          pos_ < text_.size() && text_[pos_] == '"' ? Quoted(record.cells.size() + 1) : Plain();
      if (record.cells.size() < kMaxCells) record.cells.push_back(std::move(cell));
      if (pos_ >= text_.size() || text_[pos_] != ',') break;
      ++pos_;
    }
    SkipLineEnd();
    const bool blank = std::all_of(record.cells.begin(), record.cells.end(),
                                   [](const std::string& cell) { return base::Trim(cell).empty(); });
    if (!blank) rows_.push_back(std::move(record));
  }

  std::string Plain() {
    const size_t begin = pos_;
    while (!AtLineEnd() && text_[pos_] != ',') ++pos_;
    return std::string(text_.substr(begin, pos_ - begin));
  }

  std::string Quoted(size_t column) {
    const int begin_line = line_;
    std::string cell;
    ++pos_;
    while (pos_ < text_.size()) {
      const char c = text_[pos_++];
      if (c == '\n') ++line_;
      if (c != '"') {
        cell += c;
      } else if (pos_ < text_.size() && text_[pos_] == '"') {
        cell += '"';
        ++pos_;
      } else {
        const std::string rest = Plain();
        if (!base::Trim(rest).empty()) {
          Fault(line_, column, base::Msg("a comma or the end of the line after the closing quote"), rest);
        }
        return cell;
      }
    }
    Fault(begin_line, column, base::Msg("a closing quote"), cell);
    return cell;
  }

  std::string_view text_;
  const std::string& file_name_;
  std::vector<Diagnostic>* errors_;
  size_t pos_ = 0;
  int line_ = 1;
  std::vector<CsvRow> rows_;
};

}  // namespace

bool DecodeTextFile(std::string_view bytes, std::string* text) {
  if (bytes.starts_with("\xFF\xFE")) return Iconv("UTF-16LE", bytes.substr(2), text);
  if (bytes.starts_with("\xFE\xFF")) return Iconv("UTF-16BE", bytes.substr(2), text);
  if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
  if (base::IsValidUtf8(bytes)) {
    text->assign(bytes);
    return true;
  }
  return Iconv("GB18030", bytes, text);
}

std::vector<CsvRow> ParseCsv(std::string_view text, const std::string& file_name,
                             std::vector<Diagnostic>* errors) {
  return CsvReader(text, file_name, errors).Read();
}

}  // namespace mingcha::rules
