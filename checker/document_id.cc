#include "checker/document_id.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "base/text.h"
#include "checker/check_index.h"

namespace mingcha::checker {
namespace {

constexpr size_t kMaxDigits = 12;  // longer digits are times or digests, no counter
constexpr size_t kMinDigits = 3;   // shorter ones are pages of a list
constexpr size_t kMaxLetters = 16;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLetter(char c) { return c >= 'a' && c <= 'z'; }

bool AllDigits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsDigit);
}

int64_t NumberOf(std::string_view digits) {
  int64_t value = -1;
  std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return value;
}

std::optional<base::Date> DayOf(std::string_view year, std::string_view month, std::string_view day) {
  if (year.size() != 4 || month.empty() || month.size() > 2 || day.empty() || day.size() > 2 ||
      !AllDigits(year) || !AllDigits(month) || !AllDigits(day))
    return std::nullopt;
  const auto date = base::Date::FromYmd(static_cast<int>(NumberOf(year)), static_cast<int>(NumberOf(month)),
                                        static_cast<int>(NumberOf(day)));
  if (!date || date->year() < 1995 || date->year() > 2100) return std::nullopt;
  return date;
}

std::vector<std::string_view> Split(std::string_view text, std::string_view marks) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t at = text.find_first_of(marks);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// The field of a query that is called some `id` and holds a number; the last of several.
std::optional<DocumentId> FromQuery(std::string_view file, std::string_view query) {
  std::optional<DocumentId> found;
  const char* at = nullptr;
  for (const std::string_view field : Split(query, "&;")) {
    const size_t equal = field.find('=');
    if (equal == std::string_view::npos) continue;
    const std::string_view name = field.substr(0, equal);
    const std::string_view value = field.substr(equal + 1);
    if (!name.ends_with("id") || !AllDigits(value) || value.size() > kMaxDigits) continue;
    found = DocumentId{std::string(file) + "?" + std::string(name) + "=#", {}, NumberOf(value), std::nullopt};
    at = value.data();
  }
  if (found) {  // the fields beside it
    for (const std::string_view field : Split(query, "&;")) {
      if (field.data() + field.size() < at || field.data() > at) found->column += std::string(field) + "&";
    }
  }
  return found;
}

/// The day that folders spell: `/2018/3/12/`.
std::optional<base::Date> DayOfFolders(const std::vector<std::string_view>& folders) {
  for (size_t i = 0; i + 2 < folders.size(); ++i) {
    if (const auto day = DayOf(folders[i], folders[i + 1], folders[i + 2])) return day;
  }
  return std::nullopt;
}

std::optional<DocumentId> FromName(std::string_view stem, std::string_view extension,
                                   const std::vector<std::string_view>& folders) {
  DocumentId id;
  bool numbered = false;
  bool named = false;
  const std::vector<std::string_view> parts = Split(stem, "_-");
  if (parts.size() > 4) return std::nullopt;
  for (const std::string_view part : parts) {
    const size_t letters =
        static_cast<size_t>(std::find_if_not(part.begin(), part.end(), IsLetter) - part.begin());
    const std::string_view digits = part.substr(letters);
    if (letters > kMaxLetters || (!digits.empty() && !AllDigits(digits))) return std::nullopt;
    if (!id.family.empty()) id.family += '_';
    id.family += part.substr(0, letters);
    named = named || letters > 0;
    if (digits.empty()) continue;
    id.family += '#';
    if (digits.size() == 8) {
      if (const auto day = DayOf(digits.substr(0, 4), digits.substr(4, 2), digits.substr(6, 2))) {
        id.day = day;
        continue;
      }
    }
    if (digits.size() < kMinDigits || digits.size() > kMaxDigits) continue;
    id.number = NumberOf(digits);
    numbered = true;
  }
  if (!numbered) return std::nullopt;
  if (!named) {  // a bare number is told apart by the folder that has a name
    for (auto folder = folders.rbegin(); folder != folders.rend(); ++folder) {
      if (folder->empty() || std::any_of(folder->begin(), folder->end(), IsDigit)) continue;
      id.family = std::string(*folder) + "/" + id.family;
      break;
    }
  }
  id.family += extension;
  for (const std::string_view folder : folders) id.column += std::string(folder) + "/";
  if (!id.day) id.day = DayOfFolders(folders);
  return id;
}

}  // namespace

std::optional<DocumentId> ReadDocumentId(std::string_view url) {
  const std::string lower = base::ToLowerAscii(SplitUrl(url.substr(0, url.find('#'))).path);
  std::string_view path = lower;
  const size_t question = path.find('?');
  const std::string_view query =
      question == std::string_view::npos ? std::string_view() : path.substr(question + 1);
  path = path.substr(0, question);
  std::vector<std::string_view> folders = Split(path, "/");
  const std::string_view file = folders.back();
  folders.pop_back();
  if (auto found = FromQuery(file, query)) return found;
  if (file.empty()) return std::nullopt;
  const size_t dot = file.rfind('.');
  return FromName(file.substr(0, dot), dot == std::string_view::npos ? "" : file.substr(dot), folders);
}

}  // namespace mingcha::checker
