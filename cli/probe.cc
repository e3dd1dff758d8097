#include "cli/probe.h"

#include <boost/json.hpp>
#include <functional>
#include <optional>

#include "base/url.h"
#include "base/workday_calendar.h"
#include "cli/calendar.h"
#include "crawler/robots.h"
#include "extractors/charset.h"
#include "extractors/identifiers.h"

namespace mingcha::cli {
namespace {

namespace json = boost::json;
using base::ErrorCode;
using base::Fail;
using Answerer = std::function<base::Result<json::object>(const json::object&)>;

class FunctionProber final : public Prober {
 public:
  explicit FunctionProber(Answerer answerer) : answerer_(std::move(answerer)) {}
  base::Result<json::object> Answer(const json::object& question) override { return answerer_(question); }

 private:
  Answerer answerer_;
};

json::value OrNull(std::optional<std::string> text) {
  return text ? json::value(*text) : json::value(nullptr);
}

base::Result<json::object> AnswerUrl(const json::object& question) {
  ASSIGN_OR_RETURN(const std::string input, TextOf(question, "input"));
  const json::value* base_value = question.if_contains("base");
  std::optional<base::Url> base_url;
  if (base_value != nullptr && !base_value->is_null()) {
    ASSIGN_OR_RETURN(const std::string text, TextOf(question, "base"));
    base_url = base::Url::Parse(text);
    if (!base_url) return json::object{{"href", nullptr}};
  }
  const auto url = base::Url::Parse(input, base_url ? &*base_url : nullptr);
  return json::object{{"href", url ? json::value(url->href()) : json::value(nullptr)}};
}

base::Result<json::object> AnswerIdna(const json::object& question) {
  ASSIGN_OR_RETURN(const std::string input, TextOf(question, "input"));
  return json::object{{"ascii", OrNull(base::DomainToAscii(input))}};
}

base::Result<json::object> AnswerRobots(const json::object& question) {
  ASSIGN_OR_RETURN(const std::string robots, TextOf(question, "robots"));
  ASSIGN_OR_RETURN(const std::string agent, TextOf(question, "agent"));
  ASSIGN_OR_RETURN(const std::string url, TextOf(question, "url"));
  return json::object{{"allowed", crawler::RobotsAllowed(robots, agent, url)}};
}

base::Result<std::string> BytesOfHex(const std::string& hex) {
  std::string bytes;
  for (size_t i = 0; i + 1 < hex.size() + 1; i += 2) {
    const auto digit = [&](size_t at) {
      const char c = at < hex.size() ? hex[at] : 'x';
      if (c >= '0' && c <= '9') return c - '0';
      if (c >= 'a' && c <= 'f') return c - 'a' + 10;
      if (c >= 'A' && c <= 'F') return c - 'A' + 10;
      return -1;
    };
    if (i == hex.size()) break;
    const int high = digit(i);
    const int low = digit(i + 1);
    if (high < 0 || low < 0)
      return Fail(ErrorCode::kInvalidInput, "\"hex\" is not pairs of hexadecimal digits");
    bytes += static_cast<char>(high * 16 + low);
  }
  return bytes;
}

base::Result<json::object> AnswerCharset(const json::object& question) {
  ASSIGN_OR_RETURN(const std::string label, TextOf(question, "label"));
  ASSIGN_OR_RETURN(const std::string hex, TextOf(question, "hex"));
  ASSIGN_OR_RETURN(const std::string bytes, BytesOfHex(hex));
  return json::object{{"text", extractors::DecodeAs(label, bytes)}};
}

base::Result<json::object> AnswerIdNumber(const json::object& question) {
  ASSIGN_OR_RETURN(const std::string kind, TextOf(question, "kind"));
  ASSIGN_OR_RETURN(const std::string value, TextOf(question, "value"));
  if (kind == "uscc") return json::object{{"valid", extractors::IsValidUscc(value)}};
  if (kind == "resident") return json::object{{"valid", extractors::IsValidResidentId(value)}};
  return Fail(ErrorCode::kInvalidInput, "unknown kind of id number \"{}\"; known: uscc, resident", kind);
}

base::Result<base::Date> DateOf(const json::object& question, std::string_view key) {
  ASSIGN_OR_RETURN(const std::string text, TextOf(question, key));
  const auto date = base::Date::FromIso(text);
  if (!date) return Fail(ErrorCode::kInvalidInput, "\"{}\" is not a date; write it as YYYY-MM-DD", text);
  return *date;
}

base::Result<json::object> AnswerWorkdays(const base::WorkdayCalendar& calendar,
                                          const json::object& question) {
  ASSIGN_OR_RETURN(const base::Date from, DateOf(question, "from"));
  if (question.contains("to")) {
    ASSIGN_OR_RETURN(const base::Date to, DateOf(question, "to"));
    ASSIGN_OR_RETURN(const int elapsed, calendar.WorkdaysBetween(from, to));
    return json::object{{"elapsed", elapsed}};
  }
  const json::value* days = question.if_contains("days");
  if (days == nullptr || !days->is_int64() || days->as_int64() < 1 || days->as_int64() > 100'000) {
    return Fail(ErrorCode::kInvalidInput, "\"days\" must be a whole number from 1 to 100000");
  }
  ASSIGN_OR_RETURN(const base::Date due, calendar.AddWorkdays(from, static_cast<int>(days->as_int64())));
  return json::object{{"due", due.Iso()}};
}

std::unique_ptr<Prober> Make(Answerer answerer) {
  return std::make_unique<FunctionProber>(std::move(answerer));
}

}  // namespace

base::Result<std::string> TextOf(const json::object& question, std::string_view key) {
  const json::value* value = question.if_contains(key);
  if (value == nullptr || !value->is_string()) {
    return Fail(ErrorCode::kInvalidInput, "the question needs the text \"{}\"", key);
  }
  return std::string(value->as_string());
}

const std::vector<std::string>& ProbeKinds() {
  static const std::vector<std::string> kKinds = {"url",      "idna", "robots", "charset", "workdays",
                                                  "idnumber", "date", "item",   "page"};
  return kKinds;
}

base::Result<std::unique_ptr<Prober>> MakeProber(std::string_view kind, const std::filesystem::path& config) {
  if (kind == "url") return Make(AnswerUrl);
  if (kind == "idna") return Make(AnswerIdna);
  if (kind == "robots") return Make(AnswerRobots);
  if (kind == "charset") return Make(AnswerCharset);
  if (kind == "idnumber") return Make(AnswerIdNumber);
  if (kind == "workdays") {
    ASSIGN_OR_RETURN(base::WorkdayCalendar calendar, BundledCalendar());
    return Make([calendar = std::move(calendar)](const json::object& question) {
      return AnswerWorkdays(calendar, question);
    });
  }
  return MakePlanProber(kind, config);
}

}  // namespace mingcha::cli
