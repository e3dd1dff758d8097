#include "extractors/disclose.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "base/digest.h"
#include "base/text.h"
#include "extractors/date_text.h"
#include "extractors/field_names.h"
#include "extractors/folded_text.h"
#include "extractors/grouped_values.h"
#include "extractors/identity.h"
#include "extractors/lexicon_index.h"
#include "extractors/own_facts.h"
#include "extractors/privacy.h"
#include "extractors/project_name.h"
#include "extractors/text_hash.h"
#include "model/enum_names.h"

namespace mingcha::extractors {
namespace {

using model::Disclosure;
using model::Grade;
using model::ItemMatch;

constexpr size_t kLeastRows = 2;
constexpr size_t kHeaderRows = 3;  // a table's headers stand in one of its first rows
constexpr size_t kMaxRows = 3'000;
constexpr size_t kTablesOfFile = 1'000;    // rows are numbered by page or attachment, table, row
constexpr size_t kLongestCellQuoted = 60;  // code points
constexpr size_t kLeastKeyBytes = 12;      // four Han characters: a shorter title names nothing

std::string ValueOf(const std::optional<model::TextReading>& reading) {
  return reading ? reading->value : "";
}

/// A table of which every row is a disclosure.
struct RowTable {
  const Table* table = nullptr;
  size_t header_row = 0;
  std::vector<ItemMatch> items;
  size_t subject = std::string::npos, unit = std::string::npos, number = std::string::npos;
  std::vector<size_t> acts;  ///< Columns that say what was decided.
  bool by_headers = false;   ///< The headers alone tell the items, not the page's title.
  bool by_row = false;       ///< Neither tells them: each row says itself what it is.
};

/// Says of everything read from a row of an attachment's table where it stands.
void MarkRow(const AttachmentText& file, const Table& table, size_t row, Disclosure* out) {
  out->source_file = file.PlaceOfRow(table, row);
  for (model::ElementReading& element : out->elements) file.Mark(&element.span);
  for (model::DateReading& date : out->dates) file.Mark(&date.span);
}

}  // namespace

struct Discloser::Rules {
  Rules(const model::Plan& the_plan, Classifier classify, ElementFinder find, NumberFinder number,
        SubjectReader subject)
      : plan_items(the_plan.items),
        lexicon(the_plan.lexicon),
        resolver(UnitResolver::Create(the_plan)),
        classifier(std::move(classify)),
        elements(std::move(find)),
        numbers(std::move(number)),
        subjects(std::move(subject)) {
    ReadActDates(the_plan);
  }

  [[nodiscard]] const model::Item* FindItem(std::string_view id) const {
    const auto it =
        std::find_if(plan_items.begin(), plan_items.end(), [&](const auto& item) { return item.id == id; });
    return it == plan_items.end() ? nullptr : &*it;
  }
  [[nodiscard]] Disclosure Base(const PageInputMeta& meta, const model::PageFacts& facts) const;
  [[nodiscard]] Disclosure WholePage(const PageInputMeta& meta, const model::PageFacts& facts,
                                     const PageText& text, const PageAttachments& attachments,
                                     const ItemMatch& match) const;
  void ReadAttachedElements(const PageAttachments& attachments, const ItemMatch& match, ElementFindings found,
                            Disclosure* out) const;
  void SetUnit(const PageInputMeta& meta, const model::PageFacts& facts, std::string_view issuer,
               Disclosure* out) const;
  void NoteOtherBody(std::string_view issuer, std::optional<base::Date> day, Disclosure* out) const;
  [[nodiscard]] std::optional<RowTable> RowsOf(const Table& table, const model::PageFacts& facts,
                                               const PageText& text) const;
  [[nodiscard]] std::vector<ItemMatch> ItemsOfActs(const RowTable& rows,
                                                   const std::vector<std::string>& headers,
                                                   const model::PageFacts& facts, const PageText& text) const;
  /// True for the headers of a table of bidders or offers.
  [[nodiscard]] bool IsOfContest(const std::vector<std::string>& headers) const {
    return std::any_of(headers.begin(), headers.end(), [&](const std::string& header) {
      return lexicon.IsWord("row_party_headers", base::FoldLabel(header));
    });
  }
  [[nodiscard]] bool IsMixedActs(const RowTable& rows, const std::vector<std::string>& headers,
                                 const model::PageFacts& facts, const PageText& text) const;
  [[nodiscard]] std::vector<ItemMatch> ItemsOfRow(const RowTable& rows, size_t row,
                                                  std::string* told_by) const;
  [[nodiscard]] bool IsList(const RowTable& rows) const;
  [[nodiscard]] bool IsListOfOne(const RowTable& rows, const model::PageFacts& facts,
                                 const PageText& text) const;
  void AddRows(const PageInputMeta& meta, const model::PageFacts& facts, const PageText& text,
               const AttachmentText* file, const PageAttachments& attachments, const RowTable& rows,
               size_t table_index, std::vector<Disclosure>* out) const;
  void AddTables(const PageInputMeta& meta, const model::PageFacts& facts, const PageText& page,
                 const PageText& text, const AttachmentText* file, const PageAttachments& attachments,
                 size_t first_index, std::vector<Disclosure>* out) const;
  void FollowCells(const PageAttachments& attachments, const std::string& item,
                   const std::vector<std::string>& pointed, Disclosure* row) const;
  void ReadRowDates(const RowTable& rows, size_t row, Disclosure* out) const;
  [[nodiscard]] model::DateMeaning MeaningOf(const std::string& header) const;
  [[nodiscard]] const LabelValue* SubjectPair(const PageText& text) const;

  void ReadActDates(const model::Plan& plan);

  std::vector<model::Item> plan_items;
  /// By item: the dates of acts that start a limit of it. A table with such a column is a list of acts.
  std::map<std::string, std::set<model::DateMeaning>, std::less<>> act_dates;
  LexiconIndex lexicon;
  UnitResolver resolver;
  Classifier classifier;
  ElementFinder elements;
  NumberFinder numbers;
  SubjectReader subjects;
};

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
      {meta.url, meta.site, issuer, index_number, DayOf(facts), weak, source, &facts.breadcrumb});
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

/// True if the page says of one thing, outside of `table`, what it is about: then the rows of the table are
/// its parties, records or parts.
bool NamesOneSubject(const Table& table, const PageText& text, const LexiconIndex& lexicon,
                     const ElementFinder& elements) {
  return std::any_of(text.pairs.begin(), text.pairs.end(), [&](const LabelValue& pair) {
    if (table.begin <= pair.begin && pair.begin < table.end) return false;
    if (pair.begin < text.main_begin || pair.begin >= text.main_end || !elements.IsValue(pair.value))
      return false;
    return lexicon.IsWord("row_subject_headers", pair.label) ||
           lexicon.IsWord("reference_number_labels", pair.label);
  });
}

/// The items of the page of which every row of `table` tells one act: it names the row's subject, and the day
/// of the act or the number of its document.
std::vector<ItemMatch> Discloser::Rules::ItemsOfActs(const RowTable& rows,
                                                     const std::vector<std::string>& headers,
                                                     const model::PageFacts& facts,
                                                     const PageText& text) const {
  std::vector<ItemMatch> items;
  if (rows.subject == std::string::npos) return items;
  if (IsOfContest(headers) || NamesOneSubject(*rows.table, text, lexicon, elements)) return items;
  const std::string title = base::FoldLabel(ValueOf(facts.title));
  for (const ItemMatch& match : facts.items) {
    if (match.grade == Grade::kWeak) continue;
    // A title that names a thing of its own is no list's, unless it says that it is one.
    const Subject subject = subjects.SubjectOf(title, FindItem(match.item));
    if (subject.key.size() >= kLeastKeyBytes && !lexicon.Matches("row_list_title", title)) continue;
    const auto found = act_dates.find(match.item);
    if (found == act_dates.end()) continue;
    const auto& acts = found->second;
    const bool dated = std::any_of(headers.begin(), headers.end(), [&](const std::string& header) {
      return acts.contains(MeaningOf(header));
    });
    const bool numbered = rows.number != std::string::npos && (acts.contains(model::DateMeaning::kDecided) ||
                                                               acts.contains(model::DateMeaning::kApproved));
    if (!dated && !numbered) continue;
    items.push_back(match);
    items.back().why.push_back(base::Msg("a row of the page's table of acts"));
  }
  return items;
}

/// True for a list of acts of every sort (a month's permits): numbered or dated as decisions are, under a
/// title that names none of them.
bool Discloser::Rules::IsMixedActs(const RowTable& rows, const std::vector<std::string>& headers,
                                   const model::PageFacts& facts, const PageText& text) const {
  if (rows.acts.empty() && rows.subject == std::string::npos) return false;
  const bool told = std::any_of(facts.items.begin(), facts.items.end(),
                                [](const ItemMatch& match) { return match.grade != Grade::kWeak; });
  const bool dated = std::any_of(headers.begin(), headers.end(), [&](const std::string& header) {
    const model::DateMeaning meaning = MeaningOf(header);
    return meaning == model::DateMeaning::kDecided || meaning == model::DateMeaning::kApproved;
  });
  return !told && !IsOfContest(headers) && (dated || rows.number != std::string::npos) &&
         !NamesOneSubject(*rows.table, text, lexicon, elements);
}

/// The items that the first telling cell of a row (*told_by) names as a title would: what was decided, then
/// what about. Never certain: a cell is no title.
std::vector<ItemMatch> Discloser::Rules::ItemsOfRow(const RowTable& rows, size_t row,
                                                    std::string* told_by) const {
  std::vector<size_t> columns = rows.acts;
  if (rows.subject != std::string::npos) columns.push_back(rows.subject);
  for (const size_t column : columns) {
    std::string cell = base::CollapseSpace(rows.table->rows[row][column].text);
    if (!elements.IsValue(cell)) continue;
    std::vector<ItemMatch> items = classifier.Classify({cell, {}, {}, {}}).items;
    std::erase_if(items, [](const ItemMatch& match) { return match.grade == Grade::kWeak; });
    const bool act = std::find(rows.acts.begin(), rows.acts.end(), column) != rows.acts.end();
    if (items.empty() && act) {
      // A kind of permit, as a column for such permits is called: it tells of no subject.
      items = classifier.Classify({{}, {cell}, {}, {}}).items;
      std::erase_if(items, [](const ItemMatch& match) { return match.grade == Grade::kWeak; });
      for (ItemMatch& match : items)
        match.why.push_back(base::Msg("a row of a table of acts says it itself: {}",
                                      base::Ellipsize(MaskPrivate(cell), kLongestCellQuoted)));
      if (!items.empty()) return items;
    }
    if (items.empty()) continue;
    for (ItemMatch& match : items) {
      match.grade = match.grade == Grade::kCertain ? Grade::kLikely : Grade::kWeak;
      match.why.push_back(base::Msg("a row of a table of acts says it itself: {}",
                                    base::Ellipsize(MaskPrivate(cell), kLongestCellQuoted)));
    }
    *told_by = std::move(cell);
    return items;
  }
  return {};
}

std::optional<RowTable> Discloser::Rules::RowsOf(const Table& table, const model::PageFacts& facts,
                                                 const PageText& text) const {
  for (size_t h = 0; h < std::min(kHeaderRows, table.rows.size()); ++h) {
    if (table.rows.size() < h + 2) return std::nullopt;
    RowTable rows;
    rows.table = &table;
    rows.header_row = h;
    std::vector<std::string> headers;
    for (size_t c = 0; c < table.rows[h].size(); ++c) {
      headers.push_back(table.rows[h][c].text);
      const std::string folded = base::FoldLabel(headers.back());
      // What a row decides is its subject only where no column names one.
      const bool act = lexicon.IsWord("row_act_headers", folded);
      const bool by_act = rows.subject != std::string::npos && !rows.acts.empty() &&
                          rows.subject == rows.acts.front() && !act;
      if ((rows.subject == std::string::npos || by_act) && lexicon.IsWord("row_subject_headers", folded))
        rows.subject = c;
      if (rows.unit == std::string::npos && lexicon.IsWord("row_unit_headers", folded)) rows.unit = c;
      if (rows.number == std::string::npos &&
          (lexicon.FieldOf(folded) == "doc_number" || lexicon.IsWord("permit_number_labels", folded)))
        rows.number = c;
      if (act) rows.acts.push_back(c);
    }
    if (IsOfContest(headers)) {
      // Each row is a party; only a column of projects or sections makes it more. Parties have papers, too.
      if (rows.subject == std::string::npos ||
          !lexicon.IsWord("row_contest_subject_headers", base::FoldLabel(headers[rows.subject])))
        continue;
    }
    rows.items = classifier.ClassifyTable(headers);
    rows.by_headers = !rows.items.empty();
    if (rows.items.empty()) rows.items = ItemsOfActs(rows, headers, facts, text);
    rows.by_row = rows.items.empty() && IsMixedActs(rows, headers, facts, text);
    if (rows.items.empty() && !rows.by_row) continue;
    if (!IsList(rows) && !IsListOfOne(rows, facts, text)) return std::nullopt;
    return rows;
  }
  return std::nullopt;
}

/// True if the rows name at least two subjects or carry two numbers.
bool Discloser::Rules::IsList(const RowTable& rows) const {
  std::set<std::string> subjects_seen;
  std::set<std::string> numbers_seen;
  const auto& all = rows.table->rows;
  for (size_t r = rows.header_row + 1; r < all.size(); ++r) {
    const auto at = [&](size_t c) {
      return c == std::string::npos ? std::string() : base::FoldLabel(all[r][c].text);
    };
    if (elements.IsValue(at(rows.subject))) subjects_seen.insert(at(rows.subject));
    if (elements.IsValue(at(rows.number))) numbers_seen.insert(at(rows.number));
  }
  return subjects_seen.size() >= kLeastRows || numbers_seen.size() >= kLeastRows;
}

/// True for a list that has one row this time (a month with one permit): its page calls itself a list, and
/// names no subject beside it.
bool Discloser::Rules::IsListOfOne(const RowTable& rows, const model::PageFacts& facts,
                                   const PageText& text) const {
  size_t told = 0;
  const auto& all = rows.table->rows;
  for (size_t r = rows.header_row + 1; r < all.size(); ++r) {
    const bool names = rows.subject != std::string::npos && elements.IsValue(all[r][rows.subject].text);
    const bool numbers_it = rows.number != std::string::npos && elements.IsValue(all[r][rows.number].text);
    told += names && numbers_it ? 1U : 0U;
  }
  return told == 1 && lexicon.Matches("row_list_title", base::FoldLabel(ValueOf(facts.title))) &&
         !NamesOneSubject(*rows.table, text, lexicon, elements);
}

model::DateMeaning Discloser::Rules::MeaningOf(const std::string& header) const {
  std::string folded = base::FoldLabel(header);
  while (folded.ends_with(':')) folded.pop_back();
  model::DateMeaning meaning = model::DateMeaning::kUnknown;
  if (lexicon.DateLabel(folded, &meaning)) return meaning;
  return lexicon.DateLabelAtEnd(folded, &meaning) > 0 ? meaning : model::DateMeaning::kUnknown;
}

void Discloser::Rules::ReadRowDates(const RowTable& rows, size_t row, Disclosure* out) const {
  const auto& header = rows.table->rows[rows.header_row];
  for (size_t c = 0; c < header.size(); ++c) {
    const Cell& cell = rows.table->rows[row][c];
    if (cell.text.size() > 300) continue;
    for (const DateToken& token : ScanDates(cell.text).dates) {
      model::DateReading reading;
      reading.date = token.date;
      reading.precision = token.precision;
      reading.meaning = MeaningOf(header[c].text);
      reading.source = model::ReadingSource::kTable;
      reading.grade = token.grade == Grade::kCertain ? Grade::kLikely : Grade::kWeak;
      reading.midnight = token.midnight;
      reading.span = {base::Ellipsize(MaskPrivate(cell.text), 200), cell.begin, cell.end};
      out->dates.push_back(std::move(reading));
    }
  }
}

/// Cells of a row that point to an attachment: the one that names the row's subject or number has the value.
/// If one names it and has none, the row lacks it; if none does, or one could not be read, that stays open.
void Discloser::Rules::FollowCells(const PageAttachments& attachments, const std::string& item,
                                   const std::vector<std::string>& pointed, Disclosure* row) const {
  constexpr size_t kLeastName = 12;  // bytes: shorter names stand anywhere
  std::set<std::string> open(pointed.begin(), pointed.end());
  for (const model::ElementReading& element : row->elements) open.erase(element.element);
  if (open.empty()) return;
  const std::string subject = base::FoldLabel(row->subject_text);
  const std::string number = base::FoldLabel(row->doc_number);
  bool named = false;
  for (const AttachmentText& file : attachments.texts) {
    const std::string text = base::FoldLabel(file.text.text);
    const auto holds = [&](const std::string& name) {
      return name.size() >= kLeastName && text.find(name) != std::string::npos;
    };
    if (!holds(subject) && !holds(number)) continue;
    named = true;
    for (model::ElementReading& element : elements.Find(item, file.text).present) {
      if (open.erase(element.element) == 0) continue;
      file.Mark(&element.span);
      row->elements.push_back(std::move(element));
    }
  }
  if (!open.empty() && (!named || attachments.unread || attachments.unfetched)) row->unread_attachment = true;
}

void Discloser::Rules::AddRows(const PageInputMeta& meta, const model::PageFacts& facts, const PageText& text,
                               const AttachmentText* file, const PageAttachments& attachments,
                               const RowTable& rows, size_t table_index, std::vector<Disclosure>* out) const {
  const auto cell = [&](size_t r, size_t c) {
    return c == std::string::npos ? std::string() : base::CollapseSpace(rows.table->rows[r][c].text);
  };
  const size_t last = std::min(rows.table->rows.size(), rows.header_row + 1 + kMaxRows);
  for (size_t r = rows.header_row + 1; r < last; ++r) {
    const std::string subject = cell(r, rows.subject);
    const std::string number = cell(r, rows.number);
    if (!elements.IsValue(subject) && !elements.IsValue(number)) continue;
    if (rows.subject != std::string::npos && subject == cell(rows.header_row, rows.subject))
      continue;  // header again
    std::string told_by;
    for (const ItemMatch& match : rows.by_row ? ItemsOfRow(rows, r, &told_by) : rows.items) {
      Disclosure row = Base(meta, facts);
      // Rows of all tables of a page count through, so that an id names one row.
      row.row = static_cast<int>(table_index * kMaxRows + r);
      row.id = base::ShortId({meta.url, std::to_string(row.row), match.item});
      row.item = match.item;
      row.grade = match.grade;
      row.why = match.why;
      const bool titled = std::any_of(facts.items.begin(), facts.items.end(), [&](const ItemMatch& page) {
        return page.item == match.item && page.grade == Grade::kCertain;
      });
      if (titled) row.grade = Grade::kCertain;
      const std::string unit = cell(r, rows.unit);
      SetUnit(meta, facts, unit.empty() ? ValueOf(facts.issuer) : unit, &row);
      row.subject_text = MaskPrivate(subject);
      row.subject = MaskPrivate(subjects.Normalise(subject));
      if (!told_by.empty()) {  // What was decided names its project better than who asked for it.
        const Subject named = subjects.SubjectOf(base::FoldLabel(told_by), FindItem(match.item));
        if (named.key.size() >= kLeastKeyBytes) {
          row.subject_text = MaskPrivate(named.text);
          row.subject = MaskPrivate(named.key);
        }
      }
      std::string line;
      for (const Cell& part : rows.table->rows[r]) line += part.text + "\n";
      row.codes = numbers.FindCodes(line);
      AddLabelledCodes(rows.table->rows[rows.header_row], rows.table->rows[r], lexicon, elements, &row.codes);
      const auto parsed = numbers.ParseDocNumber(number);
      row.doc_number = parsed ? parsed->value : number;
      ReadRowDates(rows, r, &row);
      ElementFindings found = elements.FindInRow(match.item, text, *rows.table, rows.header_row, r);
      row.elements = std::move(found.present);
      if (file != nullptr) MarkRow(*file, *rows.table, r, &row);
      FollowCells(attachments, match.item, found.in_attachment, &row);
      if (const model::Item* item = FindItem(match.item))
        AddOwnFacts(*item, facts, parsed ? parsed->value : std::string(), row.dates, &row.elements);
      for (const model::DateReading& date : facts.dates) {
        if (date.meaning == model::DateMeaning::kPublished) row.dates.push_back(date);
      }
      out->push_back(std::move(row));
    }
  }
}

void Discloser::Rules::AddTables(const PageInputMeta& meta, const model::PageFacts& facts,
                                 const PageText& page, const PageText& text, const AttachmentText* file,
                                 const PageAttachments& attachments, size_t first_index,
                                 std::vector<Disclosure>* out) const {
  const std::vector<Table> groups = GroupedValues(text, lexicon);
  const size_t count = std::min<size_t>(text.tables.size(), kTablesOfFile - groups.size());
  for (size_t t = 0; t < count + groups.size(); ++t) {
    const Table& table = t < count ? text.tables[t] : groups[t - count];
    const auto rows = RowsOf(table, facts, text);
    if (!rows) continue;
    // A page that names one subject over its attachment's table tells of that, not of many.
    if (file != nullptr && !rows->by_headers && NamesOneSubject(table, page, lexicon, elements)) continue;
    AddRows(meta, facts, text, file, attachments, *rows, first_index + t, out);
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
