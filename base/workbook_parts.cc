#include "base/workbook_parts.h"

#include <fmt/format.h>
#include <zip.h>

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.h"

namespace mingcha::base {
namespace {

/// Below it an expansion of any degree is harmless.
constexpr uint64_t kSmallPart = 1ULL << 20;

}  // namespace

struct WorkbookParts::Archive {
  zip_t* zip = nullptr;

  Archive() = default;
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
  ~Archive() {
    if (zip != nullptr) zip_discard(zip);
  }
};

WorkbookParts::WorkbookParts(std::unique_ptr<Archive> archive, const WorkbookLimits& limits)
    : archive_(std::move(archive)), limits_(limits) {}
WorkbookParts::WorkbookParts(WorkbookParts&&) noexcept = default;
WorkbookParts::~WorkbookParts() = default;

Result<WorkbookParts> WorkbookParts::Open(std::string_view bytes, const WorkbookLimits& limits) {
  if (bytes.size() > limits.file_bytes)
    return Fail(ErrorCode::kOutOfRange, "the workbook has more than {} bytes", limits.file_bytes);
  // libzip takes no bytes at all for an archive without members.
  if (bytes.empty())
    return Fail(ErrorCode::kUnsupported, "this is no .xlsx file, or it is damaged; open and save it again");
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
  auto archive = std::make_unique<Archive>();
  if (source != nullptr) {
    archive->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (archive->zip == nullptr) zip_source_free(source);
  }
  zip_error_fini(&error);
  if (archive->zip == nullptr)
    return Fail(ErrorCode::kUnsupported, "this is no .xlsx file, or it is damaged; open and save it again");
  const zip_int64_t entries = zip_get_num_entries(archive->zip, 0);
  if (entries > limits.entries)
    return Fail(ErrorCode::kOutOfRange, "the workbook's archive has more than {} members", limits.entries);
  return WorkbookParts(std::move(archive), limits);
}

bool WorkbookParts::Has(const std::string& name) const {
  return zip_name_locate(archive_->zip, name.c_str(), ZIP_FL_NOCASE) >= 0;
}

Result<std::string> WorkbookParts::Read(const std::string& name) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  const zip_int64_t index = zip_name_locate(archive_->zip, name.c_str(), ZIP_FL_NOCASE);
  if (index < 0 || zip_stat_index(archive_->zip, static_cast<zip_uint64_t>(index), 0, &stat) != 0 ||
      (stat.valid & ZIP_STAT_SIZE) == 0 || (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
    return Fail(ErrorCode::kCorrupt, "part {} of the workbook is missing", name);
  const bool bomb = stat.size > kSmallPart && stat.size / limits_.expansion > stat.comp_size;
  if (stat.size > limits_.part_bytes || read_bytes_ + stat.size > limits_.total_bytes || bomb)
    return Fail(ErrorCode::kOutOfRange, "part {} of the workbook unpacks to {} bytes, more than is read",
                name, stat.size);
  zip_file_t* file = zip_fopen_index(archive_->zip, static_cast<zip_uint64_t>(index), 0);
  if (file == nullptr)
    return Fail(ErrorCode::kUnsupported,
                "part {} of the workbook cannot be unpacked (password or method); save it again", name);
  // The size above is what the archive claims: read no more than that, and see that it was all.
  std::string text(stat.size, '\0');
  uint64_t done = 0;
  zip_int64_t got = 0;
  while (done < stat.size && (got = zip_fread(file, text.data() + done, stat.size - done)) > 0)
    done += static_cast<uint64_t>(got);
  char beyond = 0;
  const bool whole = done == stat.size && zip_fread(file, &beyond, 1) == 0;
  zip_fclose(file);
  if (!whole) return Fail(ErrorCode::kCorrupt, "part {} of the workbook is damaged", name);
  read_bytes_ += stat.size;
  return text;
}

std::string ResolvePart(std::string_view part, std::string_view target) {
  std::vector<std::string_view> steps;
  if (!target.starts_with('/')) {
    for (const std::string_view step : Split(part, '/')) steps.push_back(step);
    if (!steps.empty()) steps.pop_back();
  }
  for (const std::string_view step : Split(target, '/')) {
    if (step == "..") {
      if (!steps.empty()) steps.pop_back();
    } else if (!step.empty() && step != ".") {
      steps.push_back(step);
    }
  }
  return fmt::format("{}", fmt::join(steps, "/"));
}

bool XmlDepthWithin(std::string_view xml, int depth) {
  int level = 0;
  for (size_t at = xml.find('<'); at != std::string_view::npos; at = xml.find('<', at + 1)) {
    if (at + 1 >= xml.size()) break;
    const char next = xml[at + 1];
    if (next == '!' || next == '?') {
      const bool comment = xml.substr(at, 4) == "<!--";
      const bool data = xml.substr(at, 9) == "<![CDATA[";
      if (comment || data) at = xml.find(comment ? "-->" : "]]>", at);
      if (at == std::string_view::npos) break;
      continue;
    }
    if (next == '/') {
      --level;
      continue;
    }
    const size_t end = xml.find('>', at);
    if (end == std::string_view::npos) break;
    if (xml[end - 1] == '/') continue;
    if (++level > depth) return false;
  }
  return true;
}

DateForm FormOfBuiltIn(int id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
      (id >= 57 && id <= 58))
    return DateForm::kDate;
  if (id == 22) return DateForm::kDateTime;
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || (id >= 45 && id <= 47) || id == 55 || id == 56)
    return DateForm::kTime;
  return DateForm::kNone;
}

DateForm FormOfCode(std::string_view code) {
  bool day = false;
  bool time = false;
  code = code.substr(0, code.find(';'));
  const std::string lower = ToLowerAscii(code);
  if (lower == "general") return DateForm::kNone;
  for (size_t i = 0; i < lower.size(); ++i) {
    const char c = lower[i];
    if (c == '"' || c == '[') {
      const size_t end = lower.find(c == '"' ? '"' : ']', i + 1);
      // [h], [mm]: hours beyond a day.
      if (c == '[' && end != std::string::npos && end > i + 1 &&
          lower.substr(i + 1, end - i - 1).find_first_not_of("hms") == std::string::npos)
        time = true;
      if (end == std::string::npos) break;
      i = end;
    } else if (c == '\\' || c == '_' || c == '*') {
      ++i;
    } else if (c == 'y' || c == 'd') {
      day = true;
    } else if (c == 'h' || c == 's') {
      time = true;
    }
  }
  if (day) return time ? DateForm::kDateTime : DateForm::kDate;
  return time ? DateForm::kTime : DateForm::kNone;
}

bool WriteMoment(double serial, DateForm form, bool is_1904, WorkbookCell* cell) {
  if (serial < 0 || serial >= 2'958'466) return false;
  double whole = std::floor(serial);
  auto seconds = static_cast<int>(std::lround((serial - whole) * 86'400));
  if (seconds == 86'400) {
    seconds = 0;
    whole += 1;
  }
  const std::string clock = fmt::format("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
  if (form == DateForm::kTime) {
    if (whole > 0) return false;
    cell->text = clock;
    return true;
  }
  const auto days = static_cast<int32_t>(whole);
  // The 1900 system has a 29 February 1900 (serial 60) that never was; 25,569 days lead from its start to
  // 1970.
  if (!is_1904 && (days < 1 || days == 60)) return false;
  const int32_t since_1970 = is_1904 ? days - 24'107 : days - (days < 60 ? 25'568 : 25'569);
  const Date date = Date::FromDays(since_1970);
  if (date.year() > 9999) return false;
  cell->date = date;
  cell->text = form == DateForm::kDateTime && seconds > 0 ? date.Iso() + " " + clock : date.Iso();
  return true;
}

std::string NumberText(double number) {
  std::array<char, 64> buffer{};
  const bool plain = std::fabs(number) < 1e21;
  const auto result =
      plain ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, std::chars_format::fixed)
            : std::to_chars(buffer.data(), buffer.data() + buffer.size(), number);
  // Tiny numbers need more room in the fixed form than in the other.
  if (result.ec != std::errc()) return fmt::format("{}", number);
  return {buffer.data(), result.ptr};
}

}  // namespace mingcha::base
