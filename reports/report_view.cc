#include "reports/report_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace mingcha::reports {
namespace {

template <typename T>
void IndexById(const std::vector<T>& list, std::unordered_map<std::string_view, const T*>* index) {
  index->reserve(list.size());
  for (const T& element : list) index->emplace(element.id, &element);
}

template <typename T>
const T* Find(const std::unordered_map<std::string_view, const T*>& index, std::string_view id) {
  const auto found = index.find(id);
  return found == index.end() ? nullptr : found->second;
}

template <typename T>
std::string NameOr(const T* record, std::string_view id) {
  return record == nullptr ? std::string(id) : record->name;
}

bool Lacks(const model::Evidence& evidence) {
  return !evidence.url.empty() && (evidence.warc_file.empty() || !evidence.fetched_at);
}

}  // namespace

void VerdictCounts::Add(const VerdictCounts& other) {
  for (size_t i = 0; i < of.size(); ++i) of[i] += other.of[i];
  asked += other.asked;
}

int VerdictCounts::done() const {
  return (*this)[model::Verdict::kOnTime] + (*this)[model::Verdict::kPresent];
}

int VerdictCounts::judged() const {
  return done() + (*this)[model::Verdict::kLate] + (*this)[model::Verdict::kMissing];
}

int VerdictCounts::open() const {
  return (*this)[model::Verdict::kUndeterminable] + (*this)[model::Verdict::kUnverifiable];
}

RoundFigures FiguresOf(const ReportInput& input) {
  const ReportView view(input);
  const std::string day = view.DayText(input.run.as_of);
  return {day.empty() ? input.run.id : day, view.totals().decided(), view.totals().done(),
          view.PileSize(Pile::kCounted)};
}

ReportView::ReportView(const ReportInput& report_input) : input(report_input), plan(report_input.plan) {
  IndexPlan();
  IndexPages();
  Sum();
  Rank();
  SumDeductions();
}

void ReportView::IndexPlan() {
  IndexById(plan.units, &units_);
  IndexById(plan.items, &items_);
  IndexById(plan.areas, &areas_);
  IndexById(plan.sites, &sites_);
  IndexById(plan.limits, &limits_);
  IndexById(input.result.obligations, &obligations_);
  IndexById(input.disclosures, &disclosures_);
}

void ReportView::IndexPages() {
  std::unordered_set<std::string_view> wanted;
  for (const model::Finding& finding : input.result.findings) {
    for (const model::Evidence& evidence : finding.evidence) {
      if (Lacks(evidence)) wanted.insert(evidence.url);
    }
  }
  if (wanted.empty()) return;
  // The latest archived answer stands for a URL; ids grow with time.
  for (const model::PageRecord& page : input.pages) {
    if (!wanted.contains(page.url)) continue;
    const model::PageRecord*& kept = pages_[page.url];
    const bool better =
        kept == nullptr ||
        (page.warc.file.empty() == kept->warc.file.empty() ? page.id > kept->id : kept->warc.file.empty());
    if (better) kept = &page;
  }
}

void ReportView::Sum() {
  for (const model::Finding& finding : input.result.findings) {
    if (finding.kind == model::FindingKind::kMissing && PileOf(finding) == Pile::kReview)
      asked_.insert(finding.obligation);
  }
  for (const model::Obligation& obligation : input.result.obligations) {
    VerdictCounts one;
    one.Add(obligation.verdict);
    one.asked = obligation.verdict == model::Verdict::kMissing && AwaitsReview(obligation) ? 1 : 0;
    totals_.Add(one);
    counts_[{obligation.shown_unit, AreaOf(obligation.item)}].Add(one);
  }
  for (const model::Finding& finding : input.result.findings) {
    const Pile pile = PileOf(finding);
    ++piles_.at(static_cast<size_t>(pile));
    if (pile == Pile::kCounted) ++counted_[finding.unit];
  }
}

void ReportView::Rank() {
  for (const model::UnitScore& unit : input.result.units) {
    for (const model::UnitScore::AreaScore& area : unit.areas) area_scores_[{unit.unit, area.area}] = &area;
  }
  for (const model::UnitScore& score : input.result.units) ranking_.push_back({&score, 0});
  const auto cents = [](const RankedUnit& unit) {
    return unit.score->score ? std::llround(*unit.score->score * 100) : -1;
  };
  std::stable_sort(ranking_.begin(), ranking_.end(),
                   [&](const RankedUnit& a, const RankedUnit& b) { return cents(a) > cents(b); });
  for (size_t i = 0; i < ranking_.size(); ++i) {
    if (!ranking_[i].score->score) continue;
    const bool tie = i > 0 && cents(ranking_[i - 1]) == cents(ranking_[i]);
    ranking_[i].rank = tie ? ranking_[i - 1].rank : static_cast<int>(i) + 1;
  }
}

std::string ReportView::Say(std::string_view english) const {
  return Say(base::Message{std::string(english), {}});
}

namespace {

/// `folder/file.csv:14`, `folder/file.xlsx[Sheet!14]`: file, sheet and row of a register's place; nullopt:
/// none.
struct RowPlace {
  std::string_view file, sheet, row;
};
std::optional<RowPlace> ParseRowPlace(std::string_view text) {
  const auto digits = [](std::string_view part) {
    return !part.empty() && part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  const auto is_file = [](std::string_view file) {
    return file.ends_with(".csv") || file.ends_with(".xlsx");
  };
  if (text.ends_with(']')) {
    const size_t open = text.find('['), mark = text.rfind('!');
    if (open == std::string_view::npos || mark == std::string_view::npos || mark < open) return std::nullopt;
    const RowPlace place{text.substr(0, open), text.substr(open + 1, mark - open - 1),
                         text.substr(mark + 1, text.size() - mark - 2)};
    return is_file(place.file) && digits(place.row) ? std::optional(place) : std::nullopt;
  }
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  const RowPlace place{text.substr(0, colon), {}, text.substr(colon + 1)};
  return is_file(place.file) && digits(place.row) ? std::optional(place) : std::nullopt;
}

}  // namespace

std::string ReportView::PlaceText(std::string_view place) const {
  const auto row = ParseRowPlace(place);
  if (!row) return std::string(place);
  return row->sheet.empty() ? Say(base::Msg("row {} of {}", row->row, row->file))
                            : Say(base::Msg("row {} of sheet {} of {}", row->row, row->sheet, row->file));
}

std::string ReportView::Say(const base::Message& message) const {
  const bool has_place = std::any_of(message.args.begin(), message.args.end(),
                                     [](const std::string& arg) { return ParseRowPlace(arg).has_value(); });
  if (has_place) {
    base::Message readable = message;
    for (std::string& arg : readable.args) arg = PlaceText(arg);
    return Say(readable);
  }
  return input.lang == base::Lang::kEn ? base::RenderEnglish(message) : input.catalogue.Render(message);
}

std::string ReportView::Word(std::string_view group, std::string_view name) const {
  if (input.lang == base::Lang::kZh) {
    const std::string grouped = fmt::format("{}.{}", group, name);
    return Say(input.catalogue.Contains(grouped) ? std::string_view(grouped) : name);
  }
  std::string words(name);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string ReportView::ReasonWord(std::string_view reason) const {
  const size_t colon = reason.find(':');
  if (colon == std::string_view::npos) return Word("reason", reason);
  return Say(base::Msg("{} ({})", Word("reason", reason.substr(0, colon)),
                       Word("reason", reason.substr(colon + 1))));
}

std::string ReportView::QuoteText(const model::Evidence& evidence) const {
  const std::string& quote = evidence.quote;
  if (evidence.type == model::EvidenceType::kLedgerRow) {
    // The place of the row stands before a colon and what the row says.
    const size_t end = quote.find(": ");
    const std::string place = end == std::string::npos ? std::string() : PlaceText(quote.substr(0, end));
    if (end != std::string::npos && place != quote.substr(0, end))
      return place + Say(": ") + quote.substr(end + 2);
  }
  if (quote.empty() || quote.find_first_not_of("abcdefghijklmnopqrstuvwxyz_:") != std::string::npos)
    return quote;
  const std::string whole = Say(quote);
  return whole == quote ? ReasonWord(quote) : whole;
}

std::string ReportView::DayText(const std::optional<base::Date>& day) const { return day ? day->Iso() : ""; }

std::string ReportView::PointsText(const std::optional<double>& points) {
  return points && std::isfinite(*points) ? fmt::format("{:.2f}", *points) : "";
}

std::string ReportView::UnitName(std::string_view id) const {
  return id.empty() ? Say("unassigned") : NameOr(Find(units_, id), id);
}
std::string ReportView::ItemName(std::string_view id) const { return NameOr(Find(items_, id), id); }
std::string ReportView::AreaName(std::string_view id) const { return NameOr(Find(areas_, id), id); }
std::string ReportView::SiteName(std::string_view id) const { return NameOr(Find(sites_, id), id); }

std::string ReportView::DomainNameOf(std::string_view area) const {
  const model::Area* found = Find(areas_, area);
  if (found == nullptr) return {};
  for (const model::Domain& domain : plan.domains) {
    if (domain.id == found->domain) return domain.name;
  }
  return found->domain;
}

std::string ReportView::AreaOf(std::string_view item) const {
  const model::Item* found = Find(items_, item);
  return found == nullptr ? "" : found->area;
}

const model::Obligation* ReportView::ObligationOf(const model::Finding& finding) const {
  return Find(obligations_, finding.obligation);
}
const model::Disclosure* ReportView::DisclosureById(std::string_view id) const {
  return Find(disclosures_, id);
}
const model::LimitRule* ReportView::LimitById(std::string_view id) const { return Find(limits_, id); }

model::Evidence ReportView::Complete(const model::Evidence& evidence) const {
  model::Evidence whole = evidence;
  const model::PageRecord* page = Lacks(evidence) ? Find(pages_, evidence.url) : nullptr;
  if (page == nullptr) return whole;
  if (whole.warc_file.empty()) {
    // Only a whole set may be taken over: place, digest and time of one and the same answer.
    if (!whole.sha256.empty() && whole.sha256 != page->body_sha256) return whole;
    if (whole.fetched_at && *whole.fetched_at != page->fetched_at) return whole;
    whole.warc_file = page->warc.file;
    whole.offset = page->warc.offset;
    whole.sha256 = page->body_sha256;
    whole.fetched_at = page->fetched_at;
  } else if (whole.warc_file == page->warc.file && whole.offset == page->warc.offset) {
    whole.fetched_at = page->fetched_at;
  }
  return whole;
}

model::Evidence ReportView::MainEvidence(const model::Finding& finding) const {
  model::Evidence first;
  for (const model::Evidence& evidence : finding.evidence) {
    model::Evidence whole = Complete(evidence);
    if (!whole.warc_file.empty()) return whole;
    if (first == model::Evidence()) first = whole;
  }
  return first;
}

std::string_view PileKey(Pile pile) {
  switch (pile) {
    case Pile::kCounted:
      return "Established";
    case Pile::kReview:
      return "To review";
    case Pile::kUnverifiable:
      return "Not verifiable";
  }
  return {};
}

std::string ReportView::PileWord(Pile pile) const { return Say(PileKey(pile)); }

std::string ReportView::VerdictWord(const model::Obligation& obligation) const {
  const bool asked = obligation.verdict == model::Verdict::kMissing && AwaitsReview(obligation);
  return asked ? Say("Not published (to review)") : Word(obligation.verdict);
}

std::string ReportView::Sentences(const std::vector<base::Message>& messages) const {
  std::string text;
  for (const base::Message& message : messages) {
    if (!text.empty()) text += '\n';
    text += Say(message);
  }
  return text;
}

Pile ReportView::PileOf(const model::Finding& finding) {
  if (finding.kind == model::FindingKind::kUnverifiable) return Pile::kUnverifiable;
  const bool review = finding.needs_review || finding.kind == model::FindingKind::kUndeterminable;
  return review ? Pile::kReview : Pile::kCounted;
}

VerdictCounts ReportView::Counts(const std::string& unit, const std::string& area) const {
  const auto found = counts_.find({unit, area});
  return found == counts_.end() ? VerdictCounts() : found->second;
}

VerdictCounts ReportView::CountsOfUnit(const std::string& unit) const {
  VerdictCounts sum;
  for (auto it = counts_.lower_bound({unit, ""}); it != counts_.end() && it->first.first == unit; ++it) {
    sum.Add(it->second);
  }
  return sum;
}

VerdictCounts ReportView::CountsOfArea(std::string_view area) const {
  VerdictCounts sum;
  for (const auto& [place, counts] : counts_) {
    if (place.second != area) continue;
    sum.Add(counts);
  }
  return sum;
}

const model::UnitScore::AreaScore* ReportView::AreaScoreOf(std::string_view unit,
                                                           std::string_view area) const {
  const auto found = area_scores_.find({unit, area});
  return found == area_scores_.end() ? nullptr : found->second;
}

void ReportView::SumDeductions() {
  for (const model::UnitScore& unit : input.result.units) {
    for (const model::ScoreNode& node : unit.tree) {
      if (!node.leaf || node.scaled_full <= 0) continue;
      const double scale = node.final_full / node.scaled_full;
      for (const model::ScoreDeduction& deduction : node.deductions) {
        // Several findings that took the same points share them.
        for (const std::string& finding : deduction.findings)
          deductions_[finding] += deduction.points * scale / static_cast<double>(deduction.findings.size());
      }
    }
  }
}

std::optional<double> ReportView::DeductionOf(const std::string& finding) const {
  const auto found = deductions_.find(finding);
  return found == deductions_.end() ? std::nullopt : std::optional<double>(found->second);
}

int ReportView::CountedFindings(const std::string& unit) const {
  const auto found = counted_.find(unit);
  return found == counted_.end() ? 0 : found->second;
}

}  // namespace mingcha::reports
