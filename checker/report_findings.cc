#include "checker/report_findings.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "base/text.h"
#include "checker/finding_sink.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::FindingKind;
using model::ReportRow;

constexpr size_t kMaxTold = 8;

std::string Number(double value) {
  return value == std::floor(value) ? std::to_string(static_cast<long long>(value)) : std::to_string(value);
}

bool Differ(double a, double b) { return std::fabs(a - b) > 0.005; }

using RowsById = std::map<std::string, const ReportRow*>;

RowsById RowsOf(const std::vector<ReportRow>& rows, std::string_view table) {
  RowsById by_id;
  for (const ReportRow& row : rows) {
    if (row.table == table) by_id.emplace(row.id, &row);
  }
  return by_id;
}

const ReportRow* Find(const RowsById& rows, const std::string& id) {
  const auto it = rows.find(id);
  return it == rows.end() ? nullptr : it->second;
}

double At(const ReportRow& row, size_t column) { return column < row.values.size() ? row.values[column] : 0; }

/// The last column is the sum of the others, in every row.
void CheckTotals(const std::vector<ReportRow>& rows, std::string_view table,
                 std::vector<base::Message>* broken) {
  for (const ReportRow& row : rows) {
    if (row.table != table || row.values.size() < 3) continue;
    double sum = 0;
    for (size_t i = 0; i + 1 < row.values.size(); ++i) sum += row.values[i];
    if (Differ(sum, row.values.back()))
      broken->push_back(Msg("row \"{}\": the columns sum up to {}, the total says {}", row.label, Number(sum),
                            Number(row.values.back())));
  }
}

/// New and carried in = handled and carried out; outcomes sum up to the handled total.
void CheckRequests(const RowsById& rows, std::vector<base::Message>* broken) {
  const ReportRow* fresh = Find(rows, "new");
  const ReportRow* in = Find(rows, "carried_in");
  const ReportRow* total = Find(rows, "total");
  const ReportRow* out = Find(rows, "carried_out");
  if (total == nullptr) return;
  for (size_t i = 0; i < total->values.size(); ++i) {
    if (fresh != nullptr && in != nullptr && out != nullptr &&
        Differ(At(*fresh, i) + At(*in, i), total->values[i] + At(*out, i)))
      broken->push_back(Msg("column {}: new {} and carried in {} are not handled {} and carried out {}",
                            i + 1, Number(At(*fresh, i)), Number(At(*in, i)), Number(total->values[i]),
                            Number(At(*out, i))));
    double sum = 0;
    size_t outcomes = 0;
    for (const auto& [id, row] : rows) {
      if (!id.starts_with("outcome")) continue;
      sum += At(*row, i);
      ++outcomes;
    }
    if (outcomes >= 2 && Differ(sum, total->values[i]))
      broken->push_back(Msg("column {}: the outcomes sum up to {}, the total says {}", i + 1, Number(sum),
                            Number(total->values[i])));
  }
}

/// Reviews and lawsuits: groups of four results and their total stand side by side.
void CheckReviews(const RowsById& rows, std::vector<base::Message>* broken) {
  constexpr size_t kGroup = 5;
  for (const auto& [id, row] : rows) {
    for (size_t at = 0; at + kGroup <= row->values.size(); at += kGroup) {
      double sum = 0;
      for (size_t i = at; i + 1 < at + kGroup; ++i) sum += row->values[i];
      if (Differ(sum, row->values[at + kGroup - 1]))
        broken->push_back(Msg("reviews and lawsuits, group {}: the results sum up to {}, the total says {}",
                              at / kGroup + 1, Number(sum), Number(row->values[at + kGroup - 1])));
    }
  }
}

struct Report {
  const model::PageRecord* page = nullptr;
  const model::PageFacts* facts = nullptr;
  std::string item;
};

class ReportLook {
 public:
  ReportLook(const CheckIndex& index, const PlaceGuard& guard) : index_(index) {
    for (const auto* page : index.pages()) {
      const auto* facts = index.Facts(page->id);
      if (facts == nullptr || facts->audit.report_year == 0 || facts->audit.report_rows.empty()) continue;
      const auto read = index.OfPage(page->id);
      const Notice* first = read.empty() ? nullptr : index.disclosures()[read.front()];
      std::string unit;
      if (first != nullptr) unit = index.Canonical(first->unit);
      if (unit.empty()) unit = guard.UnitOfUrl(page->site, page->url);
      reports_.try_emplace({unit, facts->audit.report_year},
                           Report{page, facts, first == nullptr ? std::string() : first->item.str()});
    }
  }

  std::vector<model::Finding> Build() && {
    for (const auto& [key, report] : reports_) Add(key.first, key.second, report);
    return std::move(sink_).Take();
  }

 private:
  void Add(const std::string& unit, int year, const Report& report) {
    std::vector<base::Message> broken = BrokenSums(report.facts->audit.report_rows);
    std::vector<model::Evidence> proof = {
        EvidenceOf(model::EvidenceType::kPage, *report.page, Quote(*report.facts))};
    bool firm = !broken.empty();
    if (const auto before = reports_.find({unit, year - 1}); before != reports_.end())
      firm = AddCarried(report, before->second, &broken, &proof) || firm;
    AddDecisions(unit, year, report, &broken);
    if (broken.empty()) return;
    FindingDraft draft;
    draft.kind = FindingKind::kReportArithmetic;
    draft.unit = unit;
    draft.item = report.item;
    draft.period = std::to_string(year);
    draft.title = report.facts->title ? report.facts->title->value : std::string();
    draft.subject_text = draft.title;
    draft.url = report.page->url;
    draft.needs_review = unit.empty() || !firm;
    draft.reason = Msg("{} figures of the annual report for {} do not agree", broken.size(), year);
    if (broken.size() > kMaxTold) broken.resize(kMaxTold);
    draft.details = std::move(broken);
    sink_.Add(std::move(draft), {}, std::move(proof));
  }

  [[nodiscard]] static std::string Quote(const model::PageFacts& facts) {
    std::string quote;
    for (const ReportRow& row : facts.audit.report_rows) {
      quote += (quote.empty() ? "" : " | ") + row.label;
      for (const double value : row.values) quote += " " + Number(value);
    }
    return quote;
  }

  /// What one year carries out the next carries in.
  static bool AddCarried(const Report& now, const Report& before, std::vector<base::Message>* broken,
                         std::vector<model::Evidence>* proof) {
    const auto rows_now = RowsOf(now.facts->audit.report_rows, "requests");
    const auto rows_before = RowsOf(before.facts->audit.report_rows, "requests");
    const ReportRow* in = Find(rows_now, "carried_in");
    const ReportRow* out = Find(rows_before, "carried_out");
    if (in == nullptr || out == nullptr || in->values.empty() || out->values.empty() ||
        !Differ(in->values.back(), out->values.back()))
      return false;
    broken->push_back(Msg("carried in {}, but the report of the year before carries out {}",
                          Number(in->values.back()), Number(out->values.back())));
    proof->push_back(EvidenceOf(model::EvidenceType::kPage, *before.page, Quote(*before.facts)));
    return true;
  }

  /// Decisions the unit itself put online cannot be more than it reports. For review: what is online may be
  /// another's.
  void AddDecisions(const std::string& unit, int year, const Report& report,
                    std::vector<base::Message>* broken) const {
    const auto rows = RowsOf(report.facts->audit.report_rows, "decisions");
    for (const auto& [id, nature] : {std::pair{"permits", model::DecisionKind::kPermit},
                                     std::pair{"penalties", model::DecisionKind::kPenalty}}) {
      const ReportRow* row = Find(rows, id);
      if (row == nullptr || row->values.empty()) continue;
      std::map<std::string, int> online;
      for (const auto* page : index_.disclosures()) {
        const auto* item = index_.Item(page->item);
        if (item == nullptr || item->decision != nature || page->grade == model::Grade::kWeak ||
            unit.empty() || index_.Canonical(page->unit) != unit || page->doc_number.empty())
          continue;
        for (const auto& reading : page->dates) {
          if (reading.meaning == model::DateMeaning::kDecided && reading.date.year() == year)
            ++online[FoldReference(page->doc_number)];
        }
      }
      if (static_cast<double>(online.size()) > row->values.back())
        broken->push_back(Msg("row \"{}\" says {}, but {} decisions of the unit stand online", row->label,
                              Number(row->values.back()), online.size()));
    }
  }

  const CheckIndex& index_;
  std::map<std::pair<std::string, int>, Report> reports_;
  FindingSink sink_;
};

}  // namespace

std::vector<base::Message> BrokenSums(const std::vector<ReportRow>& rows) {
  std::vector<base::Message> broken;
  CheckTotals(rows, "requests", &broken);
  CheckRequests(RowsOf(rows, "requests"), &broken);
  CheckReviews(RowsOf(rows, "reviews"), &broken);
  return broken;
}

std::vector<model::Finding> ReportFindings(const CheckIndex& index, const PlaceGuard& guard) {
  return ReportLook(index, guard).Build();
}

}  // namespace mingcha::checker
