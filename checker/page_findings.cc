#include "checker/page_findings.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "checker/exemptions.h"
#include "checker/findings.h"
#include "checker/projects.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Msg;
using model::FetchOutcome;
using model::FindingKind;

constexpr size_t kMaxAgainst = 5;  // pages and rows quoted against one register row

class PageLook {
 public:
  PageLook(const CheckIndex& index, const Cases& cases, const PlaceGuard& guard, const VerdictEngine& engine)
      : index_(index), cases_(cases), guard_(guard), engine_(engine) {}

  std::vector<model::Finding> Build() && {
    for (const auto* page : index_.pages()) {
      AddDeadLink(*page);
      const auto* facts = index_.Facts(page->id);
      if (facts == nullptr) continue;
      AddPrivacy(*page, *facts);
      AddDateConflict(*page, *facts);
      NoteTags(*page, *facts);
    }
    AddTags();
    AddExemptionFaults();
    return std::move(findings_);
  }

 private:
  void Add(FindingDraft draft, std::vector<model::Evidence> evidence) {
    auto built = BuildFinding(std::move(draft), std::move(evidence));
    if (!built) return;
    built->rule = {std::string(model::EnumName(built->kind)), std::string(RowOf(built->kind).ground), true};
    findings_.push_back(std::move(*built));
  }

  /// Unit and item of a page, from its disclosures, else from its place.
  void Attribute(const model::PageRecord& page, FindingDraft* draft) const {
    for (const uint32_t i : index_.OfPage(page.id)) {
      const Notice& read = *index_.disclosures()[i];
      if (draft->item.empty() && read.grade != model::Grade::kWeak) draft->item = read.item;
      if (draft->unit.empty() && !read.unit_conflict) draft->unit = index_.Canonical(read.unit);
    }
    if (draft->unit.empty()) draft->unit = guard_.UnitOfUrl(page.site, page.url);
  }

  /// A further page of a list that we named by counting: no page shows such a link. What it means that it is
  /// not there stands in the list's trail.
  [[nodiscard]] bool IsComputedPage(const model::PageRecord& page) const {
    const bool number =
        !page.anchor.empty() && page.anchor.find_first_not_of("0123456789") == std::string::npos;
    const auto* from = index_.PageByUrl(page.found_on);
    const auto* facts = from == nullptr || !number ? nullptr : index_.Facts(from->id);
    if (facts == nullptr || page.kind != model::TaskKind::kList) return false;
    return std::any_of(facts->next_pages.begin(), facts->next_pages.end(), [&](const model::Link& link) {
      return (link.url == page.url || link.fallback == page.url) && link.text == page.anchor;
    });
  }

  void AddDeadLink(const model::PageRecord& page) {
    if (page.found_on.empty() || page.kind == model::TaskKind::kRobots ||
        page.kind == model::TaskKind::kSitemap || page.kind == model::TaskKind::kProbe)
      return;
    const auto* facts = index_.Facts(page.id);
    const bool soft =
        page.outcome == FetchOutcome::kSoft404 ||
        (page.outcome == FetchOutcome::kOk && facts != nullptr && facts->note == model::PageNote::kSoft404);
    const bool gone = page.outcome == FetchOutcome::kGone;
    const bool no_host = page.outcome == FetchOutcome::kDns;
    if (!soft && !gone && !no_host) return;
    if (IsComputedPage(page)) return;
    FindingDraft draft;
    draft.kind = FindingKind::kDeadLink;
    const auto* from = index_.PageByUrl(page.found_on);
    // A link is the site's, whatever the page around it is about; a site that no unit owns is for review.
    const model::PageRecord& host = from == nullptr ? page : *from;
    draft.unit = guard_.UnitOfUrl(host.site, host.url);
    draft.url = page.url;
    draft.title = page.anchor;
    // The link is the subject: its text, and its path where several bear one text or none.
    draft.subject = base::FoldLabel(page.anchor) + "\x1f" + std::string(SplitUrl(page.url).path);
    draft.subject_text = page.anchor;
    // What bears no text may be an address in a script, which no reader can follow.
    draft.needs_review = no_host || soft || draft.unit.empty() || base::Trim(page.anchor).empty();
    const std::string answer =
        page.http_status != 0 ? std::to_string(page.http_status) : std::string(model::EnumName(page.outcome));
    draft.reason = Msg("the link \"{}\" on {} leads nowhere: {} answers {}", page.anchor, page.found_on,
                       page.url, soft ? std::string("soft404") : answer);
    std::vector<model::Evidence> evidence;
    if (from != nullptr) evidence.push_back(EvidenceOf(model::EvidenceType::kPage, *from, page.anchor));
    evidence.push_back(EvidenceOf(model::EvidenceType::kPage, page, answer));
    Add(std::move(draft), std::move(evidence));
  }

  void AddPrivacy(const model::PageRecord& page, const model::PageFacts& facts) {
    if (facts.privacy.empty()) return;
    FindingDraft draft;
    draft.kind = FindingKind::kPrivacyLeak;
    Attribute(page, &draft);
    draft.url = page.url;
    draft.title = facts.title ? facts.title->value : std::string();
    draft.subject = base::FoldLabel(draft.title.empty() ? std::string(SplitUrl(page.url).path) : draft.title);
    draft.subject_text = draft.title;
    std::map<std::string, int> kinds;
    for (const auto& hit : facts.privacy) ++kinds[hit.kind];
    bool firm = false;
    for (const auto& [kind, count] : kinds) {
      draft.details.push_back(Msg("{}: {} times", kind, count));
      firm = firm || kind != "mobile";  // a duty phone is no leak: a person must look
    }
    draft.needs_review = !firm;
    draft.reason = kinds.size() == 1
                       ? Msg("the page publishes private data of persons: {}", kinds.begin()->first)
                       : Msg("the page publishes private data of persons of {} kinds", kinds.size());
    std::vector<model::Evidence> evidence;
    for (const auto& hit : facts.privacy) {
      if (evidence.size() >= 3) break;
      evidence.push_back(
          EvidenceOf(model::EvidenceType::kPage, page, hit.span.quote.empty() ? hit.masked : hit.span.quote));
    }
    Add(std::move(draft), std::move(evidence));
  }

  /// Only pages that are disclosures; the dates of table rows are of many events and cannot conflict.
  void AddDateConflict(const model::PageRecord& page, const model::PageFacts& facts) {
    const auto read = index_.OfPage(page.id);
    if (read.empty()) return;
    const bool rows =
        std::any_of(read.begin(), read.end(), [&](uint32_t i) { return index_.disclosures()[i]->row >= 0; });
    for (const auto meaning : {model::DateMeaning::kPublished, model::DateMeaning::kFormed}) {
      if (rows && meaning != model::DateMeaning::kPublished) continue;
      std::vector<const model::DateReading*> readings;
      for (const auto& reading : facts.dates) {
        if (reading.meaning == meaning && reading.precision == model::DatePrecision::kDay &&
            reading.grade != model::Grade::kWeak)
          readings.push_back(&reading);
      }
      if (readings.size() < 2) continue;
      const auto [first, last] =
          std::minmax_element(readings.begin(), readings.end(), [](const auto* a, const auto* b) {
            return std::tie(a->date, a->source) < std::tie(b->date, b->source);
          });
      if ((*last)->date.DaysSince((*first)->date) <= 1 || (*first)->source == (*last)->source) continue;
      FindingDraft draft;
      draft.kind = FindingKind::kDateConflict;
      Attribute(page, &draft);
      draft.url = page.url;
      draft.title = facts.title ? facts.title->value : std::string();
      draft.subject = base::FoldLabel(draft.title) + "\x1f" + std::string(model::EnumName(meaning));
      draft.subject_text = draft.title;
      draft.needs_review = true;
      draft.reason = Msg("the page gives two dates for one thing ({}): {} ({}) and {} ({})",
                         model::EnumName(meaning), (*first)->date.Iso(), model::EnumName((*first)->source),
                         (*last)->date.Iso(), model::EnumName((*last)->source));
      std::vector<model::Evidence> evidence = {
          EvidenceOf(model::EvidenceType::kPage, page, (*first)->span.quote),
          EvidenceOf(model::EvidenceType::kPage, page, (*last)->span.quote)};
      Add(std::move(draft), std::move(evidence));
    }
  }

  void NoteTags(const model::PageRecord& page, const model::PageFacts& facts) {
    for (const std::string& tag : facts.missing_tags) tags_[{page.site, tag}].push_back(&page);
  }

  /// One finding a site: what its template leaves out, it leaves out everywhere.
  void AddTags() {
    std::map<std::string, std::vector<std::pair<std::string, const std::vector<const model::PageRecord*>*>>>
        sites;
    for (const auto& [key, pages] : tags_) sites[key.first].emplace_back(key.second, &pages);
    for (const auto& [site, tags] : sites) {
      const auto* profile = index_.Site(site);
      if (profile == nullptr || profile->unit.empty()) continue;  // nobody here answers for its template
      FindingDraft draft;
      draft.kind = FindingKind::kPageTags;
      draft.unit = index_.Canonical(profile->unit);
      draft.subject = site;
      draft.subject_text = index_.SiteName(site);
      draft.url = tags.front().second->front()->url;
      std::vector<std::string> names;
      std::vector<model::Evidence> evidence;
      for (const auto& [tag, pages] : tags) {
        names.push_back(tag + " (" + std::to_string(pages->size()) + ")");
        if (evidence.size() < 5)
          evidence.push_back(EvidenceOf(model::EvidenceType::kPage, *pages->front(), tag));
      }
      draft.reason =
          Msg("pages of {} lack required tags (pages): {}", index_.SiteName(site), base::Join(names, ", "));
      Add(std::move(draft), std::move(evidence));
    }
  }

  void AddFault(const std::string& item, const std::string& unit, const std::string& subject,
                const std::string& period, base::Message reason, std::vector<model::Evidence> evidence,
                const Case* owed) {
    FindingDraft draft;
    draft.kind = FindingKind::kExemptionFault;
    if (index_.Item(item) != nullptr) draft.item = item;  // else a kind of site inspection
    draft.unit = index_.Canonical(unit);
    draft.subject = base::FoldLabel(draft.item.empty() ? item + "\x1f" + subject : subject);
    draft.subject_text = subject;
    draft.period = period;
    draft.reason = std::move(reason);
    draft.needs_review = true;
    if (owed != nullptr) {
      draft.obligation = owed->record.id;
      if (!owed->matched.empty()) {
        draft.url = owed->matched.front()->url;
        draft.title = owed->matched.front()->title;
      }
    }
    Add(std::move(draft), std::move(evidence));
  }

  /// Pages and ledger rows that say the opposite of one register row: the row is one fault, whatever their
  /// number.
  struct Contradicted {
    std::vector<const Case*> cases;
    std::vector<const model::LedgerRow*> ledger;
  };

  [[nodiscard]] std::vector<model::Evidence> PagesAgainst(const Contradicted& found) const {
    std::vector<model::Evidence> pages;
    for (const Case* owed : found.cases) {
      for (const auto* page : owed->matched) {
        const auto* record = index_.Page(page->page_id);
        if (record != nullptr && pages.size() < kMaxAgainst)
          pages.push_back(EvidenceOf(model::EvidenceType::kPage, *record, page->title));
      }
    }
    for (const auto* row : found.ledger) {
      if (pages.size() < kMaxAgainst) pages.push_back(RowEvidence(row->place, row->subject));
    }
    return pages;
  }

  void AddContradictions() {
    std::map<const model::ExemptionRow*, Contradicted> exempt;
    std::map<const model::NoEventRow*, Contradicted> none;
    for (const Case& owed : cases_) {
      if (owed.matched.empty()) continue;
      const Excuse excuse = engine_.ExcuseOf(owed);
      if (excuse.exemption != nullptr) {
        exempt[excuse.exemption].cases.push_back(&owed);
      } else if (excuse.no_event != nullptr) {
        none[excuse.no_event].cases.push_back(&owed);
      }
    }
    for (const auto& row : index_.plan.registers.no_events) {
      for (const Case& owed : cases_) {
        // What a ledger names no declaration excuses; its page speaks against one all the same.
        if (owed.row == nullptr || owed.matched.empty() || !owed.record.published_on) continue;
        const base::Date day = owed.record.event_date.value_or(*owed.record.published_on);
        if (day.year() == row.year && index_.Base(owed.item->id) == index_.Base(row.item) &&
            index_.Canonical(row.unit) == owed.record.shown_unit)
          none[&row].cases.push_back(&owed);
      }
      for (const auto& ledger : index_.plan.registers.ledger) {
        if (index_.Base(ledger.item) == index_.Base(row.item) && ledger.event_date &&
            ledger.event_date->year() == row.year &&
            index_.Canonical(ledger.unit) == index_.Canonical(row.unit))
          none[&row].ledger.push_back(&ledger);
      }
    }
    for (const auto& row : index_.plan.registers.exemptions) {
      if (const auto it = exempt.find(&row); it != exempt.end()) AddExemptButPublished(row, it->second);
    }
    for (const auto& row : index_.plan.registers.no_events) {
      if (const auto it = none.find(&row); it != none.end()) AddNoneButThereIs(row, it->second);
    }
  }

  void AddExemptButPublished(const model::ExemptionRow& row, const Contradicted& found) {
    const Case& first = *found.cases.front();
    auto proof = PagesAgainst(found);
    proof.push_back(RowEvidence(row.place, row.subject));
    AddFault(row.item, row.unit, row.subject.empty() ? first.record.subject_text : row.subject,
             first.record.period, Msg("registered as exempt, but published: {}", first.matched.front()->url),
             std::move(proof), &first);
    contradicted_.insert(&row);
  }

  void AddNoneButThereIs(const model::NoEventRow& row, const Contradicted& found) {
    auto proof = PagesAgainst(found);
    proof.push_back(RowEvidence(row.place, row.declared_by));
    const std::string year = std::to_string(row.year);
    if (found.cases.empty()) {
      AddFault(row.item, row.unit, "", year,
               Msg("declared that there was none in {}, but the ledger names one: {}", row.year,
                   found.ledger.front()->subject),
               std::move(proof), nullptr);
      return;
    }
    const Case& first = *found.cases.front();
    AddFault(
        row.item, row.unit, "", year,
        Msg("declared that there was none in {}, but there is: {}", row.year, first.matched.front()->url),
        std::move(proof), &first);
  }

  void AddExtensionFaults() {
    for (const auto& row : index_.plan.registers.extensions) {
      std::optional<base::Message> fault;
      if (row.approver.empty() || !row.approved_on)
        fault = Msg("the extension does not say who granted it and when");
      else if (*row.approved_on > index_.input.as_of)
        fault = Msg("the extension was granted only on {}", row.approved_on->Iso());
      for (const Case& owed : cases_) {
        if (fault || !owed.record.due_on || owed.item->id != row.item || !row.approved_on) continue;
        const bool same = owed.subject_key() == index_.SubjectKey(row.subject) && !owed.subject_key().empty();
        if (same && *row.approved_on > *owed.record.due_on && row.until > *owed.record.due_on)
          fault = Msg("the extension was granted on {}, after the time was over ({})", row.approved_on->Iso(),
                      owed.record.due_on->Iso());
      }
      if (fault)
        AddFault(row.item, row.unit, row.subject, "", std::move(*fault),
                 {RowEvidence(row.place, row.subject + " " + row.ground)}, nullptr);
    }
  }

  void AddExemptionFaults() {
    AddExtensionFaults();
    AddContradictions();
    for (const auto& row : index_.plan.registers.exemptions) {
      if (contradicted_.contains(&row)) continue;
      if (auto flaw = FlawOf(index_, row))
        AddFault(row.item, row.unit, row.subject, row.year ? std::to_string(*row.year) : "",
                 std::move(flaw->reason), {RowEvidence(row.place, row.subject + " " + row.ground)}, nullptr);
    }
  }

  const CheckIndex& index_;
  const Cases& cases_;
  const PlaceGuard& guard_;
  const VerdictEngine& engine_;
  std::map<std::pair<std::string, std::string>, std::vector<const model::PageRecord*>> tags_;
  std::set<const model::ExemptionRow*> contradicted_;
  std::vector<model::Finding> findings_;
};

}  // namespace

std::vector<model::Finding> PageFindings(const CheckIndex& index, const Cases& cases, const PlaceGuard& guard,
                                         const VerdictEngine& engine) {
  return PageLook(index, cases, guard, engine).Build();
}

}  // namespace mingcha::checker
