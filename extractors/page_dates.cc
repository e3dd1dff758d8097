#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "extractors/date_rank.h"
#include "extractors/dates.h"
#include "extractors/scripts.h"

namespace mingcha::extractors {
namespace {

using model::DateMeaning;
using model::DatePrecision;
using model::DateReading;
using model::Grade;
using model::ReadingSource;

constexpr size_t kMaxReadings = 400;
constexpr size_t kHeadZone = 700;  // bytes after the title in which the line under it stands
constexpr int kHeadLines = 3;      // Under the title, where a page tells of itself.

struct Line {
  size_t begin = 0, end = 0;
  std::string_view text;
};

std::vector<Line> Lines(std::string_view text, size_t from, size_t to) {
  std::vector<Line> lines;
  for (size_t begin = from; begin < to;) {
    size_t end = std::min(text.find('\n', begin), to);
    if (end > begin) lines.push_back({begin, end, text.substr(begin, end - begin)});
    begin = end + 1;
  }
  return lines;
}

/// False for a table that only lays out the page: one cell a row, the title, the line under it, the text.
bool HasColumns(const Table& table) {
  return std::any_of(table.rows.begin(), table.rows.end(), [](const auto& row) { return row.size() >= 2; });
}

/// Collects candidates of one page; each step is one kind of place.
class PageReader {
 public:
  PageReader(const Document& document, const PageView& view, const DateContext& context,
             const LexiconIndex& lexicon, std::vector<std::string>* doubts)
      : document_(document),
        view_(view),
        context_(context),
        lexicon_(lexicon),
        doubts_(doubts),
        text_(view.page.text) {
    MarkFrame();
  }

  void ReadFields(const InfoFields& info);
  void ReadHeadLine();
  [[nodiscard]] bool HoldsLabel(const Line& line, size_t bytes) const;
  [[nodiscard]] bool TellsOtherDay(std::string_view before) const;
  /// A value that is told to be the day of publication, likely; nullopt if it opens with no day.
  [[nodiscard]] static std::optional<DateReading> Told(std::string_view value, ReadingSource source,
                                                       std::string quote);
  void ReadScripts();
  /// The one day that a script prints behind a label of publication, however it names it.
  [[nodiscard]] std::optional<std::string> PrintedDay(int script_node, const std::string& script) const;
  void ReadMeta(const MetaTags& meta);
  void ReadUrls();
  void ReadSignature();
  void ReadCaption();
  [[nodiscard]] bool BeginsRow(size_t at) const;
  [[nodiscard]] DateMeaning MeaningInColumn(size_t at) const;
  void ReadBody();
  PageDates Rank();

 private:
  void MarkFrame();
  [[nodiscard]] bool InFrame(size_t at) const {
    return std::any_of(frame_.begin(), frame_.end(),
                       [&](const TextRange& range) { return range.Contains(at); });
  }
  [[nodiscard]] bool InTable(size_t at) const {
    return std::any_of(view_.page.tables.begin(), view_.page.tables.end(), [&](const Table& table) {
      return table.begin <= at && at < table.end && HasColumns(table);
    });
  }
  [[nodiscard]] bool IsBoilerplate(const base::Date& date) const {
    return std::find(context_.boilerplate.begin(), context_.boilerplate.end(), date) !=
           context_.boilerplate.end();
  }
  /// A clock: in the frame, or beside a weekday or «today is», before the main text begins.
  [[nodiscard]] bool IsClock(size_t begin, size_t end) const;
  void Keep(DateReading reading) {
    if (readings_.size() >= kMaxReadings) return;
    // What the page itself labels stands, whatever its neighbours print.
    if (reading.grade != Grade::kCertain && IsBoilerplate(reading.date)) {
      reading.grade = Grade::kWeak;
      reading.meaning = DateMeaning::kUnknown;
      reading.source = ReadingSource::kHeader;
    }
    readings_.push_back(std::move(reading));
  }
  DateReading Make(const DateToken& token, size_t offset, DateMeaning meaning, ReadingSource source,
                   Grade grade) const {
    DateReading reading;
    reading.date = token.date;
    reading.precision = token.precision;
    reading.meaning = meaning;
    reading.source = source;
    reading.grade = std::max(grade, token.grade);  // the weaker of the two
    reading.midnight = token.midnight;
    reading.span.begin = offset + token.begin;
    reading.span.end = offset + token.full_end;
    reading.span.quote = std::string(text_.substr(reading.span.begin, reading.span.end - reading.span.begin));
    return reading;
  }
  [[nodiscard]] bool Claimed(size_t begin) const {
    return std::any_of(readings_.begin(), readings_.end(),
                       [&](const DateReading& r) { return r.span.begin <= begin && begin < r.span.end; });
  }
  bool TrySignature(const std::vector<Line>& lines, size_t i, bool* with_name);
  /// A signing line without the note that a seal stands beside it.
  [[nodiscard]] std::string WithoutSeal(std::string_view line) const;

  const Document& document_;
  const PageView& view_;
  const DateContext& context_;
  const LexiconIndex& lexicon_;
  std::vector<std::string>* doubts_;
  std::string_view text_;
  std::vector<TextRange> frame_;
  std::vector<DateReading> readings_;
  std::string signer_;
  model::EvidenceSpan signer_span_;
};

void PageReader::MarkFrame() {
  for (int i = 0; i < document_.size(); ++i) {
    if (!view_.chrome[static_cast<size_t>(i)]) continue;
    const TextRange range = view_.ranges[static_cast<size_t>(i)];
    if (range.size() > 0) frame_.push_back(range);
    i = document_.node(i).end - 1;
  }
}

bool PageReader::IsClock(size_t begin, size_t end) const {
  if (InFrame(begin)) return true;
  if (begin >= view_.page.main_begin && context_.title_end > 0 && begin > context_.title_end) return false;
  const std::string after = base::FoldLabel(text_.substr(end, 30));
  for (const std::string& day : lexicon_.Words("weekdays")) {
    if (after.starts_with(day) || after.starts_with("(" + day)) return true;
  }
  const size_t from = begin > 60 ? begin - 60 : 0;
  const size_t line = text_.rfind('\n', begin);
  size_t start = std::max(from, line == std::string_view::npos ? 0 : line);
  while (start < begin && (static_cast<unsigned char>(text_[start]) & 0xC0U) == 0x80) ++start;
  std::string before = base::FoldLabel(text_.substr(start, begin - start));
  while (before.ends_with(":")) before.pop_back();
  const auto& leads = lexicon_.Words("clock_leads");
  return std::any_of(leads.begin(), leads.end(),
                     [&](const std::string& lead) { return before.ends_with(lead); });
}

void PageReader::ReadFields(const InfoFields& info) {
  for (const LabelValue& pair : view_.page.pairs) {
    std::string_view field = lexicon_.FieldOf(pair.label);
    const bool by_ending = field.empty();
    if (by_ending) field = lexicon_.HeadFieldOf(pair.label);
    if (field != "formed" && field != "published" && field != "issued" && field != "plain_date") continue;
    if (InFrame(pair.begin)) continue;
    // Past the head of the page, «time» and «date» mean anything, and published dates of other things are
    // told.
    const size_t head_end = std::max(context_.title_end + kHeadZone, view_.page.main_begin + 200);
    if ((field == "plain_date" || by_ending) && (pair.begin > head_end || InTable(pair.begin))) continue;
    const DateScan scan = ScanDates(pair.value, true);
    for (const DateDoubt& doubt : scan.doubts)
      doubts_->push_back("date refused: \"" + doubt.text + "\" (" + doubt.reason + ")");
    if (scan.dates.empty() || scan.dates.front().begin > 24) continue;
    const size_t value_at = text_.find(pair.value, pair.begin);
    const size_t offset = value_at == std::string_view::npos || value_at > pair.end ? pair.begin : value_at;
    const bool in_data = context_.carried.Contains(pair.begin);
    const auto source = in_data         ? ReadingSource::kScript
                        : pair.in_table ? ReadingSource::kInfoTable
                                        : ReadingSource::kArticleHead;
    DateMeaning meaning = field == "formed" ? DateMeaning::kFormed : DateMeaning::kPublished;
    Grade grade = Grade::kCertain;
    if (field == "issued") {
      // «Day of issue» is read both ways: beside a day of formation it is publication, beside a day of
      // publication it is formation, alone it stays open.
      meaning = info.has_formed_label      ? DateMeaning::kPublished
                : info.has_published_label ? DateMeaning::kFormed
                                           : DateMeaning::kUnknown;
      grade = Grade::kLikely;
    } else if (in_data || field == "plain_date" || by_ending ||
               (field == "published" && pair.begin > head_end)) {
      grade = Grade::kLikely;
    }
    DateReading reading = Make(scan.dates.front(), offset, meaning, source, grade);
    reading.span.quote = base::Ellipsize(
        SquashSpace(text_.substr(pair.begin, std::min(pair.end, pair.begin + 300) - pair.begin)), 60);
    Keep(std::move(reading));
  }
}

void PageReader::ReadHeadLine() {
  if (context_.title_end == 0 && view_.page.main_begin == 0) return;
  const size_t from = context_.title_end;
  const size_t to = std::min(text_.size(), std::max(from + kHeadZone, view_.page.main_begin));
  int seen = 0;
  for (const Line& line : Lines(text_, from, to)) {
    if (++seen > 14) break;
    // Where the text has begun, dates are of what it tells.
    if (line.begin >= view_.page.main_begin && line.text.size() > 120 && ScanDates(line.text).dates.empty())
      break;
    if (line.text.size() > 260 || InTable(line.begin)) continue;
    const DateScan scan = ScanDates(line.text, true);
    if (scan.dates.empty() || scan.dates.front().precision != DatePrecision::kDay) continue;
    const auto own = std::find_if(scan.dates.begin(), scan.dates.end(),
                                  [&](const DateToken& date) { return !IsBoilerplate(date.date); });
    if (own == scan.dates.end()) continue;
    const DateToken& token = *own;
    if (Claimed(line.begin + token.begin) || IsClock(line.begin + token.begin, line.begin + token.full_end))
      continue;
    // The day alone, or with its source and such: little stands before it and no sentence after it.
    const std::string before = base::FoldLabel(line.text.substr(0, token.begin));
    const std::string after = base::FoldLabel(line.text.substr(token.full_end));
    if (base::CodePointCount(before) > 24 || before.find("\xEF\xBC\x8C") != std::string::npos ||
        before.find("\xE3\x80\x82") != std::string::npos || after.find("\xE3\x80\x82") != std::string::npos ||
        after.find("\xEF\xBC\x8C") != std::string::npos) {
      continue;
    }
    const bool bracketed =
        (before == "(" || before == "\xE3\x80\x90") && !token.midnight && token.full_end == token.end;
    if (bracketed && line.begin >= view_.page.main_begin) continue;  // a caption, read elsewhere
    DateMeaning label{};
    const bool labelled = DateLabelBefore(line.text.substr(0, token.begin), lexicon_, &label);
    if (labelled && label != DateMeaning::kPublished) continue;
    if (TellsOtherDay(line.text.substr(0, token.begin))) continue;
    // Inside the text a day without a label may be anything, unless it stands where only pages speak of
    // themselves: right under the title, with the time of day or beside what a page tells of itself.
    // What stands before it must not be a label that is not known: «meeting at», «open from».
    const bool alone = before.empty() && (token.full_end > token.end || HoldsLabel(line, line.text.size()));
    const bool beside = !before.empty() && !before.ends_with(':') && HoldsLabel(line, token.begin);
    const bool of_page = line.begin < view_.page.main_begin ||
                         (seen <= kHeadLines && (alone || beside || labelled)) ||
                         (labelled && lexicon_.DateLabel(before, &label));
    Keep(Make(token, line.begin, DateMeaning::kPublished, ReadingSource::kArticleHead,
              of_page ? Grade::kLikely : Grade::kWeak));
    return;
  }
}

/// A known label begins in the first `bytes` of the line.
bool PageReader::HoldsLabel(const Line& line, size_t bytes) const {
  return std::any_of(view_.page.pairs.begin(), view_.page.pairs.end(), [&](const LabelValue& pair) {
    return pair.begin >= line.begin && pair.begin < line.begin + bytes && lexicon_.IsLabel(pair.label);
  });
}

/// The day behind `before` is not of this text's publication, although its label ends so.
bool PageReader::TellsOtherDay(std::string_view before) const {
  const std::string folded = base::FoldWidth(before);
  const std::string_view all = folded;
  const size_t last = all.find_last_not_of(" :");
  if (last == std::string_view::npos) return false;
  const std::string_view label = all.substr(0, last + 1);
  const size_t mark = label.find_last_of(" :|[(\n\t");
  return lexicon_.IsOtherDay(base::FoldLabel(label.substr(mark == std::string_view::npos ? 0 : mark + 1)));
}

std::optional<std::string> PageReader::PrintedDay(int script_node, const std::string& script) const {
  static const re2::RE2 kLiteral(R"(["']([^"'\n]{8,30})["'])");
  // What stands right before the script: a label whose value is yet to come.
  size_t end = std::min(view_.ranges[static_cast<size_t>(script_node)].begin, text_.size());
  while (end > 0 && (text_[end - 1] == ' ' || text_[end - 1] == '\n')) --end;
  const size_t from = text_.rfind('\n', end == 0 ? 0 : end - 1);
  const size_t begin = from == std::string_view::npos ? 0 : from + 1;
  if (begin >= end || end - begin > 200) return std::nullopt;
  std::string label = base::FoldLabel(text_.substr(begin, end - begin));
  if (!label.ends_with(":")) return std::nullopt;
  DateMeaning meaning{};
  label.pop_back();
  if (!DateLabelBefore(label, lexicon_, &meaning) || meaning != DateMeaning::kPublished ||
      TellsOtherDay(text_.substr(begin, end - begin)))
    return std::nullopt;
  std::optional<std::string> day;
  std::optional<base::Date> seen;
  re2::StringPiece input(script);
  std::string literal;
  while (re2::RE2::FindAndConsume(&input, kLiteral, &literal)) {
    const DateScan scan = ScanDates(literal);
    if (scan.dates.size() != 1 || scan.dates.front().precision != DatePrecision::kDay) continue;
    if (scan.dates.front().begin != 0) continue;
    if (seen && *seen != scan.dates.front().date) return std::nullopt;  // two days: which is it?
    seen = scan.dates.front().date;
    day = literal;
  }
  return day;
}

std::optional<DateReading> PageReader::Told(std::string_view value, ReadingSource source, std::string quote) {
  const DateScan scan = ScanDates(value);
  if (scan.dates.empty() || scan.dates.front().precision != DatePrecision::kDay) return std::nullopt;
  DateReading reading;
  reading.date = scan.dates.front().date;
  reading.meaning = DateMeaning::kPublished;
  reading.source = source;
  reading.grade = Grade::kLikely;
  reading.midnight = scan.dates.front().midnight;
  reading.span.quote = std::move(quote);
  return reading;
}

void PageReader::ReadScripts() {
  for (int i = 0; i < document_.size(); ++i) {
    if (!document_.Is(i, "script")) continue;
    const std::string script = StripScriptComments(document_.RawText(i));
    if (script.size() > 200'000) continue;
    const auto keep = [&](const std::string& value) {
      std::optional<DateReading> reading = Told(value, ReadingSource::kScript, base::Ellipsize(value, 60));
      if (!reading) return;
      // Scripts in the frame print clocks and site-wide days.
      if (view_.chrome[static_cast<size_t>(i)]) {
        reading->grade = Grade::kWeak;
        reading->meaning = DateMeaning::kUnknown;
      }
      Keep(std::move(*reading));
    };
    bool named = false;
    for (const auto& re : lexicon_.Patterns("script_date")) {
      re2::StringPiece input(script);
      std::string value;
      for (; re2::RE2::FindAndConsume(&input, *re, &value); named = true) keep(value);
    }
    if (named) continue;
    if (const auto day = PrintedDay(i, script)) keep(*day);
  }
}

void PageReader::ReadMeta(const MetaTags& meta) {
  for (const std::string_view name :
       {"PubDate", "publishdate", "publish_time", "article:published_time", "og:published_time"}) {
    const std::string_view value = meta.Get(name);
    if (value.empty()) continue;
    std::optional<DateReading> reading =
        Told(value, ReadingSource::kMetaTag, std::string(name) + "=" + std::string(value));
    if (!reading) continue;
    Keep(std::move(*reading));
    return;
  }
}

void PageReader::ReadUrls() {
  const auto keep = [&](base::Date date, ReadingSource source, DateMeaning meaning,
                        const std::string& quote) {
    DateReading reading;
    reading.date = date;
    reading.meaning = meaning;
    reading.source = source;
    reading.grade = Grade::kWeak;
    reading.span.quote = base::Ellipsize(quote, 200);
    Keep(std::move(reading));
  };
  if (context_.url != nullptr) {
    if (const auto date = DateInUrl(context_.url->path()))
      keep(*date, ReadingSource::kUrl, DateMeaning::kPublished, context_.url->path());
  }
  if (context_.attachments == nullptr) return;
  for (const model::Link& link : *context_.attachments) {
    if (const auto date = DateInFileName(link.url))
      keep(*date, ReadingSource::kAttachmentName, DateMeaning::kUnknown, link.url);
  }
}

std::string PageReader::WithoutSeal(std::string_view line) const {
  for (const std::string_view bracket : {"(", "\xEF\xBC\x88"}) {
    const size_t at = line.rfind(bracket);
    if (at != std::string_view::npos && lexicon_.IsWord("seal_marks", base::FoldLabel(line.substr(at))))
      return SquashSpace(line.substr(0, at));
  }
  return SquashSpace(line);
}

bool PageReader::TrySignature(const std::vector<Line>& lines, size_t i, bool* with_name) {
  const Line& line = lines[i];
  const DateScan scan = ScanDates(line.text);
  const std::string folded = base::FoldLabel(line.text);
  if (scan.dates.empty()) {
    for (const DateDoubt& doubt : scan.doubts) {
      if (base::FoldLabel(doubt.text) == folded) {
        doubts_->push_back("signature date refused: \"" + doubt.text + "\" (" + doubt.reason + ")");
      }
    }
    return false;
  }
  if (scan.dates.size() != 1) return false;
  const DateToken& token = scan.dates.front();
  if (token.precision == DatePrecision::kYear) return false;
  std::string before = base::FoldLabel(line.text.substr(0, token.begin));
  std::string after = base::FoldLabel(line.text.substr(token.full_end));
  for (const std::string_view mark : {"(", "\xE3\x80\x90", "["}) {
    if (before.ends_with(mark)) before.resize(before.size() - mark.size());
  }
  if (after == ")" || after == "\xE3\x80\x91" || after == "\xE3\x80\x82" || after == "]") after.clear();
  if (!after.empty()) return false;
  if (base::CodePointCount(before) > 34 || before.find_first_of(":,;0123456789") != std::string::npos)
    return false;
  for (const std::string_view mark : {"\xE3\x80\x82", "\xEF\xBC\x8C", "\xE3\x80\x8A", "\xE2\x80\x9C"}) {
    if (before.find(mark) != std::string::npos) return false;
  }
  for (const std::string& word : lexicon_.Words("not_signature")) {
    if (before.ends_with(word)) return false;
  }
  DateMeaning label{};
  if (DateLabelBefore(before, lexicon_, &label)) return false;
  // Who signs: before the date in its line, or in the short lines right above.
  std::string signer;
  size_t signer_begin = line.begin;
  if (!before.empty()) {
    const bool titled = lexicon_.Matches("signer_title", before);
    if (!titled && !IsBodyName(before, lexicon_)) return false;
    if (!titled) signer = SquashSpace(line.text.substr(0, token.begin));
    *with_name = true;
  } else {
    for (size_t back = 1; back <= 3 && back <= i; ++back) {
      const Line& above = lines[i - back];
      const std::string bare = WithoutSeal(above.text);
      const std::string name = base::FoldLabel(bare);
      if (lexicon_.Matches("signer_title", name) && base::CodePointCount(name) < 14) {
        *with_name = true;
        continue;
      }
      if (!IsBodyName(name, lexicon_) || name.find(':') != std::string::npos || InTable(above.begin)) break;
      std::string joint = bare;
      if (!signer.empty()) joint.append("\xE3\x80\x81").append(signer);
      signer = std::move(joint);
      signer_begin = above.begin;
      *with_name = true;
    }
  }
  Keep(Make(token, line.begin, DateMeaning::kFormed, ReadingSource::kSignature,
            *with_name ? Grade::kCertain : Grade::kLikely));
  if (signer_.empty() && !signer.empty() && signer.size() < 240) {
    signer_ = signer;
    signer_span_ = {base::Ellipsize(signer, 200), signer_begin, line.end};
  }
  return true;
}

void PageReader::ReadSignature() {
  const std::vector<Line> lines = Lines(text_, view_.page.main_begin, view_.page.main_end);
  size_t prose = 0;
  std::vector<DateReading> before = std::move(readings_);
  readings_.clear();
  std::optional<DateReading> named;
  std::optional<DateReading> last;
  for (size_t i = 0; i < lines.size(); ++i) {
    const bool short_line = lines[i].text.size() <= 180;
    if (short_line && prose >= 60 && !InTable(lines[i].begin) && lines[i].begin > context_.title_end) {
      bool with_name = false;
      const std::string signer = signer_;
      if (TrySignature(lines, i, &with_name)) {
        DateReading found = readings_.back();
        readings_.pop_back();
        if (with_name && !named) {
          named = found;
        } else if (named) {
          signer_ = signer;  // the first who signs is the page's own
        }
        last = found;
      }
    }
    prose += lines[i].text.size();
  }
  readings_ = std::move(before);
  if (!named) named = last;
  if (!named) return;
  // Short pages: the line was taken for one of the head before it was seen to be signed.
  std::erase_if(readings_, [&](const DateReading& r) {
    return r.grade == Grade::kWeak && r.meaning == DateMeaning::kPublished &&
           r.span.begin == named->span.begin;
  });
  Keep(*named);
}

void PageReader::ReadCaption() {
  // `(2020-01-17)` alone under the title of a report or law: the day it was made.
  int seen = 0;
  for (const Line& line : Lines(text_, view_.page.main_begin, view_.page.main_end)) {
    if (++seen > 6) return;
    const std::string folded = base::FoldLabel(line.text);
    if (!folded.starts_with("(") || !folded.ends_with(")") || folded.size() > 60) continue;
    const DateScan scan = ScanDates(line.text);
    if (scan.dates.size() != 1 || scan.dates[0].precision != DatePrecision::kDay) continue;
    if (base::CodePointCount(folded) > 16) continue;
    Keep(Make(scan.dates[0], line.begin, DateMeaning::kFormed, ReadingSource::kSignature, Grade::kLikely));
    return;
  }
}

/// The place is the beginning of a row under others.
bool PageReader::BeginsRow(size_t at) const {
  return std::any_of(view_.page.tables.begin(), view_.page.tables.end(), [&](const Table& table) {
    return table.rows.size() > 1 && table.begin <= at && at < table.end &&
           std::any_of(table.rows.begin() + 1, table.rows.end(), [&](const std::vector<Cell>& row) {
             return !row.empty() && !row.front().copy && row.front().begin == at;
           });
  });
}

/// Of a table with one row under its headings: what the heading over the place calls a date. Longer tables
/// are lists, whose rows speak for themselves.
DateMeaning PageReader::MeaningInColumn(size_t at) const {
  for (const Table& table : view_.page.tables) {
    if (at < table.begin || at >= table.end || table.rows.size() != 2) continue;
    const std::vector<Cell>& row = table.rows[1];
    for (size_t column = 0; column < row.size(); ++column) {
      if (row[column].copy || at < row[column].begin || at >= row[column].end) continue;
      std::string heading = base::FoldLabel(table.rows[0][column].text);
      while (heading.ends_with(':')) heading.pop_back();
      DateMeaning meaning = DateMeaning::kUnknown;
      return lexicon_.DateLabel(heading, &meaning) ? meaning : DateMeaning::kUnknown;
    }
  }
  return DateMeaning::kUnknown;
}

void PageReader::ReadBody() {
  for (DateReading& reading :
       ReadDates(view_.page.main(), lexicon_, ReadingSource::kBody, doubts_, view_.page.main_begin)) {
    if (Claimed(reading.span.begin)) continue;
    if (reading.meaning == DateMeaning::kUnknown && reading.precision != DatePrecision::kDay) continue;
    if (reading.meaning == DateMeaning::kUnknown && IsClock(reading.span.begin, reading.span.end)) {
      doubts_->push_back("date refused: \"" + reading.span.quote +
                         "\" (a clock of the page, not of its content)");
      continue;
    }
    // What stands before a row's first cell is the row above: no label of its.
    if (BeginsRow(reading.span.begin)) reading.meaning = DateMeaning::kUnknown;
    if (reading.meaning == DateMeaning::kUnknown) reading.meaning = MeaningInColumn(reading.span.begin);
    // What a text calls published may be anything; only the head line and the table speak for the page.
    if (reading.meaning == DateMeaning::kPublished || reading.meaning == DateMeaning::kFormed)
      reading.grade = Grade::kWeak;
    if (InTable(reading.span.begin)) reading.source = ReadingSource::kTable;
    if (reading.meaning == DateMeaning::kUnknown) reading.grade = Grade::kWeak;
    Keep(std::move(reading));
  }
}

PageDates PageReader::Rank() {
  PageDates dates;
  dates.published = BestPublished(readings_);
  dates.formed = BestFormed(readings_);
  if (dates.published) {
    for (const DateReading& reading : readings_) {
      if (reading.meaning != DateMeaning::kPublished || !MaySayPublished(reading)) continue;
      const int apart = std::abs(reading.date.DaysSince(dates.published->date));
      if (apart > 1) {
        doubts_->push_back("published dates differ: " + dates.published->date.Iso() + " (" +
                           std::string(model::ReadingSourceName(dates.published->source)) + ") and " +
                           reading.date.Iso() + " (" + std::string(model::ReadingSourceName(reading.source)) +
                           ")");
      }
    }
  }
  SortByRank(&readings_);
  dates.all = std::move(readings_);
  dates.signer = std::move(signer_);
  dates.signer_span = std::move(signer_span_);
  return dates;
}

}  // namespace

PageDates ReadPageDates(const Document& document, const PageView& view, const MetaTags& meta,
                        const InfoFields& info, const DateContext& context, const LexiconIndex& lexicon,
                        std::vector<std::string>* doubts) {
  PageReader reader(document, view, context, lexicon, doubts);
  reader.ReadFields(info);
  reader.ReadHeadLine();
  reader.ReadScripts();
  reader.ReadMeta(meta);
  reader.ReadUrls();
  reader.ReadSignature();
  reader.ReadCaption();
  reader.ReadBody();
  PageDates dates = reader.Rank();
  std::sort(doubts->begin(), doubts->end());
  doubts->erase(std::unique(doubts->begin(), doubts->end()), doubts->end());
  return dates;
}

}  // namespace mingcha::extractors
