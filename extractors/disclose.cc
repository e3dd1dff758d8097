#include "extractors/disclose.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "extractors/date_text.h"
#include "extractors/disclose_rules.h"
#include "extractors/field_names.h"
#include "extractors/folded_text.h"
#include "extractors/identity.h"
#include "extractors/lexicon_index.h"
#include "extractors/own_facts.h"
#include "extractors/privacy.h"
#include "extractors/project_name.h"
#include "extractors/text_hash.h"
#include "model/enum_names.h"

namespace mingcha::extractors {
namespace {}  // namespace

Discloser::Discloser(std::shared_ptr<const Rules> rules) : rules_(std::move(rules)) {}

base::Result<Discloser> Discloser::Create(const model::Plan& plan, Classifier classifier,
                                          ElementFinder elements, NumberFinder numbers) {
  ASSIGN_OR_RETURN(SubjectReader subjects, SubjectReader::Create(plan.lexicon));
  return Discloser(std::make_shared<const Rules>(plan, std::move(classifier), std::move(elements),
                                                 std::move(numbers), std::move(subjects)));
}

namespace {

/// The year a title names; 0 if none.
int YearInTitle(std::string_view title) {
  for (const DateToken& token : ScanDates(title).dates) {
    if (!token.two_digit_year) return token.date.year();
  }
  return 0;
}

std::optional<base::Date> DayOf(const model::PageFacts& facts) {
  if (facts.formed) return facts.formed->date;
  if (facts.published) return facts.published->date;
  return std::nullopt;
}

}  // namespace

Disclosure Discloser::Rules::Base(const PageInputMeta& meta, const model::PageFacts& facts) const {
  Disclosure out;
  out.page_id = meta.page_id;
  out.url = meta.url;
  out.site = meta.site;
  out.body_sha256 = meta.body_sha256;
  out.title = MaskPrivate(ValueOf(facts.title));
  out.index_number = ValueOf(facts.index_number);
  out.period_year = YearInTitle(ValueOf(facts.title));
  if (out.period_year == 0 && facts.formed) out.period_year = facts.formed->date.year();
  out.unread_attachment = facts.unread_attachment;
  return out;
}

void Discloser::Rules::SetUnit(const PageInputMeta& meta, const model::PageFacts& facts,
                               std::string_view issuer, Disclosure* out) const {
  const std::string index_number = ValueOf(facts.index_number);
  const bool weak = facts.issuer && facts.issuer->grade == Grade::kWeak && facts.issuer->value == issuer;
  const bool is_signed = facts.issuer && facts.issuer->source == model::ReadingSource::kSignature;
  const std::string source = is_signed ? std::string() : ValueOf(facts.source);
  UnitVerdict verdict = resolver.Resolve(
      {meta.url, meta.site, issuer, index_number, DayOf(facts), weak, source, &facts.breadcrumb, out->item});
  out->unit = std::move(verdict.unit);
  out->unit_conflict = verdict.conflict;
  out->unit_reason = verdict.conflict ? "conflict" : std::move(verdict.reason);
  if (!weak && !verdict.conflict && !out->unit.empty()) NoteOtherBody(issuer, DayOf(facts), out);
  out->why.insert(out->why.end(), verdict.why.begin(), verdict.why.end());
}

/// What another authority signed (a reprint of the city's decision) is not the unit's own, wherever it
/// stands.
void Discloser::Rules::NoteOtherBody(std::string_view issuer, std::optional<base::Date> day,
                                     Disclosure* out) const {
  const std::string authority = base::FoldLabel(issuer);
  if (!(lexicon.Matches("other_authority", authority) || lexicon.Matches("central_body", authority)) ||
      !resolver.IsElsewhere(authority, day))
    return;
  out->unit_reason = resolver.IsBranchOf(out->unit, authority) ? "parent_body" : "other_body";
  out->why.push_back(base::Msg("its issuer `{}` is another authority", issuer));
}

Disclosure Discloser::Rules::WholePage(const PageInputMeta& meta, const model::PageFacts& facts,
                                       const PageText& text, const PageAttachments& attachments,
                                       const ItemMatch& match) const {
  Disclosure out = Base(meta, facts);
  out.id = base::ShortId({meta.url, "-1", match.item});
  out.item = match.item;
  out.grade = match.grade;
  out.why = match.why;
  SetUnit(meta, facts, ValueOf(facts.issuer), &out);
  Subject subject = subjects.SubjectOf(ValueOf(facts.title), FindItem(match.item));
  if (subject.key.size() < kLeastKeyBytes) {
    // A title that says only what the page is: the name stands in a field.
    std::vector<const PageText*> texts = {&text};
    for (const AttachmentText& file : attachments.texts) texts.push_back(&file.text);
    for (const PageText* source : texts) {
      const LabelValue* named = SubjectPair(*source);
      if (named == nullptr) continue;
      subject = {named->value, subjects.Normalise(named->value)};
      break;
    }
  }
  out.subject = MaskPrivate(subject.key);
  out.subject_text = MaskPrivate(subject.text);
  out.names = FieldNames(text, lexicon, subjects, elements);
  std::erase(out.names, out.subject);
  out.codes = facts.project_codes;
  for (const Table& table : text.tables) AddSubjectCode(table, &out.codes);
  out.doc_number = ValueOf(facts.doc_number);
  if (const auto number = numbers.ParseDocNumber(out.doc_number)) out.doc_number = number->value;
  if (const model::Item* item = FindItem(match.item); item != nullptr && out.doc_number.empty())
    out.doc_number = PermitNumber(*item, text, lexicon);
  if (out.doc_number.empty() && facts.note == model::PageNote::kAttachmentOnly)
    out.doc_number = NumberOfFile(attachments, numbers);
  out.cited_documents = facts.cited_documents;
  out.dates = facts.dates;
  ElementFindings found = elements.Find(match.item, text);
  if (const model::Item* item = FindItem(match.item)) {
    if (auto decided = DecisionDay(*item, facts, lexicon)) out.dates.push_back(std::move(*decided));
    AddOwnFacts(*item, facts, out.doc_number, out.dates, &found.present);
  }
  ReadAttachedElements(attachments, match, std::move(found), &out);
  out.text_hash = TextHash(text.main());
  return out;
}

/// The number under a header that names a table's subject (the plot sold), if all its rows are of that one.
void Discloser::Rules::AddSubjectCode(const Table& table, std::vector<std::string>* codes) const {
  constexpr size_t kHeaderRows = 3;  // a table's headers stand in one of its first rows
  for (size_t h = 0; h < std::min(kHeaderRows, table.rows.size()); ++h) {
    std::vector<Cell> named = table.rows[h];
    for (Cell& header : named) {
      if (!lexicon.IsWord("row_subject_headers", base::FoldLabel(header.text))) header.text.clear();
    }
    std::vector<std::string> found;
    for (size_t r = h + 1; r < table.rows.size(); ++r)
      AddLabelledCodes(named, table.rows[r], lexicon, elements, &found);
    if (found.empty()) continue;
    if (found.size() == 1 && std::find(codes->begin(), codes->end(), found.front()) == codes->end())
      codes->push_back(std::move(found.front()));
    return;
  }
}

const LabelValue* Discloser::Rules::SubjectPair(const PageText& text) const {
  const auto it = std::find_if(text.pairs.begin(), text.pairs.end(), [&](const LabelValue& pair) {
    return !pair.value.empty() && lexicon.IsWord("row_subject_headers", pair.label) &&
           elements.IsValue(pair.value);
  });
  return it == text.pairs.end() ? nullptr : &*it;
}

/// The elements a page shows, and those only its attachments do. A label that points to an attachment leaves
/// the element open only while one of them could not be read.
void Discloser::Rules::ReadAttachedElements(const PageAttachments& attachments, const ItemMatch& match,
                                            ElementFindings found, Disclosure* out) const {
  out->elements = std::move(found.present);
  const auto has = [&](const std::string& name) {
    return std::any_of(out->elements.begin(), out->elements.end(),
                       [&](const model::ElementReading& element) { return element.element == name; });
  };
  for (const AttachmentText& file : attachments.texts) {
    for (model::ElementReading& element : elements.Find(match.item, file.text).present) {
      if (has(element.element)) continue;
      file.Mark(&element.span);
      out->elements.push_back(std::move(element));
    }
  }
  const bool pointed = std::any_of(found.in_attachment.begin(), found.in_attachment.end(),
                                   [&](const std::string& name) { return !has(name); });
  const bool all_read = !attachments.notes.empty() && !attachments.unread && !attachments.unfetched;
  const model::Item* item = FindItem(match.item);
  const bool lacks = item != nullptr && std::any_of(item->elements.begin(), item->elements.end(),
                                                    [&](const auto& element) { return !has(element.name); });
  if ((pointed && !all_read) || (lacks && attachments.unread)) out->unread_attachment = true;
}

void Discloser::Rules::ReadActDates(const model::Plan& plan) {
  constexpr model::DateMeaning kActs[] = {model::DateMeaning::kDecided, model::DateMeaning::kApproved,
                                          model::DateMeaning::kSigned, model::DateMeaning::kAccepted,
                                          model::DateMeaning::kFiled};
  for (const model::Item& item : plan.items) {
    std::set<model::DateMeaning>& dates = act_dates[item.id];
    // A decision is an act of its own right; other acts make the item only where a limit of it says so.
    if (item.decision != model::DecisionKind::kNone) dates = {kActs[0], kActs[1]};
    for (const model::LimitRule& limit : plan.limits) {
      if (limit.kind != model::LimitKind::kPublishBy || limit.is_default) continue;
      if (!model::AnyGlobMatches(limit.items, item.id)) continue;
      if (!limit.decisions.empty() && std::find(limit.decisions.begin(), limit.decisions.end(),
                                                model::EnumName(item.decision)) == limit.decisions.end())
        continue;
      for (const model::DateMeaning act : kActs) {
        if (std::find(limit.events.begin(), limit.events.end(), act) != limit.events.end()) dates.insert(act);
      }
    }
  }
}

std::vector<Disclosure> Discloser::Disclose(const PageInputMeta& meta, const model::PageFacts& facts,
                                            const PageText& text, const PageAttachments& attachments) const {
  std::vector<Disclosure> out;
  if (facts.kind != model::PageKind::kDetail && facts.kind != model::PageKind::kAttachment) return out;
  const Rules& rules = *rules_;
  if (!facts.title_context.empty()) {
    // Only a page that amends or closes is of use: as what it amends or closes.
    const std::string title = ValueOf(facts.title);
    const Classification again = rules.classifier.Classify({title, facts.breadcrumb, text.main(), {}});
    if (!again.context_kind || *again.context_kind == model::TitleContextKind::kNotDisclosure) return out;
    for (const ItemMatch& match : again.vetoed) {
      out.push_back(rules.WholePage(meta, facts, text, attachments, match));
      out.back().context = again.context;
    }
    return out;
  }
  std::set<std::string> in_rows;
  rules.AddTables(meta, facts, text, text, nullptr, attachments, 0, &out);
  for (size_t f = 0; f < attachments.texts.size(); ++f) {
    const AttachmentText& file = attachments.texts[f];
    rules.AddTables(meta, facts, text, file.text, &file, attachments, (f + 1) * kTablesOfFile, &out);
  }
  for (const Disclosure& row : out) in_rows.insert(row.item);
  for (const ItemMatch& match : facts.items) {
    if (!in_rows.contains(match.item)) out.push_back(rules.WholePage(meta, facts, text, attachments, match));
  }
  return out;
}

}  // namespace mingcha::extractors
