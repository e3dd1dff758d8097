#include "base/digest.h"
#include "extractors/date_text.h"
#include "extractors/disclose_rules.h"
#include "extractors/folded_text.h"
#include "extractors/grouped_values.h"
#include "extractors/own_facts.h"
#include "extractors/privacy.h"

namespace mingcha::extractors {
namespace {

constexpr size_t kLeastRows = 2;
constexpr size_t kHeaderRows = 3;  // a table's headers stand in one of its first rows
constexpr size_t kMaxRows = 3'000;
constexpr size_t kLongestCellQuoted = 60;  // code points

/// Says of everything read from a row of an attachment's table where it stands.
void MarkRow(const AttachmentText& file, const Table& table, size_t row, Disclosure* out) {
  out->source_file = file.PlaceOfRow(table, row);
  for (model::ElementReading& element : out->elements) file.Mark(&element.span);
  for (model::DateReading& date : out->dates) file.Mark(&date.span);
}

}  // namespace

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
    // Headers may be those of an item that such rows tell of as well (who builds it, of a permit).
    for (ItemMatch& act : ItemsOfActs(rows, headers, facts, text)) {
      const bool known = std::any_of(rows.items.begin(), rows.items.end(),
                                     [&](const ItemMatch& match) { return match.item == act.item; });
      if (!known) rows.items.push_back(std::move(act));
    }
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

}  // namespace mingcha::extractors
