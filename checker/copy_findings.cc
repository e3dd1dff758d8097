#include "checker/copy_findings.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

#include "base/digest.h"
#include "base/text.h"
#include "checker/finding_sink.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::DateMeaning;
using model::FindingKind;

constexpr size_t kBandRows = 4;     // values of a sketch that must be equal for two texts to be compared
constexpr size_t kMaxBucket = 200;  // texts of one bucket that are compared with one another
constexpr DateMeaning kEvents[] = {DateMeaning::kDecided,    DateMeaning::kSigned,
                                   DateMeaning::kDetermined, DateMeaning::kBidDeadline,
                                   DateMeaning::kSaleStart,  DateMeaning::kSaleEnd};

/// A text without marks and white space, to see whether two wordings differ in substance.
std::string Bare(std::string_view text) {
  const std::string folded = base::ToLowerAscii(base::FoldLabel(text));
  std::string bare;
  for (size_t at = 0; at < folded.size();) {
    const size_t begin = at;
    const char32_t c = base::NextCodePoint(folded, &at);
    if (base::IsHan(c) || (c < 0x80 && std::isalnum(static_cast<int>(c)) != 0))
      bare.append(folded, begin, at - begin);
  }
  return bare;
}

/// One holds the other: a shortened or a lengthened wording of the same.
bool SameWording(std::string_view a, std::string_view b) {
  const std::string one = Bare(a);
  const std::string other = Bare(b);
  return one.empty() || other.empty() || one.find(other) != std::string::npos ||
         other.find(one) != std::string::npos;
}

struct Difference {
  std::string field, here, there;
  bool firm = false;
};

class CopyLook {
 public:
  CopyLook(const CheckIndex& index, const Cases& cases, const PlaceGuard& guard)
      : index_(index), cases_(cases), guard_(guard) {}

  std::vector<model::Finding> Build() && {
    for (const Case& owed : cases_) AddInconsistent(owed);
    AddDuplicates();
    return std::move(sink_).Take();
  }

 private:
  [[nodiscard]] const std::vector<std::string>& Words(const std::string& list) const {
    static const std::vector<std::string> kNone;
    const auto it = index_.plan.lexicon.words.find(list);
    return it == index_.plan.lexicon.words.end() ? kNone : it->second;
  }

  [[nodiscard]] static std::string_view ElementOf(const Notice& page, std::string_view name) {
    for (const auto& element : page.elements) {
      if (element.element == name) return element.value;
    }
    return {};
  }

  [[nodiscard]] std::vector<Difference> Compare(const Notice& a, const Notice& b) const {
    std::vector<Difference> found;
    if (!SameWording(a.title, b.title)) found.push_back({"title", a.title, b.title, false});
    for (const std::string& name : Words("amount_elements")) {
      const auto here = AmountIn(ElementOf(a, name));
      const auto there = AmountIn(ElementOf(b, name));
      if (here && there && std::fabs(*here - *there) > 0.005 * std::max(1.0, std::fabs(*here) / 1e6))
        found.push_back({"amount", name + " " + std::string(ElementOf(a, name)),
                         name + " " + std::string(ElementOf(b, name)), true});
    }
    for (const std::string& name : Words("winner_elements")) {
      const auto here = ElementOf(a, name);
      const auto there = ElementOf(b, name);
      if (!here.empty() && !there.empty() && !SameWording(here, there))
        found.push_back({"winner", std::string(here), std::string(there), true});
    }
    for (const DateMeaning meaning : kEvents) {
      const auto here = DaysOf(a, meaning);
      const auto there = DaysOf(b, meaning);
      if (here.size() == 1 && there.size() == 1 && here != there)
        found.push_back({"date", here.begin()->Iso(), there.begin()->Iso(), true});
    }
    return found;
  }

  [[nodiscard]] static std::set<base::Date> DaysOf(const Notice& page, DateMeaning meaning) {
    std::set<base::Date> days;
    for (const auto& reading : page.dates) {
      if (reading.meaning == meaning && reading.grade != model::Grade::kWeak &&
          reading.precision == model::DatePrecision::kDay)
        days.insert(reading.date);
    }
    return days;
  }

  /// The same notice on two sites: a shared number and no other of the same form, or one subject.
  [[nodiscard]] static bool SameNotice(const Notice& a, const Notice& b) {
    if (a.item != b.item || a.site == b.site || a.row >= 0 || b.row >= 0 || !a.context.empty() ||
        !b.context.empty())
      return false;
    const auto& refs_a = a.refs;
    const auto& refs_b = b.refs;
    const bool same_subject = !a.subject.empty() && a.subject == b.subject;
    if (!refs_a.empty() && std::equal(refs_a.begin(), refs_a.end(), refs_b.begin(), refs_b.end()))
      return true;
    return same_subject && (SharesReference(refs_a, refs_b) || !ReferencesConflict(refs_a, refs_b));
  }

  void AddInconsistent(const Case& owed) {
    if (owed.matched.size() < 2 || !owed.group) return;
    // Each page of another site against the own page it is most like.
    const Notice* here = nullptr;
    const Notice* there = nullptr;
    std::vector<Difference> differences;
    for (const auto* other : owed.matched) {
      const auto* site = index_.Site(other->site);
      if (site == nullptr || !site->unit.empty()) continue;
      const Notice* best = nullptr;
      std::vector<Difference> least;
      for (const auto* own : owed.matched) {
        if (!SameNotice(*own, *other)) continue;
        auto found = Compare(*own, *other);
        if (best == nullptr || found.size() < least.size()) {
          best = own;
          least = std::move(found);
        }
      }
      if (best == nullptr || least.empty()) continue;
      here = best;
      there = other;
      differences = std::move(least);
      break;
    }
    if (here == nullptr) return;
    FindingDraft draft;
    draft.kind = FindingKind::kInconsistent;
    draft.unit = owed.record.shown_unit;
    draft.item = owed.record.item;
    draft.subject = owed.record.subject;
    draft.subject_text = owed.record.subject_text;
    draft.period = owed.record.period;
    draft.obligation = owed.record.id;
    draft.url = here->url;
    draft.title = here->title;
    const bool firm =
        std::any_of(differences.begin(), differences.end(), [](const auto& d) { return d.firm; });
    draft.needs_review = !firm || IsPageDoubtful(owed) || here->grade == model::Grade::kWeak ||
                         there->grade == model::Grade::kWeak;
    draft.reason =
        Msg("the notice says one thing here and another on {}: {}", index_.SiteName(there->site), there->url);
    std::vector<model::Evidence> proof;
    for (const Difference& difference : differences)
      draft.details.push_back(
          Msg("{}: \"{}\" here, \"{}\" there", difference.field, difference.here, difference.there));
    for (const auto* page : {here, there}) {
      const auto* record = index_.Page(page->page_id);
      if (record == nullptr) continue;
      const Difference& first = differences.front();
      proof.push_back(
          EvidenceOf(model::EvidenceType::kPage, *record, page == here ? first.here : first.there));
    }
    if (proof.size() == 2) sink_.Add(std::move(draft), GroundOf(owed), std::move(proof));
  }

  /// The law by which copies of the item must agree. That copies should agree is good practice everywhere,
  /// but only where a law says so they deduct.
  [[nodiscard]] model::Basis GroundOf(const Case& owed) const {
    for (const model::CopyRule& rule : index_.plan.inspection.copies) {
      if (model::AnyGlobMatches(rule.items, owed.item->id) ||
          model::AnyGlobMatches(rule.items, index_.Base(owed.item->id)))
        return rule.basis;
    }
    return {std::string(RowOf(FindingKind::kInconsistent).ground), false};
  }

  struct Text {
    const model::PageRecord* page = nullptr;
    const model::PageFacts* facts = nullptr;
    std::string unit, item, number;
    int year = 0;
  };

  /// Texts a unit writes itself, year by year: what stands in them may not be copied. Notices follow forms
  /// and are alike by law.
  [[nodiscard]] std::vector<Text> OwnTexts() const {
    std::map<int64_t, const Notice*> own;
    for (const auto* page : index_.disclosures()) {
      const auto* item = index_.Item(page->item);
      const bool periodic = item != nullptr && (item->cadence == model::Cadence::kAnnual ||
                                                item->cadence == model::Cadence::kStanding);
      if (periodic && page->row < 0 && page->grade != model::Grade::kWeak) own.emplace(page->page_id, page);
    }
    std::vector<Text> texts;
    for (const auto* page : index_.pages()) {
      const auto* facts = index_.Facts(page->id);
      if (facts == nullptr || facts->audit.sketch.empty() ||
          facts->text_length < static_cast<size_t>(index_.plan.inspection.duplicate_length))
        continue;
      const auto it = own.find(page->id);
      if (it == own.end() && facts->audit.report_year == 0) continue;
      Text text{page, facts, guard_.UnitOfUrl(page->site, page->url), "", "", facts->audit.report_year};
      if (it != own.end()) {
        text.item = it->second->item;
        if (!it->second->unit.empty()) text.unit = index_.Canonical(it->second->unit);
        if (text.year == 0) text.year = it->second->period_year;
      }
      if (facts->doc_number) text.number = FoldReference(facts->doc_number->value);
      if (!text.unit.empty()) texts.push_back(std::move(text));
    }
    return texts;
  }

  [[nodiscard]] static bool MayBeCopies(const Text& a, const Text& b) {
    if (a.item != b.item || (!a.number.empty() && a.number == b.number)) return false;
    if (a.facts->title && b.facts->title && Bare(a.facts->title->value) == Bare(b.facts->title->value) &&
        a.page->site != b.page->site)
      return false;  // the same document on several sites
    return a.unit != b.unit || (a.year != 0 && b.year != 0 && a.year != b.year);
  }

  void AddDuplicates() {
    const std::vector<Text> texts = OwnTexts();
    std::map<std::vector<uint32_t>, std::vector<size_t>> buckets;
    for (size_t i = 0; i < texts.size(); ++i) {
      const auto& sketch = texts[i].facts->audit.sketch;
      for (size_t at = 0; at + kBandRows <= sketch.size(); at += kBandRows) {
        std::vector<uint32_t> key = {static_cast<uint32_t>(at)};
        key.insert(key.end(), sketch.begin() + static_cast<std::ptrdiff_t>(at),
                   sketch.begin() + static_cast<std::ptrdiff_t>(at + kBandRows));
        buckets[std::move(key)].push_back(i);
      }
    }
    std::map<size_t, std::pair<int, size_t>> nearest;  // text -> likeness, other
    for (const auto& [key, list] : buckets) {
      for (size_t i = 0; i < list.size() && i < kMaxBucket; ++i) {
        for (size_t j = i + 1; j < list.size() && j < kMaxBucket; ++j)
          Meet(texts, list[i], list[j], &nearest);
      }
    }
    for (const auto& [i, match] : nearest) AddDuplicate(texts[i], texts[match.second], match.first);
  }

  void Meet(const std::vector<Text>& texts, size_t i, size_t j,
            std::map<size_t, std::pair<int, size_t>>* nearest) const {
    if (!MayBeCopies(texts[i], texts[j])) return;
    const int likeness = Likeness(texts[i].facts->audit.sketch, texts[j].facts->audit.sketch);
    if (likeness < index_.plan.inspection.duplicate_percent) return;
    // Between years of one unit the later is the copy; between units nobody can tell.
    const bool same_unit = texts[i].unit == texts[j].unit;
    const auto note = [&](size_t copy, size_t other) {
      if (same_unit && texts[copy].year < texts[other].year) return;
      auto& known = (*nearest)[copy];
      if (likeness > known.first) known = {likeness, other};
    };
    note(i, j);
    note(j, i);
  }

  void AddDuplicate(const Text& text, const Text& other, int likeness) {
    FindingDraft draft;
    draft.kind = FindingKind::kDuplicateContent;
    draft.unit = text.unit;
    draft.item = text.item;
    draft.title = text.facts->title ? text.facts->title->value : std::string();
    draft.subject = base::FoldLabel(draft.title);
    draft.subject_text = draft.title;
    draft.url = text.page->url;
    draft.needs_review = true;
    const std::string other_title = other.facts->title ? other.facts->title->value : other.page->url;
    draft.reason = text.unit == other.unit
                       ? Msg("its text is alike by some {} in a hundred to that of another year: \"{}\" ({})",
                             likeness, other_title, other.page->url)
                       : Msg("its text is alike by some {} in a hundred to that of {}: \"{}\" ({})", likeness,
                             index_.UnitName(other.unit), other_title, other.page->url);
    const std::string title = draft.title;
    sink_.Add(std::move(draft), index_.plan.inspection.duplicates,
              {EvidenceOf(model::EvidenceType::kPage, *text.page, title),
               EvidenceOf(model::EvidenceType::kPage, *other.page, other_title)});
  }

  const CheckIndex& index_;
  const Cases& cases_;
  const PlaceGuard& guard_;
  FindingSink sink_;
};

}  // namespace

std::optional<double> AmountIn(std::string_view text) {
  constexpr char32_t kTenThousand = 0x4E07;
  constexpr char32_t kHundredMillion = 0x4EBF;
  const std::string folded = base::FoldLabel(text);
  const size_t begin = folded.find_first_of("0123456789");
  if (begin == std::string::npos) return std::nullopt;
  std::string digits;
  size_t at = begin;
  for (; at < folded.size(); ++at) {
    const char c = folded[at];
    if (c == ',') continue;
    if (c != '.' && (c < '0' || c > '9')) break;
    digits += c;
  }
  double value = 0;
  const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || stop != digits.data() + digits.size()) return std::nullopt;
  const char32_t sign = at < folded.size() ? base::NextCodePoint(folded, &at) : 0;
  if (sign == kTenThousand) value *= 1e4;
  if (sign == kHundredMillion) value *= 1e8;
  return value;
}

int Likeness(const std::vector<uint32_t>& a, const std::vector<uint32_t>& b) {
  if (a.empty() || a.size() != b.size()) return 0;
  size_t same = 0;
  for (size_t i = 0; i < a.size(); ++i) same += a[i] == b[i] ? 1 : 0;
  return static_cast<int>(same * 100 / a.size());
}

std::vector<model::Finding> CopyFindings(const CheckIndex& index, const Cases& cases,
                                         const PlaceGuard& guard) {
  return CopyLook(index, cases, guard).Build();
}

}  // namespace mingcha::checker
