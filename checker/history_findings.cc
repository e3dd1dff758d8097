#include "checker/history_findings.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "checker/deadlines.h"
#include "checker/finding_sink.h"

namespace mingcha::checker {
namespace {

using base::Date;
using base::Msg;
using model::FindingKind;
using model::PageHistory;
using model::PageVersion;

/// An editor may prepare files before publishing; a name this much later than the page is of another file.
constexpr int kAttachmentSlack = 3;

class HistoryLook {
 public:
  HistoryLook(const CheckIndex& index, const LimitTable& limits, const PlaceGuard& guard)
      : index_(index), limits_(limits), guard_(guard) {
    if (index.input.history == nullptr || index.input.history->rounds.size() < 2) return;
    for (const auto* page : index.disclosures()) {
      titles_.emplace(page->item, base::FoldLabel(page->title));
      if (!page->text_hash.empty()) texts_.insert(page->text_hash);
    }
    for (const PageHistory& page : index.input.history->pages) {
      for (const PageVersion& version : page.versions) {
        for (std::string& name : NamesOf(version)) {
          int& round = first_read_.try_emplace(std::move(name), version.first_round).first->second;
          round = std::min(round, version.first_round);
        }
      }
    }
  }

  std::vector<model::Finding> Build() && {
    for (const auto* page : index_.pages()) AddLaterAttachment(*page);
    const model::History* history = index_.input.history;
    if (history != nullptr && history->rounds.size() > 1) {
      for (const model::ListLook& look : history->lists)
        looks_.emplace(std::pair(look.round, std::string_view(look.url)), &look);
      for (const PageHistory& page : history->pages) {
        AddBackdated(*history, page);
        AddChanged(page);
        AddReplaced(page);
        AddWithdrawn(page);
      }
    }
    return std::move(sink_).Take();
  }

 private:
  [[nodiscard]] std::vector<const Notice*> ReadFrom(const model::PageRecord* page) const {
    std::vector<const Notice*> read;
    if (page == nullptr) return read;
    for (const uint32_t i : index_.OfPage(page->id)) read.push_back(index_.disclosures()[i]);
    return read;
  }
  [[nodiscard]] std::vector<const Notice*> DisclosuresOf(const PageHistory& page) const {
    return ReadFrom(index_.PageByUrl(page.url));
  }

  [[nodiscard]] FindingDraft Draft(FindingKind kind, const PageHistory& page) const {
    FindingDraft draft;
    draft.kind = kind;
    draft.url = page.url;
    draft.title = page.versions.empty() ? std::string() : page.versions.back().title;
    for (const auto* disclosure : DisclosuresOf(page)) {
      if (draft.item.empty() && disclosure->grade != model::Grade::kWeak) draft.item = disclosure->item;
      if (draft.unit.empty() && !disclosure->unit_conflict) draft.unit = index_.Canonical(disclosure->unit);
    }
    if (draft.unit.empty()) draft.unit = guard_.UnitOfUrl(page.site, page.url);
    draft.subject = base::FoldLabel(draft.title) + "\x1f" + std::string(SplitUrl(page.url).path);
    draft.subject_text = draft.title;
    draft.needs_review = true;
    return draft;
  }

  /// Days a page itself claims to be published on, in the present round.
  [[nodiscard]] std::optional<Date> ClaimedDay(const PageHistory& page) const {
    for (const auto* disclosure : DisclosuresOf(page)) {
      if (const auto published = PublishedOf(index_, *disclosure); published && !published->weak)
        return published->first;
    }
    const PageVersion* last = page.last();
    return last == nullptr ? std::nullopt : last->published;
  }

  /// The look that proves it: a list of an earlier round, walked far enough after the claimed day, that did
  /// not name the page, though the list names it now.
  [[nodiscard]] const model::ListLook* SeenWithout(const model::History& history, const PageHistory& page,
                                                   Date claimed) const {
    std::set<std::string> naming;  // list pages that name it
    std::set<int> rounds_naming;
    for (const auto& sighting : page.sightings) {
      naming.insert(sighting.list_page);
      rounds_naming.insert(sighting.round);
    }
    const int first_round = page.versions.front().first_round;
    for (const model::Round& round : history.rounds) {
      if (round.number >= first_round || rounds_naming.contains(round.number) || !round.complete) continue;
      for (const model::ListTrail& trail : round.trails) {
        const bool this_list = naming.contains(trail.url) ||
                               std::any_of(trail.pages_urls.begin(), trail.pages_urls.end(),
                                           [&](const std::string& url) { return naming.contains(url); });
        if (!this_list || !trail.to_end) continue;
        if (const auto* look = LookAt(trail, round.number, claimed)) return look;
      }
    }
    return nullptr;
  }

  /// A page of the list looked at after the claimed day; a walk that stopped early must have gone past it.
  [[nodiscard]] const model::ListLook* LookAt(const model::ListTrail& trail, int round, Date claimed) const {
    const model::ListLook* found = nullptr;
    bool past = trail.stop_reason == "end";
    std::vector<std::string_view> urls(trail.pages_urls.begin(), trail.pages_urls.end());
    urls.insert(urls.begin(), trail.url);
    for (const std::string_view url : urls) {
      const auto at = looks_.find({round, url});
      if (at == looks_.end()) continue;
      const model::ListLook& look = *at->second;
      past = past || (look.oldest && *look.oldest < claimed);
      if (found == nullptr && claimed < base::ChinaDate(look.at)) found = &look;
    }
    return past ? found : nullptr;
  }

  /// What a version is known by wherever it stands: its text, and its title with the day it claims.
  [[nodiscard]] static std::vector<std::string> NamesOf(const PageVersion& version) {
    std::vector<std::string> names;
    if (!version.text_hash.empty()) names.push_back(version.text_hash);
    if (!version.title.empty() && version.published)
      names.push_back(base::FoldLabel(version.title) + "\x1f" + version.published->Iso());
    return names;
  }

  /// An earlier round read the same under another address: the site was moved, nothing was put in later.
  [[nodiscard]] bool WasElsewhere(const PageVersion& version) const {
    for (const std::string& name : NamesOf(version)) {
      const auto read = first_read_.find(name);
      if (read != first_read_.end() && read->second < version.first_round) return true;
    }
    return false;
  }

  void AddBackdated(const model::History& history, const PageHistory& page) {
    if (page.versions.empty() || page.versions.front().first_round <= history.rounds.front().number ||
        page.presence != model::Presence::kPresent || WasElsewhere(page.versions.front()))
      return;
    const auto claimed = ClaimedDay(page);
    if (!claimed) return;
    const auto* look = SeenWithout(history, page, *claimed);
    if (look == nullptr) return;
    FindingDraft draft = Draft(FindingKind::kBackdatedSuspect, page);
    draft.reason =
        Msg("it claims to be published on {}, but its list, read whole on {}, did not name it; it was "
            "first seen on {}",
            claimed->Iso(), base::ChinaDate(look->at).Iso(),
            base::ChinaDate(page.versions.front().first_seen).Iso());
    const PageVersion& first = page.versions.front();
    sink_.Add(std::move(draft), {},
              {HistoryProof(look->url, look->warc, look->sha256, look->at, "list without the page"),
               HistoryProof(page.url, first.warc, first.sha256, first.first_seen, first.title)});
    if (sink_.last() != nullptr) sink_.last()->published = claimed;
  }

  void AddChanged(const PageHistory& page) {
    if (page.versions.size() < 2 || page.kind != model::TaskKind::kDetail) return;
    const auto* record = index_.PageByUrl(page.url);
    const auto* facts = record == nullptr ? nullptr : index_.Facts(record->id);
    if (facts == nullptr || facts->kind != model::PageKind::kDetail || DisclosuresOf(page).empty()) return;
    const PageVersion& now = page.versions.back();
    const PageVersion* before = nullptr;
    for (const PageVersion& version : page.versions) {
      if (!version.text_hash.empty() && version.text_hash != now.text_hash) before = &version;
    }
    if (before == nullptr || now.text_hash.empty()) return;
    FindingDraft draft = Draft(FindingKind::kChanged, page);
    draft.reason = Msg("its text was changed after publication: as read on {} and as read on {}",
                       base::ChinaDate(before->last_seen).Iso(), base::ChinaDate(now.first_seen).Iso());
    if (before->title != now.title)
      draft.details.push_back(Msg("the title was \"{}\" and is \"{}\"", before->title, now.title));
    if (before->published != now.published && before->published && now.published)
      draft.details.push_back(
          Msg("the day of publication was {} and is {}", before->published->Iso(), now.published->Iso()));
    sink_.Add(std::move(draft), {},
              {HistoryProof(page.url, before->warc, before->sha256, before->last_seen, before->title),
               HistoryProof(page.url, now.warc, now.sha256, now.first_seen, now.title)});
  }

  void AddReplaced(const PageHistory& page) {
    if (page.kind != model::TaskKind::kAttachment || page.versions.size() < 2) return;
    const PageVersion& now = page.versions.back();
    const PageVersion& before = page.versions[page.versions.size() - 2];
    if (now.sha256 == before.sha256) return;
    FindingDraft draft = Draft(FindingKind::kAttachmentReplaced, page);
    if (const auto* record = index_.PageByUrl(page.url)) {
      if (draft.title.empty()) draft.title = record->anchor;
      AttributeToHost(*record, &draft);
    }
    draft.subject = "\x1f" + std::string(SplitUrl(page.url).path);
    draft.subject_text = draft.title;
    draft.reason = Msg("the file behind the same link was another on {} than on {}",
                       base::ChinaDate(before.last_seen).Iso(), base::ChinaDate(now.first_seen).Iso());
    sink_.Add(std::move(draft), {},
              {HistoryProof(page.url, before.warc, before.sha256, before.last_seen, before.title),
               HistoryProof(page.url, now.warc, now.sha256, now.first_seen, now.title)});
  }

  /// An attachment is the unit's and item's of the page it hangs on.
  void AttributeToHost(const model::PageRecord& attachment, FindingDraft* draft) const {
    const auto* host = index_.PageByUrl(attachment.found_on);
    for (const auto* disclosure : ReadFrom(host)) {
      if (draft->item.empty() && disclosure->grade != model::Grade::kWeak) draft->item = disclosure->item;
      if (!disclosure->unit_conflict && !disclosure->unit.empty())
        draft->unit = index_.Canonical(disclosure->unit);
    }
  }

  /// Domain-supplement B.4: the name of the file is a clock.
  void AddLaterAttachment(const model::PageRecord& page) {
    const auto read = index_.OfPage(page.id);
    const auto* facts = read.empty() ? nullptr : index_.Facts(page.id);
    if (facts == nullptr) return;
    const auto published = PublishedOf(index_, *index_.disclosures()[read.front()]);
    if (!published || published->weak) return;
    const model::DateReading* latest = nullptr;
    for (const auto& reading : facts->dates) {
      const bool named = reading.source == model::ReadingSource::kAttachmentName &&
                         reading.precision == model::DatePrecision::kDay;
      if (named && (latest == nullptr || reading.date > latest->date)) latest = &reading;
    }
    if (latest == nullptr || latest->date.DaysSince(published->last) < kAttachmentSlack) return;
    FindingDraft draft;
    draft.kind = FindingKind::kAttachmentReplaced;
    draft.url = page.url;
    draft.title = facts->title ? facts->title->value : std::string();
    for (const uint32_t i : read) {
      const Notice* disclosure = index_.disclosures()[i];
      if (draft.item.empty() && disclosure->grade != model::Grade::kWeak) draft.item = disclosure->item;
      if (draft.unit.empty() && !disclosure->unit_conflict) draft.unit = index_.Canonical(disclosure->unit);
    }
    if (draft.unit.empty()) draft.unit = guard_.UnitOfUrl(page.site, page.url);
    draft.subject = base::FoldLabel(draft.title) + "\x1f" + "name";
    draft.subject_text = draft.title;
    draft.needs_review = true;
    draft.reason =
        Msg("an attachment bears the day {} in its name, the page was published on {}: the file was put in "
            "place later",
            latest->date.Iso(), published->last.Iso());
    sink_.Add(std::move(draft), {}, {EvidenceOf(model::EvidenceType::kPage, page, latest->span.quote)});
    if (sink_.last() != nullptr) sink_.last()->published = published->last;
  }

  void AddWithdrawn(const PageHistory& page) {
    if (page.presence != model::Presence::kWithdrawn || page.versions.empty()) return;
    const PageVersion& last = page.versions.back();
    const auto proper = std::find_if(last.disclosures.begin(), last.disclosures.end(), [](const auto& one) {
      return one.grade != model::Grade::kWeak && one.context.empty();
    });
    if (proper == last.disclosures.end()) return;
    const bool moved = (!last.text_hash.empty() && texts_.contains(last.text_hash)) ||
                       titles_.contains({proper->item, base::FoldLabel(proper->title)});
    if (moved || LawfulExpiry(index_, limits_, page)) return;
    FindingDraft draft = Draft(FindingKind::kWithdrawn, page);
    draft.item = proper->item;
    if (!proper->unit.empty()) draft.unit = index_.Canonical(proper->unit);
    const base::Instant gone = page.gone_last.value_or(last.last_seen);
    const std::string stood = base::ChinaDate(last.last_seen).Iso();
    const std::string since = base::ChinaDate(page.gone_first.value_or(gone)).Iso();
    draft.reason =
        page.gone_status / 100 == 2
            ? Msg("it stood there on {} and is gone since {}: its address answers {}, but shows no more than "
                  "that the page is not there, or leads to the home page; no display period explains it",
                  stood, since, page.gone_status)
            : Msg("it stood there on {} and is gone since {} (answer {}); no display period explains it",
                  stood, since, page.gone_status);
    sink_.Add(std::move(draft), {},
              {HistoryProof(page.url, last.warc, last.sha256, last.last_seen, last.title),
               HistoryProof(page.url, page.gone_warc, "", gone, std::to_string(page.gone_status))});
  }

  const CheckIndex& index_;
  const LimitTable& limits_;
  const PlaceGuard& guard_;
  std::set<std::pair<std::string, std::string>> titles_;
  std::set<std::string> texts_;
  std::map<std::string, int> first_read_;  ///< Round that first read what is known by a name (NamesOf).
  std::map<std::pair<int, std::string_view>, const model::ListLook*> looks_;
  FindingSink sink_;
};

}  // namespace

model::Evidence HistoryProof(const std::string& url, const model::WarcRef& warc, const std::string& sha256,
                             base::Instant at, std::string_view quote) {
  model::Evidence proof;
  proof.type = model::EvidenceType::kHistory;
  proof.url = url;
  proof.warc_file = warc.file;
  proof.offset = warc.offset;
  proof.sha256 = sha256;
  proof.fetched_at = at;
  proof.quote = base::Ellipsize(quote, 200);
  return proof;
}

std::optional<base::Message> LawfulExpiry(const CheckIndex& index, const LimitTable& limits,
                                          const PageHistory& page) {
  if (page.versions.empty()) return std::nullopt;
  const PageVersion& last = page.versions.back();
  const Date gone = base::ChinaDate(page.gone_first.value_or(last.last_seen));
  for (const model::Disclosure& disclosure : last.disclosures) {
    for (const auto& reading : disclosure.dates) {
      const bool end = reading.meaning == model::DateMeaning::kDisplayTo ||
                       reading.meaning == model::DateMeaning::kExpires;
      if (end && reading.precision == model::DatePrecision::kDay && reading.date < gone)
        return Msg("its display ended on {}", reading.date.Iso());
    }
    const model::Item* item = index.Item(disclosure.item);
    const auto published = PublishedOf(index, disclosure);
    if (item == nullptr || !published) continue;
    for (const auto* rule : limits.Of(*item, disclosure.unit, model::LimitKind::kStayUp).specific) {
      if (!rule->valid.Contains(published->first)) continue;
      const auto until = rule->unit == model::DayUnit::kWorking
                             ? index.input.calendar.AddWorkdays(published->last, std::max(rule->days, 1))
                             : base::Result<Date>(published->last.PlusDays(rule->days));
      if (until && *until < gone)
        return Msg("the least display of {} days was over on {} ({})", rule->days, until->Iso(),
                   rule->basis.text);
    }
  }
  return std::nullopt;
}

std::vector<model::Finding> HistoryFindings(const CheckIndex& index, const LimitTable& limits,
                                            const PlaceGuard& guard) {
  return HistoryLook(index, limits, guard).Build();
}

}  // namespace mingcha::checker
