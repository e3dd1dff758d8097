#include <boost/json.hpp>
#include <optional>
#include <utility>

#include "cli/files.h"
#include "cli/probe.h"
#include "extractors/classifier.h"
#include "extractors/dates.h"
#include "extractors/extractor.h"
#include "model/enum_names.h"
#include "rules/plan_loader.h"

namespace mingcha::cli {
namespace {

namespace json = boost::json;
using base::ErrorCode;
using base::Fail;

base::Result<model::Plan> Load(const std::filesystem::path& config) {
  rules::LoadOutcome outcome = rules::LoadPlan(config);
  if (!outcome.ok()) {
    return Fail(ErrorCode::kInvalidInput,
                "the configuration {} has {} errors; see `mingcha rules lint`; the first: {}",
                config.string(), outcome.errors.size(), rules::ToEnglish(outcome.errors.front()));
  }
  return std::move(outcome.plan);
}

/// A date in the precision it was read with: 2018-03-12, 2018-03, 2018.
std::string DateText(const model::DateReading& reading) {
  std::string iso = reading.date.Iso();
  switch (reading.precision) {
    case model::DatePrecision::kDay:
      return iso;
    case model::DatePrecision::kMonth:
      return iso.substr(0, 7);
    case model::DatePrecision::kYear:
      return iso.substr(0, 4);
  }
  return iso;
}

json::object DateJson(const model::DateReading& reading) {
  return {{"date", DateText(reading)},
          {"precision", model::EnumName(reading.precision)},
          {"meaning", model::EnumName(reading.meaning)}};
}

json::array ItemsJson(const std::vector<model::ItemMatch>& items) {
  json::array array;
  for (const model::ItemMatch& item : items)
    array.push_back(json::object{{"id", item.item}, {"grade", model::EnumName(item.grade)}});
  return array;
}

class DateProber final : public Prober {
 public:
  explicit DateProber(model::Plan plan) : plan_(std::move(plan)) {}
  base::Result<json::object> Answer(const json::object& question) override {
    ASSIGN_OR_RETURN(const std::string text, TextOf(question, "text"));
    json::array dates;
    for (const model::DateReading& reading : extractors::ReadDates(text, plan_.lexicon))
      dates.push_back(DateJson(reading));
    return json::object{{"dates", std::move(dates)}};
  }

 private:
  model::Plan plan_;
};

class ItemProber final : public Prober {
 public:
  explicit ItemProber(extractors::Classifier classifier) : classifier_(std::move(classifier)) {}
  base::Result<json::object> Answer(const json::object& question) override {
    ASSIGN_OR_RETURN(const std::string title, TextOf(question, "title"));
    std::string text;
    if (question.contains("text") && !question.at("text").is_null()) {
      ASSIGN_OR_RETURN(text, TextOf(question, "text"));
    }
    extractors::ClassifyInput input;
    input.title = title;
    input.text = text;
    if (const json::value* column = question.if_contains("column"); column != nullptr && !column->is_null()) {
      if (column->is_array()) {
        for (const json::value& entry : column->as_array()) {
          if (!entry.is_string())
            return Fail(ErrorCode::kInvalidInput, "\"column\" must be a text or a list of texts");
          input.column.emplace_back(entry.as_string());
        }
      } else if (column->is_string()) {
        input.column.emplace_back(column->as_string());
      } else {
        return Fail(ErrorCode::kInvalidInput, "\"column\" must be a text or a list of texts");
      }
    }
    return json::object{{"items", ItemsJson(classifier_.Classify(input).items)}};
  }

 private:
  extractors::Classifier classifier_;
};

json::value ReadingJson(const std::optional<model::TextReading>& reading) {
  if (!reading) return nullptr;
  return json::object{{"value", reading->value},
                      {"source", model::EnumName(reading->source)},
                      {"quote", reading->span.quote},
                      {"grade", model::EnumName(reading->grade)}};
}

json::value ReadingJson(const std::optional<model::DateReading>& reading) {
  if (!reading) return nullptr;
  return json::object{{"value", DateText(*reading)},
                      {"source", model::EnumName(reading->source)},
                      {"quote", reading->span.quote},
                      {"grade", model::EnumName(reading->grade)}};
}

json::array LinksJson(const std::vector<model::Link>& links) {
  json::array array;
  for (const model::Link& link : links) array.push_back(json::object{{"url", link.url}, {"text", link.text}});
  return array;
}

json::object FactsJson(const model::PageFacts& facts) {
  json::array dates;
  for (const model::DateReading& reading : facts.dates) {
    json::object date = DateJson(reading);
    date["source"] = model::EnumName(reading.source);
    date["grade"] = model::EnumName(reading.grade);
    date["quote"] = reading.span.quote;
    dates.push_back(std::move(date));
  }
  json::array entries;
  for (const model::ListEntry& entry : facts.entries) {
    entries.push_back(
        json::object{{"url", entry.url},
                     {"title", entry.title},
                     {"date", entry.date ? json::value(entry.date->Iso()) : json::value(nullptr)}});
  }
  json::array elements;
  for (const model::ElementReading& element : facts.elements) {
    elements.push_back(
        json::object{{"element", element.element}, {"value", element.value}, {"quote", element.span.quote}});
  }
  json::array privacy;
  for (const model::PrivacyHit& hit : facts.privacy)
    privacy.push_back(json::object{{"kind", hit.kind}, {"masked", hit.masked}});
  return {{"encoding", json::object{{"value", facts.encoding},
                                    {"source", facts.encoding_source},
                                    {"quote", ""},
                                    {"grade", "certain"}}},
          {"replaced", facts.replaced_bytes},
          {"kind", model::PageKindName(facts.kind)},
          {"note", model::EnumName(facts.note)},
          {"title", ReadingJson(facts.title)},
          {"published", ReadingJson(facts.published)},
          {"formed", ReadingJson(facts.formed)},
          {"issuer", ReadingJson(facts.issuer)},
          {"index_number", ReadingJson(facts.index_number)},
          {"doc_number", ReadingJson(facts.doc_number)},
          {"validity", ReadingJson(facts.validity)},
          {"source", ReadingJson(facts.source)},
          {"topic", ReadingJson(facts.topic)},
          {"breadcrumb", json::value_from(facts.breadcrumb)},
          {"items", ItemsJson(facts.items)},
          {"title_context", facts.title_context},
          {"dates", std::move(dates)},
          {"elements", std::move(elements)},
          {"attachments", LinksJson(facts.attachments)},
          {"lists", LinksJson(facts.next_pages)},
          {"entries", std::move(entries)},
          {"scripted_list", facts.scripted_list},
          {"project_codes", json::value_from(facts.project_codes)},
          {"cited_documents", json::value_from(facts.cited_documents)},
          {"privacy", std::move(privacy)},
          {"missing_tags", json::value_from(facts.missing_tags)},
          {"doubts", json::value_from(facts.doubts)}};
}

class PageProber final : public Prober {
 public:
  explicit PageProber(extractors::Extractor extractor) : extractor_(std::move(extractor)) {}
  base::Result<json::object> Answer(const json::object& question) override {
    ASSIGN_OR_RETURN(const std::string file, TextOf(question, "file"));
    std::string url = "http://page.invalid/";
    if (question.contains("url") && !question.at("url").is_null()) {
      ASSIGN_OR_RETURN(url, TextOf(question, "url"));
    }
    ASSIGN_OR_RETURN(const std::string body, ReadFile(file));
    extractors::PageInput input;
    input.url = url;
    input.final_url = url;
    input.body = body;
    return FactsJson(extractor_.Extract(input));
  }

 private:
  extractors::Extractor extractor_;
};

}  // namespace

base::Result<std::unique_ptr<Prober>> MakePlanProber(std::string_view kind,
                                                     const std::filesystem::path& config) {
  ASSIGN_OR_RETURN(model::Plan plan, Load(config));
  if (kind == "date") return std::make_unique<DateProber>(std::move(plan));
  if (kind == "item") {
    ASSIGN_OR_RETURN(extractors::Classifier classifier, extractors::Classifier::Create(plan));
    return std::make_unique<ItemProber>(std::move(classifier));
  }
  if (kind == "page") {
    ASSIGN_OR_RETURN(extractors::Extractor extractor, extractors::Extractor::Create(plan));
    return std::make_unique<PageProber>(std::move(extractor));
  }
  return Fail(ErrorCode::kInvalidInput, "unknown probe \"{}\"", kind);
}

}  // namespace mingcha::cli
