#include "extractors/own_facts.h"

#include <algorithm>
#include <optional>
#include <string>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

using model::ElementReading;
using model::Grade;

std::optional<ElementReading> Shown(const model::Element& element, const model::PageFacts& facts,
                                    const std::string& number, const std::vector<model::DateReading>& dates) {
  switch (element.own_fact) {
    case model::OwnFact::kNone:
      return std::nullopt;
    case model::OwnFact::kDocNumber:
      if (number.empty()) return std::nullopt;
      return ElementReading{element.name, number,
                            facts.doc_number ? facts.doc_number->span : model::EvidenceSpan{}};
    case model::OwnFact::kIssuer:
      if (!facts.issuer || facts.issuer->grade == Grade::kWeak) return std::nullopt;
      return ElementReading{element.name, facts.issuer->value, facts.issuer->span};
    case model::OwnFact::kDecisionDay: {
      const auto day = std::find_if(dates.begin(), dates.end(), [](const model::DateReading& date) {
        return date.meaning == model::DateMeaning::kDecided && date.grade != Grade::kWeak &&
               date.precision == model::DatePrecision::kDay;
      });
      if (day == dates.end()) return std::nullopt;
      return ElementReading{element.name, day->date.Iso(), day->span};
    }
  }
  return std::nullopt;
}

}  // namespace

void AddOwnFacts(const model::Item& item, const model::PageFacts& facts, const std::string& number,
                 const std::vector<model::DateReading>& dates, std::vector<ElementReading>* found) {
  for (const model::Element& element : item.elements) {
    const bool has = std::any_of(found->begin(), found->end(), [&](const ElementReading& reading) {
      return reading.element == element.name;
    });
    if (has) continue;
    if (auto shown = Shown(element, facts, number, dates)) found->push_back(std::move(*shown));
  }
}

std::optional<model::DateReading> DecisionDay(const model::Item& item, const model::PageFacts& facts,
                                              const LexiconIndex& lexicon) {
  const bool decides =
      item.decision == model::DecisionKind::kPermit || item.decision == model::DecisionKind::kPenalty;
  if (!decides || !facts.title || !facts.formed || facts.formed->grade == Grade::kWeak ||
      facts.formed->source != model::ReadingSource::kSignature ||
      !lexicon.HasWord("decision_papers", base::FoldLabel(facts.title->value)))
    return std::nullopt;
  const bool told = std::any_of(facts.dates.begin(), facts.dates.end(), [](const model::DateReading& date) {
    return date.meaning == model::DateMeaning::kDecided && date.grade != Grade::kWeak;
  });
  if (told) return std::nullopt;
  model::DateReading day = *facts.formed;
  day.meaning = model::DateMeaning::kDecided;
  day.grade = Grade::kLikely;
  return day;
}

std::string PermitNumber(const model::Item& item, const PageText& text, const LexiconIndex& lexicon) {
  constexpr size_t kMostBytes = 60;
  constexpr int kLeastDigits = 5;
  if (item.decision != model::DecisionKind::kPermit) return {};
  std::string number;
  for (const LabelValue& pair : text.pairs) {
    if (!lexicon.IsWord("permit_number_labels", pair.label) || pair.value.size() > kMostBytes) continue;
    std::string value = base::FoldLabel(pair.value);
    if (std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }) < kLeastDigits)
      continue;
    if (!number.empty() && number != value) return {};
    number = std::move(value);
  }
  return number;
}

}  // namespace mingcha::extractors
