#include "checker/findings.h"

#include <algorithm>
#include <cctype>
#include <initializer_list>
#include <map>
#include <set>
#include <tuple>

#include "base/digest.h"
#include "base/text.h"
#include "checker/deadlines.h"
#include "checker/migration.h"
#include "checker/timeliness.h"
#include "checker/unread_links.h"
#include "checker/verdicts.h"
#include "model/enum_names.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;
using model::FindingKind;
using model::Verdict;

constexpr size_t kQuote = 200;  // code points of evidence text

bool IsSatisfied(const Case& owed) {
  const Verdict verdict = owed.record.verdict;
  return !owed.matched.empty() && (verdict == Verdict::kOnTime || verdict == Verdict::kLate ||
                                   verdict == Verdict::kPresent || verdict == Verdict::kUndeterminable);
}

std::optional<FindingKind> KindOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kMissing:
      return FindingKind::kMissing;
    case Verdict::kLate:
      return FindingKind::kLate;
    case Verdict::kUndeterminable:
      return FindingKind::kUndeterminable;
    case Verdict::kUnverifiable:
      return FindingKind::kUnverifiable;
    case Verdict::kOnTime:
    case Verdict::kPending:
    case Verdict::kExempt:
    case Verdict::kNoEvent:
    case Verdict::kPresent:
    case Verdict::kNoKnownUniverse:
    case Verdict::kOutsideWindow:
      return std::nullopt;
  }
  return std::nullopt;
}

/// Without repeats: a list page proves once, whichever column it is read for; another page once for each
/// passage.
std::vector<model::Evidence> Distinct(std::vector<model::Evidence> evidence) {
  std::set<std::tuple<model::EvidenceType, std::string, std::string, std::string>> seen;
  std::erase_if(evidence, [&](const model::Evidence& proof) {
    const bool list = proof.type == model::EvidenceType::kListTrail;
    return !seen.emplace(proof.type, proof.url, proof.sha256, list ? std::string() : proof.quote).second;
  });
  return evidence;
}

class CaseFindings {
 public:
  CaseFindings(const CheckIndex& index, const Cases& cases, const LimitTable& limits, const PlaceGuard& guard,
               const Migration& migration)
      : index_(index), cases_(cases), limits_(limits), guard_(guard), migration_(migration) {
    for (const Case& owed : cases) {
      if (!owed.group || owed.matched.empty() || !owed.record.published_on) continue;
      for (const std::string& base : owed.bases) {
        NoteShown({base, *owed.group, kWhole}, owed);
        for (const size_t part : owed.parts) NoteShown({base, *owed.group, part}, owed);
      }
    }
  }

  std::vector<model::Finding> Build() && {
    for (const Case& owed : cases_) {
      AddVerdict(owed);
      if (!IsSatisfied(owed)) continue;
      AddIncomplete(owed);
      AddPlaceholderNames(owed);
      AddOrder(owed);
      AddDisplay(owed);
      AddLead(owed);
      AddChannels(owed);
    }
    return std::move(findings_);
  }

 private:
  static constexpr size_t kWhole = std::string::npos;
  using Shown = std::tuple<std::string, size_t, size_t>;  ///< Base item, project, part of it.

  void NoteShown(const Shown& key, const Case& owed) {
    const auto [it, is_new] = first_shown_.try_emplace(key, &owed);
    if (!is_new && *owed.record.published_on < *it->second->record.published_on) it->second = &owed;
  }

  /// Of the same section where it has an item of its own.
  [[nodiscard]] const Case* FirstShown(std::string_view item, const Case& owed) const {
    const std::string base(index_.Base(item));
    for (const size_t part : owed.parts) {
      if (const auto it = first_shown_.find({base, *owed.group, part}); it != first_shown_.end())
        return it->second;
    }
    const auto it = first_shown_.find({base, *owed.group, kWhole});
    return it == first_shown_.end() ? nullptr : it->second;
  }

  [[nodiscard]] FindingDraft Draft(FindingKind kind, const Case& owed) const {
    FindingDraft draft;
    draft.kind = kind;
    draft.unit = owed.record.shown_unit;
    draft.item = owed.record.item;
    draft.subject = owed.record.subject;
    draft.subject_text = owed.record.subject_text;
    draft.period = owed.record.period;
    draft.obligation = owed.record.id;
    if (owed.primary != nullptr) {
      draft.url = owed.primary->url;
      draft.title = owed.primary->title;
    }
    draft.needs_review = IsPageDoubtful(owed);
    return draft;
  }

  void Add(FindingDraft draft, const Case& owed, const model::LimitRule* rule,
           std::vector<model::Evidence> evidence) {
    auto built = BuildFinding(std::move(draft), std::move(evidence));
    if (!built) return;  // nothing proves it: nothing is said
    built->event_date = owed.record.event_date;
    built->published = owed.record.published_on;
    if (rule != nullptr) {
      built->rule = {rule->id, rule->basis.text, rule->basis.verified};
    } else if (owed.link != nullptr && owed.matched.empty()) {
      built->rule = {owed.link->id, owed.link->basis.text, owed.link->basis.verified};
    } else {
      built->rule = {owed.item->id, index_.plan.document, true};
    }
    findings_.push_back(std::move(*built));
  }

  /// The day of publication is one a page states, and no doubt is cast on it.
  [[nodiscard]] bool IsDayFirm(const Case& owed) const {
    if (owed.primary == nullptr) return false;
    const auto published = PublishedOf(index_, *owed.primary);
    return published && !published->weak && published->last.DaysSince(published->first) <= 1 &&
           !migration_.SignOn(*owed.primary, published->first) &&
           !migration_.SeenBefore(*owed.primary, published->first);
  }

  /// The pages of the case, the one its verdict rests on first, with the days they give: of publication, of
  /// the event, and of the meanings named.
  [[nodiscard]] std::vector<model::Evidence> PagesOf(
      const Case& owed, std::initializer_list<model::DateMeaning> also = {}) const {
    std::vector<const Notice*> pages;
    if (owed.primary != nullptr) pages.push_back(owed.primary);
    for (const auto* page : owed.matched.empty() ? owed.weak : owed.matched) {
      if (page != owed.primary) pages.push_back(page);
    }
    std::vector<model::DateMeaning> meanings(also);
    meanings.push_back(model::DateMeaning::kPublished);
    if (owed.record.event_date) meanings.push_back(owed.record.event_meaning);
    std::vector<model::Evidence> evidence;
    for (const auto* page : pages) {
      if (evidence.size() >= 5) break;
      const auto* record = index_.Page(page->page_id);
      if (record == nullptr) continue;
      std::string quote = page->title;
      for (const auto& reading : page->dates) {
        if (page->dates.size() < 4 ||
            std::find(meanings.begin(), meanings.end(), reading.meaning) != meanings.end())
          quote += " | " + (reading.span.quote.empty() ? reading.date.Iso() : reading.span.quote);
      }
      evidence.push_back(EvidenceOf(model::EvidenceType::kPage, *record, quote));
      evidence.back().url = page->url;
    }
    return evidence;
  }

  void AddVerdict(const Case& owed) {
    const auto kind = KindOf(owed.record.verdict);
    if (!kind) return;
    FindingDraft draft = Draft(*kind, owed);
    draft.reason = owed.verdict_reason;
    draft.details = owed.details;
    draft.details.insert(draft.details.begin(), ReasonOf(index_, owed));
    const bool gap = *kind == FindingKind::kMissing && owed.record.review_only;
    draft.needs_review = draft.needs_review || owed.needs_review || gap;
    std::vector<model::Evidence> evidence = PagesOf(owed);
    evidence.insert(evidence.end(), owed.proof.begin(), owed.proof.end());
    // A missing stands on the lists that were walked; its origin alone proves only that it was owed.
    if (*kind != FindingKind::kMissing || !evidence.empty()) {
      const auto origin = OriginOf(index_, owed);
      evidence.insert(evidence.end(), origin.begin(), origin.end());
    }
    const size_t before = findings_.size();
    Add(std::move(draft), owed, owed.rule, std::move(evidence));
    if (findings_.size() == before) return;
    model::Finding& finding = findings_.back();
    finding.due = owed.record.due_on;
    finding.days_over = owed.record.days_over;
    finding.day_unit = owed.record.day_unit;
  }

  void AddIncomplete(const Case& owed) {
    std::vector<const model::Element*> from_law;
    const auto missing = MissingElements(index_, owed, &from_law);
    if (!missing.empty()) {
      FindingDraft draft = Draft(FindingKind::kIncomplete, owed);
      draft.reason = Msg("\"{}\" does not show: {}", owed.item->name, base::Join(missing, " / "));
      NoteUnread(owed, &draft);
      Add(std::move(draft), owed, nullptr, PagesOf(owed));
    }
    if (!from_law.empty()) AddLawElements(owed, from_law);
  }

  /// What a law asks for beyond the plan is told apart, for review: an assessment by the plan does not deduct
  /// it.
  void AddLawElements(const Case& owed, const std::vector<const model::Element*>& elements) {
    FindingDraft draft = Draft(FindingKind::kIncomplete, owed);
    draft.subject += "\x1flaw";
    if (draft.subject_text.empty()) draft.subject_text = owed.record.subject;
    std::vector<std::string> names;
    std::map<std::string, std::vector<std::string>> by_basis;
    bool verified = true;
    for (const auto* element : elements) {
      names.push_back(element->name);
      by_basis[element->basis.text].push_back(element->name);
      verified = verified && element->basis.verified;
    }
    draft.reason = Msg("asked for by law, not by the plan, and not shown by \"{}\": {}", owed.item->name,
                       base::Join(names, " / "));
    std::vector<std::string> bases;
    for (const auto& [basis, of_basis] : by_basis) {
      bases.push_back(basis);
      draft.details.push_back(Msg("{}: {}", basis, base::Join(of_basis, " / ")));
    }
    NoteUnread(owed, &draft);
    draft.needs_review = true;
    const size_t before = findings_.size();
    Add(std::move(draft), owed, nullptr, PagesOf(owed));
    if (findings_.size() > before)
      findings_.back().rule = {std::string(kLawElements) + owed.item->id, base::Join(bases, "; "), verified};
  }

  [[nodiscard]] const std::vector<std::string>& Words(const std::string& list) const {
    static const std::vector<std::string> kNone;
    const auto it = index_.plan.lexicon.words.find(list);
    return it == index_.plan.lexicon.words.end() ? kNone : it->second;
  }

  /// Names of judges of offers that stand for nobody: a list was filled in, not published.
  void AddPlaceholderNames(const Case& owed) {
    for (const auto* page : owed.matched) {
      for (const auto& element : page->elements) {
        const auto& asked = Words("expert_elements");
        if (std::find(asked.begin(), asked.end(), element.element) == asked.end()) continue;
        const auto names = PlaceholdersIn(element.value, Words("placeholder_names"));
        if (names.empty()) continue;
        FindingDraft draft = Draft(FindingKind::kIncomplete, owed);
        draft.subject += "\x1fnames";
        if (draft.subject_text.empty()) draft.subject_text = owed.record.subject;
        draft.url = page->url;
        draft.title = page->title;
        draft.reason = Msg("\"{}\" of \"{}\" holds names that stand for nobody: {}", element.element,
                           owed.item->name, base::Join(names, " / "));
        draft.needs_review = true;
        std::vector<model::Evidence> proof;
        if (const auto* record = index_.Page(page->page_id))
          proof.push_back(EvidenceOf(model::EvidenceType::kPage, *record, element.value));
        Add(std::move(draft), owed, nullptr, std::move(proof));
        return;
      }
    }
  }

  static void NoteUnread(const Case& owed, FindingDraft* draft) {
    const bool unread = std::any_of(owed.matched.begin(), owed.matched.end(),
                                    [](const auto* page) { return page->unread_attachment; });
    if (!unread) return;
    draft->details.push_back(Msg("they may stand in an attachment or scripted text not read"));
    draft->needs_review = true;
  }

  void AddOrder(const Case& owed) {
    if (!owed.group || !owed.record.published_on) return;
    for (const auto* rule : limits_.Of(*owed.item, owed.record.unit, model::LimitKind::kOrder).specific) {
      if (!rule->valid.Contains(*owed.record.published_on)) continue;
      const Case* shown = FirstShown(rule->after_item, owed);
      if (shown == nullptr) continue;
      const Case& before = *shown;
      const Date first = *before.record.published_on;
      if (first <= owed.record.published_on->PlusDays(1)) continue;
      FindingDraft draft = Draft(FindingKind::kOrderViolation, owed);
      draft.reason = Msg("\"{}\" was published on {}, before \"{}\" of {}, which has to come first ({})",
                         owed.item->name, owed.record.published_on->Iso(), index_.ItemName(rule->after_item),
                         first.Iso(), rule->basis.text);
      draft.needs_review =
          draft.needs_review || !rule->basis.verified || !IsDayFirm(owed) || !IsDayFirm(before);
      auto evidence = PagesOf(owed);
      if (evidence.size() > 3) evidence.resize(3);
      const auto of_first = PagesOf(before);
      evidence.insert(evidence.end(), of_first.begin(), of_first.end());
      Add(std::move(draft), owed, rule, std::move(evidence));
      return;
    }
  }

  [[nodiscard]] static std::optional<Date> DateOf(const Notice& page, model::DateMeaning meaning) {
    for (const auto& reading : page.dates) {
      if (reading.meaning == meaning && reading.grade != model::Grade::kWeak &&
          reading.precision == model::DatePrecision::kDay)
        return reading.date;
    }
    return std::nullopt;
  }

  /// The period a notice itself states may not be shorter than the law's, however it is counted.
  void AddDisplay(const Case& owed) {
    if (owed.primary == nullptr || !owed.record.published_on) return;
    const auto to = DateOf(*owed.primary, model::DateMeaning::kDisplayTo);
    if (!to) return;
    const auto stated = DateOf(*owed.primary, model::DateMeaning::kDisplayFrom);
    const Date from = stated.value_or(*owed.record.published_on);
    for (const auto* rule : limits_.Of(*owed.item, owed.record.unit, model::LimitKind::kStayUp).specific) {
      if (!rule->valid.Contains(from) || *to < from) continue;
      int days = to->DaysSince(from) + 1;
      if (rule->unit == model::DayUnit::kWorking) {
        const auto working = index_.input.calendar.WorkdaysBetween(from.PlusDays(-1), *to);
        if (!working) continue;
        days = *working;
      }
      if (days >= rule->days) continue;
      FindingDraft draft = Draft(FindingKind::kDisplayCutShort, owed);
      draft.reason = Msg("the notice states a display from {} to {}, {} days; the least is {} ({})",
                         from.Iso(), to->Iso(), days, rule->days, rule->basis.text);
      draft.needs_review = draft.needs_review || !rule->basis.verified || (!stated && !IsDayFirm(owed));
      Add(std::move(draft), owed, rule,
          PagesOf(owed, {model::DateMeaning::kDisplayFrom, model::DateMeaning::kDisplayTo}));
      return;
    }
  }

  /// A lead time kept too short is a late publication, unless the case has one already (settled 14).
  void AddLead(const Case& owed) {
    if (owed.record.verdict == Verdict::kLate || owed.primary == nullptr || !owed.record.published_on) return;
    const Date published = *owed.record.published_on;
    for (const auto* rule :
         limits_.Of(*owed.item, owed.record.unit, model::LimitKind::kPublishBefore).specific) {
      const EventFound event = FindEvent(*rule, {owed.row, {owed.primary}});
      if (!event.known() || !rule->valid.Contains(*event.last) || *event.first != *event.last) continue;
      int lead = event.last->DaysSince(published);
      if (rule->unit == model::DayUnit::kWorking) {
        const auto working = index_.input.calendar.WorkdaysBetween(published, *event.last);
        if (!working) continue;
        lead = *working;
      }
      if (lead >= rule->days || lead < 0) continue;
      FindingDraft draft = Draft(FindingKind::kLate, owed);
      draft.reason = Msg("published on {}, {} days before {}; the least is {} days ({})", published.Iso(),
                         lead, event.last->Iso(), rule->days, rule->basis.text);
      draft.needs_review = draft.needs_review || !rule->basis.verified || !IsDayFirm(owed) ||
                           owed.record.verdict == Verdict::kUndeterminable;
      const size_t before = findings_.size();
      Add(std::move(draft), owed, rule, PagesOf(owed, {event.meaning}));
      if (findings_.size() > before) {
        findings_.back().event_date = event.last;
        findings_.back().days_over = rule->days - lead;
        findings_.back().day_unit = rule->unit;
      }
      return;
    }
  }

  [[nodiscard]] bool ShownOn(const model::Channel& channel, const Case& owed) const {
    const auto is_channel = [&](std::string_view site) {
      return std::find(channel.sites.begin(), channel.sites.end(), site) != channel.sites.end();
    };
    for (const auto* list : {&owed.matched, &owed.weak, &owed.later}) {
      for (const auto* page : *list) {
        if (is_channel(page->site) ||
            (index_.plan.assessment.portal_link_counts && IsLinkedFrom(channel, page->url)))
          return true;
      }
    }
    return false;
  }

  /// A link on the channel to the unit's own page is presence there (settled 8).
  [[nodiscard]] bool IsLinkedFrom(const model::Channel& channel, const std::string& url) const {
    if (linked_.empty()) {
      for (const auto& facts : index_.input.facts) {
        const auto* page = index_.Page(facts.page_id);
        if (page == nullptr) continue;
        for (const auto& entry : facts.entries) linked_.emplace(entry.url, page->site);
      }
      for (const auto* page : index_.pages()) {
        if (const auto* from = index_.PageByUrl(page->found_on)) linked_.emplace(page->url, from->site);
      }
      linked_.emplace("", "");
    }
    return std::any_of(channel.sites.begin(), channel.sites.end(), [&](const std::string& site) {
      return linked_.contains({url, site});
    });
  }

  [[nodiscard]] bool IsComplete(const model::Channel& channel) {
    const auto [it, is_new] = complete_.try_emplace(channel.id, false);
    if (is_new) it->second = guard_.SitesComplete(channel.sites);
    return it->second;
  }

  void AddChannels(const Case& owed) {
    const auto nature = model::EnumName(owed.item->decision);
    for (const auto& channel : index_.plan.channels) {
      if (!channel.required || !model::AnyGlobMatches(channel.items, owed.item->id)) continue;
      const auto& natures = channel.decisions;
      if (!natures.empty() && std::find(natures.begin(), natures.end(), nature) == natures.end()) continue;
      if (!IsComplete(channel) || ShownOn(channel, owed)) continue;
      if (const auto* unread = unread_links_.Behind(channel, owed.subject_key())) {
        AddUnknownChannel(channel, *unread, owed);
        continue;
      }
      FindingDraft draft = Draft(FindingKind::kChannelMissing, owed);
      draft.subject += "\x1f" + channel.id;
      draft.reason = Msg("\"{}\" is published, but does not stand on {}, where it has to stand too ({})",
                         owed.item->name, channel.name, channel.basis.text);
      draft.needs_review =
          draft.needs_review || !channel.basis.verified || owed.record.verdict == Verdict::kUndeterminable;
      if (!channel_items_.MayLack(channel, *owed.item)) {
        draft.needs_review = true;  // It may stand behind a search, or in a form unknown.
        draft.details.push_back(
            Msg("nothing of \"{}\" was recognised on {}: look whether it is shown there in another way",
                owed.item->name, channel.name));
      }
      auto evidence = PagesOf(owed);
      const auto trail = ChannelTrail(channel);
      evidence.insert(evidence.end(), trail.begin(), trail.end());
      Add(std::move(draft), owed, nullptr, std::move(evidence));
    }
  }

  void AddUnknownChannel(const model::Channel& channel, const model::PageRecord& unread, const Case& owed) {
    FindingDraft draft = Draft(FindingKind::kUnverifiable, owed);
    draft.subject += "\x1f" + channel.id;
    draft.reason =
        Msg("whether \"{}\" stands on {} too cannot be told: a page that it links to was not read ({})",
            owed.item->name, channel.name, unread.url);
    draft.needs_review = true;
    auto evidence = PagesOf(owed);
    evidence.push_back(EvidenceOf(model::EvidenceType::kListTrail, unread, channel.name));
    Add(std::move(draft), owed, nullptr, std::move(evidence));
  }

  [[nodiscard]] std::vector<model::Evidence> ChannelTrail(const model::Channel& channel) const {
    std::vector<model::Evidence> trail;
    for (const auto* page : index_.pages()) {
      if (trail.size() >= 3) break;
      const bool here =
          std::find(channel.sites.begin(), channel.sites.end(), page->site) != channel.sites.end();
      const auto* facts = here ? index_.Facts(page->id) : nullptr;
      if (facts != nullptr && facts->kind == model::PageKind::kList)
        trail.push_back(EvidenceOf(model::EvidenceType::kListTrail, *page, channel.name));
    }
    return trail;
  }

  const CheckIndex& index_;
  const Cases& cases_;
  const LimitTable& limits_;
  const PlaceGuard& guard_;
  const Migration& migration_;
  std::map<Shown, const Case*> first_shown_;
  mutable std::set<std::pair<std::string, std::string>> linked_;
  std::map<std::string, bool> complete_;
  ChannelItems channel_items_{index_};
  UnreadLinks unread_links_{index_};
  std::vector<model::Finding> findings_;
};

constexpr std::string_view kAnyEnding = "*";

bool IsPlaceholder(std::string_view name, const std::vector<std::string>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    if (!word.ends_with(kAnyEnding)) return name == word;
    word.remove_suffix(kAnyEnding.size());
    return !word.empty() && name.starts_with(word);
  });
}

}  // namespace

std::vector<std::string> PlaceholdersIn(std::string_view names, const std::vector<std::string>& words) {
  std::vector<std::string> found;
  std::string name;
  const auto take = [&] {
    if (IsPlaceholder(name, words) && std::find(found.begin(), found.end(), name) == found.end())
      found.push_back(name);
    name.clear();
  };
  const std::string folded = base::FoldWidth(names);
  for (size_t at = 0; at < folded.size();) {
    const size_t begin = at;
    const char32_t c = base::NextCodePoint(folded, &at);
    const bool letter = base::IsHan(c) || c == U'*' || c == 0xD7 || c > 0x2000 ||
                        (c < 0x80 && std::isalnum(static_cast<int>(c)) != 0);
    const bool mark = c == 0x3001 || c == 0x3000 || c == 0x3002;  // 、 and its like
    if (letter && !mark) {
      name.append(folded, begin, at - begin);
    } else {
      take();
    }
  }
  take();
  return found;
}

model::Evidence RowEvidence(std::string_view place, std::string_view text) {
  model::Evidence evidence;
  evidence.type = model::EvidenceType::kLedgerRow;
  evidence.quote = ShortPlace(place) + ": " + std::string(text);
  return evidence;
}

model::Evidence RowEvidence(const model::LedgerRow& row) {
  return RowEvidence(row.place, row.subject + (row.event_date ? " " + row.event_date->Iso() : std::string()));
}

model::Evidence EvidenceOf(model::EvidenceType type, const model::PageRecord& page, std::string_view quote) {
  model::Evidence evidence;
  evidence.type = type;
  evidence.url = page.url;
  evidence.warc_file = page.warc.file;
  evidence.offset = page.warc.offset;
  evidence.sha256 = page.body_sha256;
  evidence.fetched_at = page.fetched_at;
  evidence.quote = base::Ellipsize(quote, kQuote);
  return evidence;
}

base::Result<model::Finding> BuildFinding(FindingDraft draft, std::vector<model::Evidence> evidence) {
  const KindRow& row = RowOf(draft.kind);
  if (evidence.empty())
    return base::Fail(base::ErrorCode::kInvalidInput, "a finding of kind {} has no evidence",
                      model::EnumName(draft.kind));
  model::Finding finding;
  finding.kind = draft.kind;
  finding.id =
      base::ShortId({model::EnumName(draft.kind), draft.item, draft.unit, draft.subject, draft.period});
  finding.severity = row.severity;
  finding.unit = std::move(draft.unit);
  finding.item = std::move(draft.item);
  finding.project = draft.subject_text.empty() ? draft.subject : draft.subject_text;
  finding.url = std::move(draft.url);
  finding.title = std::move(draft.title);
  finding.obligation = std::move(draft.obligation);
  finding.reason = std::move(draft.reason);
  finding.details = std::move(draft.details);
  finding.needs_review = draft.needs_review;
  finding.evidence = Distinct(std::move(evidence));
  return finding;
}

std::vector<model::Finding> FindingsOf(const CheckIndex& index, const Cases& cases, const LimitTable& limits,
                                       const PlaceGuard& guard, const Migration& migration) {
  return CaseFindings(index, cases, limits, guard, migration).Build();
}

const std::vector<model::Element>& ElementsOf(const CheckIndex& index, const model::Item& item) {
  if (!item.elements.empty()) return item.elements;
  const model::Item* base = index.Item(index.Base(item.id));
  return base == nullptr ? item.elements : base->elements;
}

std::vector<std::string> MissingElements(const CheckIndex& index, const Case& owed,
                                         std::vector<const model::Element*>* from_law) {
  std::set<std::string_view> shown;
  for (const auto* page : owed.matched) {
    for (const auto& reading : page->elements) shown.insert(reading.element);
  }
  std::vector<std::string> missing;
  for (const auto& element : ElementsOf(index, *owed.item)) {
    if (!element.required || shown.contains(element.name)) continue;
    if (element.from_law) {
      from_law->push_back(&element);
    } else {
      missing.push_back(element.name);
    }
  }
  return missing;
}

}  // namespace mingcha::checker
