#include "demo/score.h"

#include <boost/json.hpp>

namespace mingcha::demo {
namespace {

namespace json = boost::json;

std::string Text(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

bool Flag(const json::object& object, std::string_view key) {
  const json::value* value = object.if_contains(key);
  return value != nullptr && value->is_bool() && value->as_bool();
}

bool Within(const std::string& part, const std::string& whole) {
  return whole.find(part) != std::string::npos;
}

bool Matches(const json::object& row, const json::object& finding) {
  for (const std::string_view key : {"kind", "unit", "item"}) {
    if (Text(row, key) != Text(finding, key)) return false;
  }
  if (Flag(row, "needs_review") != Flag(finding, "needs_review")) return false;
  const std::string where =
      Text(finding, "project") + "\n" + Text(finding, "title") + "\n" + Text(finding, "reason");
  std::string urls = Text(finding, "url");
  if (const json::value* evidence = finding.if_contains("evidence");
      evidence != nullptr && evidence->is_array()) {
    for (const json::value& entry : evidence->as_array()) urls += "\n" + Text(entry.as_object(), "url");
  }
  return Within(Text(row, "subject"), where) && Within(Text(row, "url"), urls);
}

std::string Line(const json::object& object) {
  return json::serialize(json::array{Text(object, "kind"), Text(object, "unit"), Text(object, "item"),
                                     Text(object, "subject") + Text(object, "project"), Text(object, "url"),
                                     Flag(object, "needs_review"),
                                     Text(object, "why") + Text(object, "reason")});
}

}  // namespace

std::string TruthJson(const District& district) {
  json::array rows;
  for (const TruthRow& row : district.truth) {
    rows.push_back(json::object{{"kind", row.kind},
                                {"unit", row.unit},
                                {"item", row.item},
                                {"subject", row.subject},
                                {"url", row.url},
                                {"needs_review", row.needs_review},
                                {"why", row.why}});
  }
  return json::serialize(
             json::object{{"schema", 1}, {"as_of", district.as_of.Iso()}, {"rows", std::move(rows)}}) +
         "\n";
}

base::Result<std::map<std::string, KindScore>> ScoreFindings(std::string_view truth_json,
                                                             std::string_view findings_json) {
  boost::system::error_code error;
  const json::value truth = json::parse(truth_json, error);
  if (error || !truth.is_object() || !truth.as_object().contains("rows")) {
    return base::Fail(base::ErrorCode::kInvalidInput, "this is not a truth file of the demo: {}",
                      error.message());
  }
  const json::value findings = json::parse(findings_json, error);
  if (error || !findings.is_object() || !findings.as_object().contains("findings")) {
    return base::Fail(base::ErrorCode::kInvalidInput, "this is not a findings.json: {}", error.message());
  }
  const json::array& rows = truth.at("rows").as_array();
  std::vector<bool> used(rows.size(), false);
  std::map<std::string, KindScore> scores;
  for (const json::value& row : rows) ++scores[Text(row.as_object(), "kind")].expected;
  for (const json::value& value : findings.at("findings").as_array()) {
    const json::object& finding = value.as_object();
    KindScore& score = scores[Text(finding, "kind")];
    size_t match = 0;
    while (match < rows.size() && (used[match] || !Matches(rows[match].as_object(), finding))) ++match;
    if (match == rows.size()) {
      ++score.wrong;
      score.unexpected.push_back(Line(finding));
    } else {
      used[match] = true;
      ++score.found;
    }
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!used[i]) scores[Text(rows[i].as_object(), "kind")].missed.push_back(Line(rows[i].as_object()));
  }
  return scores;
}

}  // namespace mingcha::demo
