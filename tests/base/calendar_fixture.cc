#include "tests/base/calendar_fixture.h"

#include <fstream>
#include <string>

#include "base/check.h"
#include "base/text.h"

namespace mingcha::base {
namespace {

bool Take(std::string_view* line, std::string_view key) {
  if (!line->starts_with(key)) return false;
  *line = Trim(line->substr(key.size()));
  return true;
}

std::string Scalar(std::string_view text) {
  if (text == "null") return {};
  if (text.size() >= 2 && text.front() == '"') text = text.substr(1, text.size() - 2);
  return std::string(text);
}

void ReadDays(std::string_view text, std::vector<Date>* days) {
  for (std::string_view piece : Split(text, ',')) {
    while (!piece.empty() && (piece.front() == '[' || piece.front() == ' ')) piece.remove_prefix(1);
    while (!piece.empty() && piece.back() == ']') piece.remove_suffix(1);
    if (!piece.empty()) days->push_back(Day(piece));
  }
}

}  // namespace

Date Day(std::string_view iso) {
  const auto date = Date::FromIso(iso);
  CHECK(date.has_value()) << "no date: " << iso;
  return *date;
}

CalendarSpec LoadChinaSpec() {
  std::ifstream file(MINGCHA_SOURCE_DIR "/config/calendar/cn.yaml");
  CHECK(file.is_open());
  CalendarSpec spec;
  std::vector<Date>* days = nullptr;
  for (std::string raw; std::getline(file, raw);) {
    std::string_view line = Trim(raw);
    if (line.empty() || line.starts_with('#') || line == "years:" || line == "sources:") continue;
    if (Take(&line, "name: ")) {
      spec.name = Scalar(line);
    } else if (Take(&line, "- year: ")) {
      spec.years.push_back({std::stoi(std::string(line)), {}, {}, {}});
    } else if (Take(&line, "- title: ")) {
      spec.years.back().sources.push_back({Scalar(line), {}, {}});
    } else if (Take(&line, "number: ")) {
      spec.years.back().sources.back().number = Scalar(line);
    } else if (Take(&line, "url: ")) {
      spec.years.back().sources.back().url = Scalar(line);
    } else {
      if (Take(&line, "off: ")) {
        days = &spec.years.back().off;
      } else if (Take(&line, "work: ")) {
        days = &spec.years.back().work;
      }
      CHECK(days != nullptr) << line;
      ReadDays(line, days);
    }
  }
  return spec;
}

const WorkdayCalendar& ChinaCalendar() {
  static const WorkdayCalendar kCalendar = WorkdayCalendar::Create(LoadChinaSpec()).value();
  return kCalendar;
}

}  // namespace mingcha::base
