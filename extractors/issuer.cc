#include "extractors/issuer.h"

#include <re2/re2.h>

#include <utility>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::ReadingSource;
using model::TextReading;

TextReading Likely(TextReading reading) {
  reading.grade = Grade::kLikely;
  return reading;
}

/// The body that a pattern of the list takes out of a text («bureau X on …»); empty if there is none.
std::string FirstGroup(std::string_view list, const std::string& text, const LexiconIndex& lexicon) {
  const std::string folded = base::FoldLabel(text);
  for (const auto& re : lexicon.Patterns(list)) {
    std::string body;
    if (re2::RE2::PartialMatch(folded, *re, &body) && IsBodyName(body, lexicon)) return body;
  }
  return {};
}

}  // namespace

IssuerReader::IssuerReader(const model::Plan& plan) : units_(UnitResolver::Create(plan)) {
  for (const model::Unit& unit : plan.units) names_[unit.id] = unit.name;
}

std::optional<TextReading> IssuerReader::Read(const InfoFields& info, const PageDates& dates,
                                              const MetaTags& meta, const std::optional<TextReading>& title,
                                              const std::optional<TextReading>& doc_number,
                                              const LexiconIndex& lexicon) const {
  if (info.issuer) return info.issuer;
  const std::string tag(meta.Get("ContentSource"));
  const std::string_view source = info.source ? std::string_view(info.source->value) : std::string_view(tag);
  const bool press = !source.empty() && IsPress(source, lexicon);
  const bool own_site = press && lexicon.HasWord("own_site", base::FoldLabel(source));
  if (press && !own_site) return std::nullopt;
  if (info.decision_issuer) return Likely(*info.decision_issuer);
  if (!dates.signer.empty()) {
    return TextReading{dates.signer, ReadingSource::kSignature, Grade::kLikely, dates.signer_span};
  }
  if (own_site) return std::nullopt;
  // On the site of a lower body, a body of the whole country is where a text was taken from.
  const std::string_view site = meta.Get("SiteName");
  const auto grade = [&](std::string_view body) {
    const bool reprint = !site.empty() && lexicon.Matches("national_body", base::FoldLabel(body)) &&
                         !lexicon.Matches("national_body", base::FoldLabel(site));
    return reprint ? Grade::kWeak : Grade::kLikely;
  };
  if (info.source && IsBodyName(info.source->value, lexicon)) {
    TextReading reading = *info.source;
    reading.grade = grade(reading.value);
    return reading;
  }
  if (!tag.empty() && IsBodyName(tag, lexicon))
    return TextReading{tag, ReadingSource::kMetaTag, grade(tag), {tag, 0, 0}};
  if (doc_number) {
    if (std::string body = FirstGroup("order_body", doc_number->value, lexicon); !body.empty())
      return TextReading{std::move(body), doc_number->source, Grade::kLikely, doc_number->span};
  }
  if (title) {
    if (std::string body = FirstGroup("title_body", title->value, lexicon); !body.empty())
      return TextReading{std::move(body), title->source, Grade::kWeak, title->span};
  }
  if (info.index_number) {
    const auto unit = names_.find(units_.UnitOfIndexNumber(info.index_number->value));
    if (unit != names_.end()) {
      return TextReading{unit->second, info.index_number->source, Grade::kWeak, info.index_number->span};
    }
  }
  return std::nullopt;
}

}  // namespace mingcha::extractors
