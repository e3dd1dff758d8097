#include "extractors/own_facts.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

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

std::string NumberOfFile(const PageAttachments& attachments, const NumberFinder& numbers) {
  constexpr size_t kFirstLines = 8;
  if (attachments.texts.size() != 1 || attachments.unread || attachments.unfetched) return {};
  size_t lines = 0;
  for (const std::string_view line : base::Split(attachments.texts.front().text.text, '\n')) {
    if (base::Trim(line).empty()) continue;
    if (++lines > kFirstLines) break;
    const std::string folded = base::FoldLabel(line);
    const auto number = numbers.ParseDocNumber(folded);
    constexpr size_t kSpare = 3;  // bytes: a sign before the number
    if (number && folded.size() <= base::FoldLabel(number->value).size() + kSpare) return number->value;
  }
  return {};
}

void AddLabelledCodes(const std::vector<Cell>& header, const std::vector<Cell>& row,
                      const LexiconIndex& lexicon, const ElementFinder& elements,
                      std::vector<std::string>* codes) {
  constexpr size_t kMostBytes = 60;
  for (size_t c = 0; c < std::min(header.size(), row.size()); ++c) {
    std::string value = base::CollapseSpace(row[c].text);
    if (!lexicon.IsWord("reference_number_labels", base::FoldLabel(header[c].text)) ||
        value.size() > kMostBytes || !elements.IsValue(value) ||
        std::find(codes->begin(), codes->end(), value) != codes->end())
      continue;
    if (std::any_of(value.begin(), value.end(), [](char ch) { return ch >= '0' && ch <= '9'; }))
      codes->push_back(std::move(value));
  }
}

}  // namespace mingcha::extractors
