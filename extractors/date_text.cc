#include "extractors/date_text.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "base/han_digit.h"
#include "base/text.h"
#include "extractors/date_signs.h"

namespace mingcha::extractors {
namespace {

constexpr int kMinYear = 1900;
constexpr int kMaxYear = 2099;

struct Symbol {
  char32_t c;
  size_t begin;
};

bool IsDigit(char32_t c) { return c >= U'0' && c <= U'9'; }
bool IsLetter(char32_t c) { return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z'); }

class Scanner {
 public:
  Scanner(std::string_view text, bool allow_short_years) : text_(text), short_years_(allow_short_years) {
    symbols_.reserve(text.size() / 2 + 1);
    for (size_t pos = 0; pos < text.size();) {
      const size_t begin = pos;
      const char32_t c = NormalDateChar(base::NextCodePoint(text, &pos));
      if (!IsZeroWidth(c)) symbols_.push_back({c, begin});
    }
  }

  DateScan Run() {
    while (at_ < symbols_.size()) {
      const char32_t c = C(at_);
      if (IsDigit(c)) {
        ArabicAt();
      } else if ((c == 0x4E8C || c == 0x4E00) && HanYearAt()) {
        continue;
      } else {
        ++at_;
      }
    }
    return std::move(scan_);
  }

 private:
  struct Number {
    int value = -1;
    size_t next = 0;
    int digits = 0;
  };

  [[nodiscard]] char32_t C(size_t i) const { return i < symbols_.size() ? symbols_[i].c : U'\n'; }
  [[nodiscard]] size_t Byte(size_t i) const { return i < symbols_.size() ? symbols_[i].begin : text_.size(); }
  [[nodiscard]] size_t SkipSpace(size_t i) const {
    while (C(i) == U' ') ++i;
    return i;
  }
  [[nodiscard]] size_t DigitRun(size_t i) const {
    size_t end = i;
    while (IsDigit(C(end))) ++end;
    return end - i;
  }
  /// Arabic digits with single spaces allowed between them.
  [[nodiscard]] Number Spaced(size_t i, int max_digits) const {
    Number number;
    int value = 0;
    while (number.digits < max_digits && IsDigit(C(i))) {
      value = value * 10 + static_cast<int>(C(i) - U'0');
      ++number.digits;
      ++i;
      if (C(i) == U' ' && IsDigit(C(SkipSpace(i)))) i = SkipSpace(i);
    }
    number.value = number.digits > 0 ? value : -1;
    number.next = i;
    return number;
  }
  [[nodiscard]] Number Plain(size_t i, size_t max_digits) const {
    Number number;
    const size_t run = DigitRun(i);
    if (run == 0 || run > max_digits) return number;
    number.value = 0;
    for (size_t k = 0; k < run; ++k) number.value = number.value * 10 + static_cast<int>(C(i + k) - U'0');
    number.digits = static_cast<int>(run);
    number.next = i + run;
    return number;
  }
  /// A Chinese number below 40 (ten-based or digit by digit with a leading zero).
  [[nodiscard]] Number HanNumber(size_t i) const {
    Number number;
    int value = 0;
    bool any = false;
    bool tens = false;
    for (; number.digits < 4; ++number.digits) {
      const size_t next = any ? SkipSpace(i) : i;
      const int digit = C(next) == U'0' && !any ? -1 : base::HanDigit(C(next));
      if (digit < 0 || IsLetter(C(next))) break;
      if (digit >= 10) {
        if (tens) return {};
        value = digit == 10 ? (any ? value * 10 : 10) : digit;
        tens = true;
      } else {
        if (any && !tens && value != 0) return {};
        value += digit;
      }
      any = true;
      i = next + 1;
    }
    if (any) number.value = value;
    number.next = i;
    return number;
  }

  /// A month or day number: Arabic (spaces inside allowed) or Chinese.
  [[nodiscard]] Number Part(size_t i) const { return IsDigit(C(i)) ? Spaced(i, 2) : HanNumber(i); }

  void Doubt(size_t from, size_t to, const char* reason) {
    if (scan_.doubts.size() >= 64) return;
    const size_t begin = Byte(from);
    const size_t end = Byte(to);
    scan_.doubts.push_back({std::string(text_.substr(begin, end - begin)), reason, begin, end});
  }

  /// Adds a date; false and a doubt if no such day exists.
  bool Add(size_t from, size_t to, int year, int month, int day, model::Grade grade) {
    at_ = to;
    const auto date = base::Date::FromYmd(year, month == 0 ? 1 : month, day == 0 ? 1 : day);
    if (!date) {
      Doubt(from, to, "impossible date");
      return false;
    }
    DateToken token;
    token.date = *date;
    token.precision = day != 0     ? model::DatePrecision::kDay
                      : month != 0 ? model::DatePrecision::kMonth
                                   : model::DatePrecision::kYear;
    token.grade = grade;
    token.begin = Byte(from);
    token.end = Byte(to);
    token.full_end = token.end;
    token.range_end = !scan_.dates.empty() && from > 0 && JoinedToPrevious(from);
    scan_.dates.push_back(token);
    if (day != 0) Time();
    last_ = at_;
    if (day != 0 || month != 0) RangeTail(year, month);
    return true;
  }

  /// True if only a range sign stands between the last date and `from`.
  [[nodiscard]] bool JoinedToPrevious(size_t from) const {
    size_t i = SkipRemark(SkipSpace(last_));
    bool joined = false;
    for (int signs = 0; signs < 5 && i < from; ++signs) {
      const char32_t c = C(i);
      if (c == U'-' || c == U'~' || c == kUntilSign || c == kToSign) {
        joined = true;
      } else if (c != kFromSign && c != 0xFF08 && c != 0xFF09) {
        return false;
      }
      i = SkipSpace(i + 1);
    }
    return joined && i == from;
  }

  /// After a short remark in brackets (a weekday) at `i`, else `i`.
  [[nodiscard]] size_t SkipRemark(size_t i) const {
    if (C(i) != U'(' && C(i) != 0xFF08) return i;
    for (size_t end = i + 1; end <= i + 6; ++end) {
      if (C(end) == U')' || C(end) == 0xFF09) return SkipSpace(end + 1);
      if (IsDigit(C(end)) || C(end) == U'\n') return i;
    }
    return i;
  }

  /// After a word for the part of the day (morning, noon, evening) at `i`, else `i`.
  [[nodiscard]] size_t SkipDayPart(size_t i) const {
    const char32_t c = C(i);
    const bool noon = (c == 0x4E0A || c == 0x4E0B || c == 0x4E2D) && C(i + 1) == 0x5348;
    const bool edge = (c == 0x65E9 || c == 0x665A) && C(i + 1) == 0x4E0A;
    return noon || edge ? SkipSpace(i + 2) : i;
  }

  /// Reads a time right after the date that was just added.
  void Time() {
    DateToken& token = scan_.dates.back();
    size_t i = SkipDayPart(SkipRemark(SkipSpace(at_)));
    const bool iso = C(i) == U'T' || C(i) == U't';
    if (iso) ++i;
    const Number hour = Plain(i, 2);
    if (hour.value < 0 || hour.value > 24) return;
    i = SkipSpace(hour.next);
    const bool colon = C(i) == U':';
    if (!colon && C(i) != kHourSign && C(i) != kPointSign) return;
    const Number minute = Plain(SkipSpace(i + 1), 2);
    if (colon && (minute.value < 0 || minute.value > 59)) return;
    at_ = minute.value >= 0 ? minute.next : i + 1;
    int second = 0;
    if (C(at_) == kMinuteSign || (colon && C(at_) == kHourSign)) ++at_;
    if (C(at_) == U':' && Plain(at_ + 1, 2).value >= 0) {
      second = Plain(at_ + 1, 2).value;
      at_ = Plain(at_ + 1, 2).next;
    }
    token.midnight = hour.value == 0 && minute.value <= 0 && second == 0;
    if (iso && minute.value >= 0) Zone(hour.value * 60 + minute.value, second, &token);
    token.full_end = Byte(at_);
  }

  /// RFC 3339 5.6: fraction and offset behind an ISO time that was just read. The day in China counts; where
  /// it is another than the one written it is never certain, since templates print local times with a `Z`
  /// too.
  void Zone(int minutes, int second, DateToken* token) {
    constexpr int kChina = 8 * 60, kDay = 24 * 60;
    size_t i = at_;
    if (C(i) == U'.' && IsDigit(C(i + 1))) i += 1 + DigitRun(i + 1);
    int offset = 0;
    if (C(i) == U'Z' || C(i) == U'z') {
      ++i;
    } else {
      const char32_t sign = C(i);
      const Number hours = Plain(i + 1, 2);
      const Number rest = C(hours.next) == U':' ? Plain(hours.next + 1, 2) : Number{};
      if ((sign != U'+' && sign != U'-') || hours.digits != 2 || hours.value > 14 || rest.digits != 2) return;
      offset = (hours.value * 60 + rest.value) * (sign == U'-' ? -1 : 1);
      i = rest.next;
    }
    at_ = i;
    const int local = minutes - offset + kChina;
    token->midnight = (local + kDay) % kDay == 0 && second == 0;
    if (local >= 0 && local < kDay) return;
    token->date = token->date.PlusDays(local < 0 ? -1 : 1);
    // A local midnight is told in UTC by nobody but a program; any other hour may be a local one with a false
    // Z.
    token->grade = token->midnight ? model::Grade::kLikely : model::Grade::kWeak;
  }

  /// `… to 15`, `… to April 1` after a date: the second date takes over what it leaves out.
  void RangeTail(int year, int month) {
    size_t i = SkipRemark(SkipSpace(at_));
    if (C(i) == kFromSign) i = SkipSpace(i + 1);
    const size_t sign = i;
    while (C(i) == U'-' || C(i) == U'~' || C(i) == kUntilSign || C(i) == kToSign) ++i;
    if (i == sign || i - sign > 4) return;
    i = SkipSpace(i);
    const Number first = Part(i);
    if (first.value <= 0 || first.digits > 2) return;
    size_t next = SkipSpace(first.next);
    if (C(next) == kMonthSign) {
      const Number day = Part(SkipSpace(next + 1));
      const size_t end = SkipSpace(day.next);
      if (day.value <= 0 || (C(end) != kDaySign && C(end) != kNumberSign)) return;
      if (first.value < month) {
        Doubt(i, end + 1, "range without its second year");
        at_ = end + 1;
        return;
      }
      Add(i, end + 1, year, first.value, day.value, model::Grade::kCertain);
    } else if (month != 0 && (C(next) == U'.' || C(next) == U'/' || (C(next) == U'-' && C(sign) != U'-'))) {
      // `2018.3.12-3.20`: only forward in time, and nothing more may follow.
      const Number day = Plain(next + 1, 2);
      const char32_t after = C(day.next);
      const base::Date& start = scan_.dates.back().date;
      const auto end = day.value > 0 ? base::Date::FromYmd(year, first.value, day.value) : std::nullopt;
      if (!end || *end < start || IsDigit(after) || IsLetter(after) || after == C(next) || after == U'%')
        return;
      Add(i, day.next, year, first.value, day.value, model::Grade::kCertain);
    } else if (month != 0 && (C(next) == kDaySign || (C(next) == kNumberSign))) {
      Add(i, next + 1, year, month, first.value, model::Grade::kCertain);
    }
  }

  /// True if a date of the moon's calendar begins at `from`: the word stands before it, or its months have
  /// names.
  [[nodiscard]] bool IsLunar(size_t from, size_t sign) const {
    size_t back = from;
    while (back > 0 && (C(back - 1) == U' ' || C(back - 1) == U':')) --back;
    if (back >= 2 && C(back - 1) == kCalendarSign) {
      const char32_t kind = C(back - 2);
      if (kind == 0x519C || kind == 0x9634 || kind == 0x65E7) return true;
    }
    const size_t month = SkipSpace(sign + 1);
    const char32_t name = C(month);
    if ((name == 0x6B63 || name == 0x814A || name == 0x51AC) && C(month + 1) == kMonthSign) return true;
    if (name == 0x95F0) return true;
    const Number number = Part(month);
    const size_t end = SkipSpace(number.next);
    return number.value > 0 && C(end) == kMonthSign && C(SkipSpace(end + 1)) == kEarlySign;
  }

  /// After a year sign at `sign`: month and day, as many as there are.
  void SignForm(size_t from, size_t sign, int year) {
    if (IsLunar(from, sign)) {
      Doubt(from, sign + 1, "a date of the lunar calendar");
      at_ = sign + 1;
      return;
    }
    size_t i = SkipSpace(sign + 1);
    Number month = Part(i);
    if (C(i) == kFirstSign && C(SkipSpace(i + 1)) == kMonthSign) month = {1, i + 1, 1};
    const size_t month_end = SkipSpace(month.next);
    if (month.value < 0 || C(month_end) != kMonthSign) {
      // A blank form (`2018 nian yue ri`) states nothing.
      if (C(i) == kMonthSign || (C(i) == U'_' || C(i) == 0xD7)) {
        at_ = i;
        return;
      }
      Add(from, sign + 1, year, 0, 0, model::Grade::kCertain);
      return;
    }
    i = SkipSpace(month_end + 1);
    const Number day = Part(i);
    const size_t day_end = SkipSpace(day.next);
    const char32_t after = C(day_end);
    if (day.value >= 0 && (after == kDaySign || after == kNumberSign)) {
      Add(from, day_end + 1, year, month.value == 0 ? 13 : month.value, day.value == 0 ? 32 : day.value,
          model::Grade::kCertain);
      return;
    }
    const bool range = after == U'-' || after == U'~' || after == kUntilSign || after == kToSign;
    const bool ends = after == U'\n' || after == U' ' || after == U')' || after == 0xFF09 ||
                      after == 0x3002 || after == 0xFF0C || after == U',' || after == 0x3011 ||
                      C(day.next) == U' ';
    if (day.value > 0 && IsDigit(C(i)) && !IsDigit(after) && (range || ends)) {
      Add(from, day.next, year, month.value, day.value,
          range ? model::Grade::kCertain : model::Grade::kLikely);
      return;
    }
    Add(from, month_end + 1, year, month.value == 0 ? 13 : month.value, 0, model::Grade::kCertain);
  }

  bool HanYearAt() {
    size_t i = at_;
    int year = 0;
    for (int k = 0; k < 4; ++k) {
      i = SkipSpace(i);
      const int digit = IsDigit(C(i)) ? static_cast<int>(C(i) - U'0') : base::HanDigit(C(i));
      if (digit < 0 || digit > 9) return false;
      year = year * 10 + digit;
      ++i;
    }
    const size_t sign = SkipSpace(i);
    if (C(sign) != kYearSign || year < kMinYear || year > kMaxYear) return false;
    if (at_ > 0 && (base::HanDigit(C(at_ - 1)) >= 0 && !IsLetter(C(at_ - 1)))) return false;
    SignForm(at_, sign, year);
    return true;
  }

  /// Separator run at i: its character, and *next after it; 0 if none.
  [[nodiscard]] char32_t Separator(size_t i, size_t* next) const {
    i = SkipSpace(i);
    const char32_t c = C(i);
    if (c != U'-' && c != U'/' && c != U'.') return 0;
    size_t end = i + 1;
    while (c == U'-' && C(end) == U'-' && end - i < 4) ++end;
    *next = SkipSpace(end);
    return c;
  }

  /// Year-month-day with separators, from a four-digit year. False if it is not one (nothing consumed).
  bool SeparatedForm(size_t from, size_t year_end, int year) {
    if (from > 0 && from != last_) {
      const char32_t before = C(from - 1);
      const bool dash_of_range = before == U'-' && JoinedToPrevious(from);
      if (IsLetter(before) || before == U'/' || before == U'_' || before == U'=' || before == U'.' ||
          before == U'%' || (before == U'-' && !dash_of_range)) {
        return false;
      }
    }
    size_t i = 0;
    const char32_t separator = Separator(year_end, &i);
    if (separator == 0) return false;
    const Number month = Plain(i, 2);
    if (month.value < 0) return false;
    size_t day_at = 0;
    const char32_t second = Separator(month.next, &day_at);
    if (second == 0 || second != separator) return MonthForm(from, month.next, year, month, separator);
    const Number day =
        month.digits == 2 && TimeAt(day_at + 2) ? Number{Digits(day_at, 2), day_at + 2, 2} : Plain(day_at, 2);
    if (day.value < 0 || IsLetterButT(C(day.next))) return false;
    const char32_t after = C(day.next);
    if (after == separator || after == U'_') {
      // A further group makes it a number or a path, unless the group is the year of a range's end.
      size_t k = day.next;
      while (C(k) == U'-') ++k;
      if (separator == U'/' || (IsDigit(C(k)) && DigitRun(k) != 4) ||
          (separator == U'.' && IsDigit(C(k + 1))))
        return false;
    }
    if (after == kNumberSign) return false;
    const size_t end = after == kDaySign ? day.next + 1 : day.next;
    Add(from, end, year, month.value == 0 ? 13 : month.value, day.value == 0 ? 32 : day.value,
        model::Grade::kCertain);
    return true;
  }

  /// True if two digits end and `hh:mm` begins at `i`: the space between day and time got lost, as between
  /// two elements.
  [[nodiscard]] bool TimeAt(size_t i) const {
    return i >= 2 && DigitRun(i - 2) == 4 && C(i + 2) == U':' && Digits(i, 2) < 24 && DigitRun(i + 3) == 2 &&
           Digits(i + 3, 2) < 60;
  }

  [[nodiscard]] static bool IsLetterButT(char32_t c) { return IsLetter(c) && c != U'T' && c != U't'; }

  bool MonthForm(size_t from, size_t end, int year, const Number& month, char32_t separator) {
    const char32_t after = C(end);
    const size_t word = SkipSpace(end);
    const bool whole = SkipSpace(0) == from && word >= symbols_.size();
    if (month.digits != 2 || month.value < 1 || month.value > 12) return false;
    if (separator == U'.' && !whole) return false;
    if (IsDigit(after) || IsLetter(after) || after == U'-' || after == U'/' || after == U'.' ||
        C(word) == kNumberSign || C(word) == kYearSign || C(word) == 0x3015 || after == U')' ||
        after == U']') {
      return false;
    }
    if (from > 0 &&
        (C(from - 1) == U'(' || C(from - 1) == 0xFF08 || C(from - 1) == 0xFF09 || C(from - 1) == U')'))
      return false;
    Add(from, end, year, month.value, 0, model::Grade::kLikely);
    return true;
  }

  void ArabicAt() {
    const size_t from = at_;
    const size_t run = DigitRun(from);
    const char32_t before = from > 0 ? C(from - 1) : U'\n';
    if (IsLetter(before) || before == U'_') {
      at_ = from + run;
      return;
    }
    if (run == 4 && FourDigits(from)) return;
    if (run == 8 && EightDigits(from, before)) return;
    if (run <= 3 && SplitYear(from)) return;
    if (run <= 2 && ShortOrReversed(from, before)) return;
    if (run >= 5 && run <= 7) BareDigits(from, run, before);
    at_ = from + run;
  }

  bool FourDigits(size_t from) {
    const int year = Plain(from, 4).value;
    const size_t sign = SkipSpace(from + 4);
    if (year < kMinYear || year > kMaxYear) return false;
    if (C(sign) == kYearSign) {
      SignForm(from, sign, year);
      return true;
    }
    return SeparatedForm(from, from + 4, year);
  }

  bool EightDigits(size_t from, char32_t before) {
    const char32_t after = C(from + 8);
    if (IsLetter(after) || after == U'-' || after == U'/' || after == U'.' || after == U'_' ||
        before == U'-' || before == U'/' || before == U'.' || before == U'#' || after == kNumberSign ||
        C(SkipSpace(from + 8)) == kNumberSign) {
      return false;
    }
    const int year = Digits(from, 4);
    const int month = Digits(from + 4, 2);
    const int day = Digits(from + 6, 2);
    if (year < 1949 || year > kMaxYear || !base::Date::FromYmd(year, month, day)) return false;
    const bool sign = after == kDaySign;
    Add(from, from + 8 + (sign ? 1 : 0), year, month, day, model::Grade::kLikely);
    return true;
  }

  [[nodiscard]] int Digits(size_t i, size_t n) const {
    int value = 0;
    for (size_t k = 0; k < n; ++k) value = value * 10 + static_cast<int>(C(i + k) - U'0');
    return value;
  }

  /// `20 21 nian`, `201 8 nian`: four digits torn by spaces, known by the year sign.
  bool SplitYear(size_t from) {
    const Number year = Spaced(from, 5);
    const size_t sign = SkipSpace(year.next);
    if (year.digits != 4 || C(sign) != kYearSign || year.value < kMinYear || year.value > kMaxYear)
      return false;
    SignForm(from, sign, year.value);
    return true;
  }

  /// Two-digit years (on request, weak) and dates that put the year last (refused: day and month cannot be
  /// told).
  bool ShortOrReversed(size_t from, char32_t before) {
    if (before == U'-' || before == U'/' || before == U'.') return false;
    const Number first = Plain(from, 2);
    size_t i = 0;
    const char32_t separator = Separator(first.next, &i);
    const Number second = separator != 0 ? Plain(i, 2) : Number{};
    size_t k = 0;
    if (second.value < 0 || Separator(second.next, &k) != separator) return false;
    const size_t run = DigitRun(k);
    const char32_t after = C(k + run);
    if (IsLetter(after) || after == separator) return false;
    if (run == 4 && separator != U'.' && Digits(k, 4) >= kMinYear && Digits(k, 4) <= kMaxYear) {
      Doubt(from, k + 4, "day and month cannot be told apart");
      at_ = k + 4;
      return true;
    }
    if (!short_years_ || run != 2 || first.digits != 2 || second.digits != 2) return false;
    const int year = first.value < 50 ? 2000 + first.value : 1900 + first.value;
    if (!base::Date::FromYmd(year, second.value, Digits(k, 2))) return false;
    Add(from, k + 2, year, second.value, Digits(k, 2), model::Grade::kWeak);
    scan_.dates.back().two_digit_year = true;
    return true;
  }

  /// Five to seven digits: signs were lost and more than one reading is left. Told only where a date was
  /// meant: before a day sign or alone in its line.
  void BareDigits(size_t from, size_t run, char32_t before) {
    const int head = Digits(from, 4);
    if (head < 1949 || head > kMaxYear) return;
    const char32_t after = C(SkipSpace(from + run));
    size_t back = from;
    while (back > 0 && C(back - 1) == U' ') --back;
    const bool alone = (back == 0 || C(back - 1) == U'\n') && after == U'\n';
    if (after == kDaySign || (alone && before != U'-')) {
      Doubt(from, SkipSpace(from + run) + (after == kDaySign ? 1 : 0), "ambiguous digits");
    }
  }

  std::string_view text_;
  bool short_years_;
  std::vector<Symbol> symbols_;
  size_t at_ = 0;
  size_t last_ = 0;  // where the last date ended, its time included
  DateScan scan_;
};

}  // namespace

DateScan ScanDates(std::string_view text, bool allow_short_years) {
  return Scanner(text, allow_short_years).Run();
}

}  // namespace mingcha::extractors
