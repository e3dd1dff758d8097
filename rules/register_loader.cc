#include "rules/register_loader.h"

#include <charconv>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "model/enum_names.h"
#include "rules/diagnostic.h"
#include "rules/register_table.h"

namespace mingcha::rules {
namespace {

using model::Plan;

const std::vector<TableColumn>& ColumnsOf(RegisterKind kind) {
  using Columns = std::vector<TableColumn>;
  static const Columns kLedger = {{"item", true}, {"unit", true}, {"subject"},       {"code"},
                                  {"doc_number"}, {"event_date"}, {"event_meaning"}, {"note"}};
  static const Columns kExemptions = {{"item", true}, {"unit", true},  {"subject"},
                                      {"code"},       {"year"},        {"ground", true},
                                      {"approver"},   {"approved_on"}, {"review_on"}};
  static const Columns kNoEvents = {
      {"item", true}, {"unit", true}, {"year", true}, {"declared_by"}, {"declared_on"}};
  static const Columns kProjects = {{"subject", true}, {"code"}, {"unit"}};
  static const Columns kExtensions = {{"item", true},  {"unit", true},   {"subject"},  {"code"},
                                      {"until", true}, {"ground", true}, {"approver"}, {"approved_on"}};
  static const Columns kManual = {{"item", true}, {"unit", true},         {"subject"},       {"code"},
                                  {"doc_number"}, {"published_on", true}, {"url"},           {"carrier"},
                                  {"file"},       {"saved_by", true},     {"saved_on", true}};
  static const Columns kOverrides = {{"finding", true}, {"ruling", true}, {"ground", true}, {"by", true},
                                     {"on", true},      {"days_over"},    {"unit"}};
  static const Columns kJoins = {{"join", true}, {"subject"},      {"code"},     {"other_subject"},
                                 {"other_code"}, {"ground", true}, {"by", true}, {"on"}};
  static const Columns kScores = {{"indicator", true}, {"unit", true}, {"value"}, {"grade"},   {"steps"},
                                  {"judge", true},     {"judged_on"},  {"note"},  {"evidence"}};
  switch (kind) {
    case RegisterKind::kLedger:
      return kLedger;
    case RegisterKind::kExemptions:
      return kExemptions;
    case RegisterKind::kNoEvents:
      return kNoEvents;
    case RegisterKind::kMajorProjects:
      return kProjects;
    case RegisterKind::kExtensions:
      return kExtensions;
    case RegisterKind::kManualEvidence:
      return kManual;
    case RegisterKind::kOverrides:
      return kOverrides;
    case RegisterKind::kProjectJoins:
      return kJoins;
    case RegisterKind::kScores:
      return kScores;
  }
  return kLedger;
}

/// Reads one register file; short-lived.
class RegisterReader {
 public:
  RegisterReader(RegisterKind kind, const std::string& file_name, const Plan& plan,
                 std::vector<Diagnostic>* errors, std::vector<Diagnostic>* warnings)
      : kind_(kind), file_name_(file_name), plan_(plan), errors_(errors), warnings_(warnings) {}

  void Read(std::string_view bytes, model::Registers* registers) {
    for (const Table& table : ReadTables(bytes, file_name_, ColumnsOf(kind_), errors_, warnings_)) {
      table_ = &table;
      for (const TableRow& row : table.rows) ReadRow(row, registers);
    }
  }

 private:
  void Fault(std::string_view column, base::Message expected, std::string found, base::Message remedy = {}) {
    Diagnostic fault = PlaceOf(column);
    fault.expected = std::move(expected);
    fault.found = std::move(found);
    fault.remedy = std::move(remedy);
    errors_->push_back(std::move(fault));
    row_good_ = false;
  }

  [[nodiscard]] Diagnostic PlaceOf(std::string_view column) const {
    const auto it = table_->columns.find(column);
    const int position = it == table_->columns.end() ? 0 : static_cast<int>(it->second) + 1;
    Diagnostic place{file_name_, row_->row, position, column.empty() ? std::string() : HeadingOf(column),
                     {},         {},        {}};
    place.sheet = table_->sheet;
    return place;
  }

  [[nodiscard]] const TableCell& CellAt(std::string_view column) const {
    static const TableCell kNone;
    const auto it = table_->columns.find(column);
    return it == table_->columns.end() || it->second >= row_->cells.size() ? kNone : row_->cells[it->second];
  }

  [[nodiscard]] std::string Cell(std::string_view column) const { return CellAt(column).text; }

  std::string Item() {
    std::string text = Cell("item");
    if (text.empty() || plan_.FindItem(text) != nullptr) return text;
    std::vector<std::string> found;
    for (const model::Item& item : plan_.items) {
      if (base::FoldLabel(item.name) == base::FoldLabel(text)) found.push_back(item.id);
    }
    if (found.size() == 1) return found.front();
    if (found.size() > 1) {
      Fault("item", base::Msg("the id of one item ({} bear this name)", base::Join(found, ", ")), text,
            base::Msg("write the id"));
      return {};
    }
    std::vector<std::string> ids;
    for (const model::Item& item : plan_.items) ids.push_back(item.id);
    Fault("item", base::Msg("the id or name of an item of the plan"), text, Suggest(text, ids));
    return {};
  }

  static base::Message Suggest(const std::string& text, const std::vector<std::string>& known) {
    const std::string nearest = Nearest(text, known);
    return nearest.empty() ? base::Message{} : base::Msg("did you mean \"{}\"?", nearest);
  }

  /// A unit's name as written, and as it is within its district: from the district's name on, after it, and
  /// after the last sign of it (of «乙市甲区财政局» also «甲区财政局», «财政局» and «区财政局»).
  [[nodiscard]] std::vector<std::string> WithoutDistrict(const std::string& folded) const {
    std::vector<std::string> out = {folded};
    const std::string district = base::FoldLabel(plan_.assessment.district);
    const size_t at = district.empty() ? std::string::npos : folded.find(district);
    if (at == std::string::npos) return out;
    const std::string rest = folded.substr(at + district.size());
    if (rest.empty()) return out;
    out.push_back(folded.substr(at));
    out.push_back(rest);
    size_t last = district.size() - 1;
    while (last > 0 && (static_cast<unsigned char>(district[last]) & 0xC0U) == 0x80) --last;
    out.push_back(district.substr(last) + rest);
    return out;
  }

  /// `day`: the row's own date; a name must be in force then. Without it any day will do.
  std::string Unit(std::optional<base::Date> day) {
    std::string text = Cell("unit");
    if (text.empty() || plan_.FindUnit(text) != nullptr) return text;
    const std::vector<std::string> spellings = WithoutDistrict(base::FoldLabel(text));
    std::set<std::string> in_force;
    std::set<std::string> ever;
    std::vector<std::string> names;
    const auto look = [&](const model::Unit& unit, const std::string& name, const model::ValidRange& valid) {
      names.push_back(name);
      const std::string folded = base::FoldLabel(name);
      if (std::find(spellings.begin(), spellings.end(), folded) == spellings.end()) return;
      ever.insert(unit.id);
      if (!day || (valid.Contains(*day) && unit.valid.Contains(*day))) in_force.insert(unit.id);
    };
    for (const model::Unit& unit : plan_.units) {
      look(unit, unit.name, {});
      for (const model::UnitAlias& alias : unit.aliases) look(unit, alias.name, alias.valid);
    }
    if (in_force.size() == 1) return *in_force.begin();
    const std::vector<std::string> all(ever.begin(), ever.end());
    if (in_force.size() > 1) {
      Fault("unit", base::Msg("a name of one unit ({} bear or bore it)", base::Join(all, ", ")), text,
            base::Msg("write the id, or a date"));
    } else if (!ever.empty()) {
      Fault(
          "unit",
          base::Msg("a name in force on {} ({} bore it at another time)", day->Iso(), base::Join(all, ", ")),
          text, base::Msg("write the name of that day, or the id"));
    } else {
      Fault("unit", base::Msg("the id or a name of a unit"), text, Suggest(text, names));
    }
    return {};
  }

  std::optional<base::Date> Date(std::string_view column) {
    const TableCell& cell = CellAt(column);
    if (cell.text.empty()) return std::nullopt;
    const auto date = DayOf(cell);
    if (!date) Fault(column, base::Msg("a date that exists, such as 2025-03-01"), cell.text);
    return date;
  }

  std::optional<int> Year() {
    const std::string text = Cell("year");
    if (text.empty()) return std::nullopt;
    int year = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), year);
    if (error != std::errc() || stop != text.data() + text.size() || year < 1949 || year > 2999) {
      Fault("year", base::Msg("a year, four digits"), text);
      return std::nullopt;
    }
    return year;
  }

  std::string Ground() {
    const std::string text = Cell("ground");
    std::vector<std::string> known;
    for (const model::ExemptionGround& ground : plan_.grounds) {
      if (ground.id == text || base::FoldLabel(ground.name) == base::FoldLabel(text)) return ground.id;
      known.push_back(ground.id);
      known.push_back(ground.name);
    }
    if (!text.empty()) {
      Fault("ground", base::Msg("an exemption ground of the plan: {}", base::Join(known, ", ")), text);
    }
    return {};
  }

  std::string Meaning() {
    std::string text = Cell("event_meaning");
    if (text.empty() || model::ParseEnum<model::DateMeaning>(text)) return text;
    if (std::string known = MeaningOfWord("event_meaning", text); !known.empty()) return known;
    // What pages call such dates serves in registers too.
    for (const model::DateLabelSpec& spec : plan_.lexicon.date_labels) {
      for (const std::string& label : spec.labels) {
        if (base::FoldLabel(label) == base::FoldLabel(text))
          return std::string(model::EnumName(spec.meaning));
      }
    }
    const std::vector<std::string> words = WordsOf("event_meaning");
    Fault("event_meaning", base::Msg("one of {}", base::Join(words, " | ")), text, Suggest(text, words));
    return {};
  }

  void ReadRow(const TableRow& row, model::Registers* registers) {
    row_ = &row;
    row_good_ = true;
    for (const TableColumn& column : ColumnsOf(kind_)) {
      if (column.required && Cell(column.name).empty())
        Fault(column.name, base::Msg("a value in every row"), {});
      if (CellAt(column.name).inexact)
        Fault(column.name, base::Msg("a number of at most 15 digits; the spreadsheet has lost the last ones"),
              Cell(column.name), base::Msg("format the column as text and enter the number again"));
    }
    size_t filled = row.cells.size();
    while (table_->sheet.empty() ? false : filled > 0 && row.cells[filled - 1].text.empty()) --filled;
    if (filled > table_->width) {
      Fault({}, base::Msg("at most {} cells, as the headings have", table_->width), std::to_string(filled),
            base::Msg("put \" around a cell that has a comma"));
    }
    switch (kind_) {
      case RegisterKind::kLedger:
        return AddLedger(registers);
      case RegisterKind::kExemptions:
        return AddExemption(registers);
      case RegisterKind::kNoEvents:
        return AddNoEvent(registers);
      case RegisterKind::kMajorProjects:
        return AddProject(registers);
      case RegisterKind::kExtensions:
        return AddExtension(registers);
      case RegisterKind::kManualEvidence:
        return AddManual(registers);
      case RegisterKind::kOverrides:
        return AddOverride(registers);
      case RegisterKind::kProjectJoins:
        return AddJoin(registers);
      case RegisterKind::kScores:
        return AddScore(registers);
    }
  }

  /// `folder/file.csv:row` or `folder/file.xlsx[sheet!row]`: what a report may print, the same on every
  /// machine.
  [[nodiscard]] std::string Place() const {
    const std::filesystem::path file(file_name_);
    const std::string name = (file.parent_path().filename() / file.filename()).generic_string();
    const std::string row = std::to_string(row_->row);
    return table_->sheet.empty() ? name + ":" + row : name + "[" + table_->sheet + "!" + row + "]";
  }

  /// False (with a warning or error) if an earlier row says the same.
  bool IsNew(const std::vector<std::string>& parts) {
    const auto [first, is_new] = seen_.emplace(base::Join(parts, "\x1f"), row_->row);
    if (is_new) return true;
    Fault({}, base::Msg("each case once (row {} is the same)", first->second), base::Join(parts, " "),
          base::Msg("delete one, or tell them apart by code or date"));
    return false;
  }

  void AddLedger(model::Registers* registers) {
    const auto date = Date("event_date");
    model::LedgerRow row{Item(), Unit(date), Cell("subject"), Cell("code"), Cell("doc_number"),
                         date,   Meaning(),  Place(),         Cell("note")};
    if (!row_good_) return;
    if (!IsNew({row.item, row.unit, row.subject, row.project_code, row.doc_number, date ? date->Iso() : ""}))
      return;
    registers->ledger.push_back(std::move(row));
  }

  /// An item, or what site inspection finds: a column that need not be kept may be exempt too.
  std::string ItemOrKind() {
    using model::FindingKind;
    static constexpr FindingKind kInspected[] = {FindingKind::kStaleColumn, FindingKind::kBlankColumn,
                                                 FindingKind::kDeadLink,    FindingKind::kForeignLink,
                                                 FindingKind::kPageTags,    FindingKind::kDuplicateContent};
    const std::string text = base::FoldLabel(Cell("item"));
    for (const FindingKind kind : kInspected) {
      const std::string_view name = model::EnumName(kind);
      if (text == name || text == base::FoldLabel(ChineseMessages().Render(base::Msg(name))))
        return std::string(name);
    }
    return Item();
  }

  void AddExemption(model::Registers* registers) {
    const auto approved = Date("approved_on");
    model::ExemptionRow row{ItemOrKind(), Unit(approved),   Cell("subject"), Cell("code"),      Year(),
                            Ground(),     Cell("approver"), approved,        Date("review_on"), Place()};
    if (!row_good_) return;
    if (row.approved_on && row.review_on && *row.review_on < *row.approved_on) {
      Diagnostic doubt = PlaceOf("review_on");
      doubt.expected = base::Msg("a review after the approval");
      doubt.found = row.review_on->Iso();
      warnings_->push_back(std::move(doubt));
    }
    if (!IsNew({row.item, row.unit, row.subject, row.project_code, std::to_string(row.year.value_or(0)),
                row.ground}))
      return;
    registers->exemptions.push_back(std::move(row));
  }

  void AddNoEvent(model::Registers* registers) {
    const auto declared = Date("declared_on");
    model::NoEventRow row{Item(), Unit(declared), Year().value_or(0), Cell("declared_by"), declared, Place()};
    if (!row_good_ || !IsNew({row.item, row.unit, std::to_string(row.year)})) return;
    registers->no_events.push_back(std::move(row));
  }

  void AddProject(model::Registers* registers) {
    model::ProjectRow row{Cell("subject"), Cell("code"), Unit(std::nullopt), Place()};
    if (!row_good_ || !IsNew({row.name, row.project_code})) return;
    registers->major_projects.push_back(std::move(row));
  }

  void AddExtension(model::Registers* registers) {
    const auto until = Date("until");
    const auto approved = Date("approved_on");
    model::ExtensionRow row{
        Item(),         Unit(approved),   Cell("subject"), Cell("code"), until.value_or(base::Date()),
        Cell("ground"), Cell("approver"), approved,        Place()};
    if (approved && until && *until < *approved)
      Fault("until", base::Msg("a day not before the approval of {}", approved->Iso()), until->Iso());
    if (!row_good_ || !IsNew({row.item, row.unit, row.subject, row.project_code})) return;
    registers->extensions.push_back(std::move(row));
  }

  void AddManual(model::Registers* registers) {
    const auto published = Date("published_on");
    model::ManualEvidenceRow row{
        Item(),      Unit(published), Cell("subject"), Cell("code"),     Cell("doc_number"), published,
        Cell("url"), Cell("carrier"), Cell("file"),    Cell("saved_by"), Date("saved_on"),   Place()};
    if (row.url.empty() && row.carrier.empty())
      Fault("carrier", base::Msg("where it stood: an address or a carrier"), {});
    if (row.published_on && row.saved_on && *row.saved_on < *row.published_on)
      Fault("saved_on", base::Msg("a day not before the publication of {}", row.published_on->Iso()),
            row.saved_on->Iso());
    if (!row_good_ ||
        !IsNew({row.item, row.unit, row.subject, row.project_code, row.doc_number, row.url, row.carrier}))
      return;
    registers->manual.push_back(std::move(row));
  }

  /// The meaning of a word of a closed list; a fault if it is none.
  std::string Word(std::string_view column) {
    const std::string text = Cell(column);
    std::string meaning = MeaningOfWord(column, text);
    if (!text.empty() && meaning.empty())
      Fault(column, base::Msg("one of {}", base::Join(WordsOf(column), " | ")), text);
    return meaning;
  }

  void AddOverride(model::Registers* registers) {
    model::OverrideRow row;
    row.finding = Cell("finding");
    row.ruling = model::ParseEnum<model::Ruling>(Word("ruling")).value_or(model::Ruling::kNone);
    row.reason = Cell("ground");
    row.by = Cell("by");
    row.on = Date("on");
    row.place = Place();
    if (const std::string days = Cell("days_over"); !days.empty()) {
      int value = -1;
      const auto [stop, error] = std::from_chars(days.data(), days.data() + days.size(), value);
      if (error != std::errc() || stop != days.data() + days.size() || value < 0)
        Fault("days_over", base::Msg("a whole number from {} to {}", 0, 99'999), days);
      row.days_over = value;
    }
    if (!Cell("unit").empty()) row.unit = Unit(row.on);
    if (row.ruling == model::Ruling::kAmended && !row.days_over && !row.unit)
      Fault("ruling", base::Msg("what is amended: days or unit"), Cell("ruling"));
    if (!row_good_ || !IsNew({row.finding})) return;
    registers->overrides.push_back(std::move(row));
  }

  void AddJoin(model::Registers* registers) {
    model::ProjectJoinRow row{Word("join") == "split",
                              Cell("subject"),
                              Cell("code"),
                              Cell("other_subject"),
                              Cell("other_code"),
                              Cell("ground"),
                              Cell("by"),
                              Date("on"),
                              Place()};
    if (row.name.empty() && row.project_code.empty())
      Fault("subject", base::Msg("a name or a code of the project"), {});
    if (row.other_name.empty() && row.other_project_code.empty())
      Fault("other_subject", base::Msg("a name or a code of the other project"), {});
    if (!row_good_ || !IsNew({row.name, row.project_code, row.other_name, row.other_project_code})) return;
    registers->project_joins.push_back(std::move(row));
  }

  /// Points, a grade or steps that somebody entered; what fits the indicator is checked with the plan.
  void AddScore(model::Registers* registers) {
    model::EnteredScore row;
    row.indicator = Cell("indicator");
    row.judged_on = Date("judged_on");
    row.unit = Unit(row.judged_on);
    row.grade = Cell("grade");
    row.judge = Cell("judge");
    row.note = Cell("note");
    row.evidence = Cell("evidence");
    row.place = Place();
    if (const std::string text = Cell("value"); !text.empty()) {
      double value = 0;
      const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc() || stop != text.data() + text.size() || !(value >= 0 && value <= 100'000))
        Fault("value", base::Msg("a number of points, such as 8 or 7.5"), text);
      row.value = value;
    }
    std::string step;
    const auto end_step = [&] {
      if (const auto trimmed = base::Trim(step); !trimmed.empty()) row.steps.emplace_back(trimmed);
      step.clear();
    };
    std::string list = base::FoldWidth(Cell("steps"));
    constexpr std::string_view kListComma = "\xE3\x80\x81";
    for (size_t at = 0; (at = list.find(kListComma, at)) != std::string::npos;)
      list.replace(at, kListComma.size(), ",");
    for (const char c : list) {
      c == ',' || c == ';' || c == '\n' ? end_step() : step.push_back(c);
    }
    end_step();
    if (!row_good_ || !IsNew({row.indicator, row.unit})) return;
    registers->scores.push_back(std::move(row));
  }

  RegisterKind kind_;
  const std::string& file_name_;
  const Plan& plan_;
  std::vector<Diagnostic>* errors_;
  std::vector<Diagnostic>* warnings_;
  const Table* table_ = nullptr;
  const TableRow* row_ = nullptr;
  bool row_good_ = true;
  std::map<std::string, int> seen_;
};

}  // namespace

void AddRegister(RegisterKind kind, std::string_view bytes, const std::string& file_name, const Plan& plan,
                 model::Registers* registers, std::vector<Diagnostic>* errors,
                 std::vector<Diagnostic>* warnings) {
  RegisterReader(kind, file_name, plan, errors, warnings).Read(bytes, registers);
}

}  // namespace mingcha::rules
