#include "rules/register_loader.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "base/text.h"
#include "embedded/rules_data.h"
#include "model/enum_names.h"
#include "rules/csv.h"

namespace mingcha::rules {
namespace {

using model::Plan;

/// Columns of one register in order: name and whether a row must fill it.
struct Column {
  std::string_view name;
  bool required = false;
};

const std::vector<Column>& ColumnsOf(RegisterKind kind) {
  static const std::vector<Column> kLedger = {{"item", true}, {"unit", true}, {"subject"},       {"code"},
                                              {"doc_number"}, {"event_date"}, {"event_meaning"}, {"note"}};
  static const std::vector<Column> kExemptions = {{"item", true}, {"unit", true},  {"subject"},
                                                  {"code"},       {"year"},        {"ground", true},
                                                  {"approver"},   {"approved_on"}, {"review_on"}};
  static const std::vector<Column> kNoEvents = {
      {"item", true}, {"unit", true}, {"year", true}, {"declared_by"}, {"declared_on"}};
  static const std::vector<Column> kProjects = {{"subject", true}, {"code"}, {"unit"}};
  switch (kind) {
    case RegisterKind::kLedger:
      return kLedger;
    case RegisterKind::kExemptions:
      return kExemptions;
    case RegisterKind::kNoEvents:
      return kNoEvents;
    case RegisterKind::kMajorProjects:
      return kProjects;
  }
  return kLedger;
}

/// Heading texts by column: data (`register_headings.tsv`), folded.
const std::map<std::string, std::string>& Headings() {
  static const std::map<std::string, std::string> kHeadings = [] {
    std::map<std::string, std::string> headings;
    for (const std::string_view line : base::Split(EmbeddedFile("register_headings.tsv"), '\n')) {
      const std::vector<std::string_view> cells = base::Split(line, '\t');
      if (cells.size() == 2 && !line.starts_with('#')) {
        headings[base::ToLowerAscii(base::FoldLabel(cells[0]))] = std::string(cells[1]);
      }
    }
    return headings;
  }();
  return kHeadings;
}

/// Reads one register file; short-lived.
class RegisterReader {
 public:
  RegisterReader(RegisterKind kind, const std::string& file_name, const Plan& plan,
                 std::vector<Diagnostic>* errors, std::vector<Diagnostic>* warnings)
      : kind_(kind), file_name_(file_name), plan_(plan), errors_(errors), warnings_(warnings) {}

  void Read(std::string_view bytes, model::Registers* registers) {
    std::string text;
    if (!DecodeTextFile(bytes, &text)) {
      errors_->push_back({file_name_,
                          0,
                          0,
                          {},
                          base::Msg("text in UTF-8 or GB18030"),
                          {},
                          base::Msg("save the table as CSV (UTF-8)")});
      return;
    }
    const std::vector<CsvRow> rows = ParseCsv(text, file_name_, errors_);
    if (rows.empty()) {
      errors_->push_back({file_name_, 0, 0, {}, base::Msg("a first row with headings"), {}, {}});
      return;
    }
    if (!ReadHeadings(rows.front())) return;
    for (size_t i = 1; i < rows.size(); ++i) ReadRow(rows[i], registers);
  }

 private:
  void Fault(std::string_view column, base::Message expected, std::string found, base::Message remedy = {}) {
    const auto it = index_.find(column);
    const int position = it == index_.end() ? 0 : static_cast<int>(it->second) + 1;
    errors_->push_back({file_name_, row_->row, position, std::string(column), std::move(expected),
                        std::move(found), std::move(remedy)});
    row_good_ = false;
  }

  bool ReadHeadings(const CsvRow& row) {
    row_ = &row;
    const std::vector<Column>& columns = ColumnsOf(kind_);
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const Column& column : columns) names.emplace_back(column.name);
    bool good = true;
    for (size_t i = 0; i < row.cells.size(); ++i) {
      const std::string folded = base::ToLowerAscii(base::FoldLabel(row.cells[i]));
      if (folded.empty()) continue;
      const auto heading = Headings().find(folded);
      const std::string name = heading == Headings().end() ? folded : heading->second;
      const bool known = std::find(names.begin(), names.end(), name) != names.end();
      if (known && index_.emplace(name, i).second) continue;
      errors_->push_back({file_name_,
                          row.row,
                          static_cast<int>(i) + 1,
                          {},
                          known ? base::Msg("each heading once")
                                : base::Msg("one of the headings {}", base::Join(names, ", ")),
                          row.cells[i],
                          {}});
      good = false;
    }
    for (const Column& column : columns) {
      if (!column.required || index_.contains(column.name)) continue;
      errors_->push_back({file_name_,
                          row.row,
                          0,
                          std::string(column.name),
                          base::Msg("a column headed \"{}\"", column.name),
                          {},
                          {}});
      good = false;
    }
    return good;
  }

  [[nodiscard]] std::string Cell(std::string_view column) const {
    const auto it = index_.find(column);
    if (it == index_.end() || it->second >= row_->cells.size()) return {};
    return std::string(base::Trim(row_->cells[it->second]));
  }

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

  /// `day`: the row's own date; a name must be in force then. Without it any day will do.
  std::string Unit(std::optional<base::Date> day) {
    std::string text = Cell("unit");
    if (text.empty() || plan_.FindUnit(text) != nullptr) return text;
    const std::string folded = base::FoldLabel(text);
    std::set<std::string> in_force;
    std::set<std::string> ever;
    std::vector<std::string> names;
    const auto look = [&](const model::Unit& unit, const std::string& name, const model::ValidRange& valid) {
      names.push_back(name);
      if (base::FoldLabel(name) != folded) return;
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
    const std::string text = Cell(column);
    if (text.empty()) return std::nullopt;
    const auto date = FlexibleDate(text);
    if (!date) Fault(column, base::Msg("a date that exists, such as 2025-03-01"), text);
    return date;
  }

  /// Year, month, day with `-`, `/` or `.` between, leading zeros or not: what spreadsheets write.
  static std::optional<base::Date> FlexibleDate(std::string_view text) {
    std::vector<int> parts;
    const char* at = text.data();
    const char* end = text.data() + text.size();
    while (parts.size() < 3) {
      int value = 0;
      const auto [stop, error] = std::from_chars(at, end, value);
      if (error != std::errc() || value < 0) return std::nullopt;
      parts.push_back(value);
      at = stop;
      if (parts.size() < 3 && (at == end || (*at != '-' && *at != '/' && *at != '.'))) return std::nullopt;
      if (parts.size() < 3) ++at;
    }
    if (at != end || parts[0] < 1900) return std::nullopt;
    return base::Date::FromYmd(parts[0], parts[1], parts[2]);
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
    std::vector<std::string> names;
    for (const std::string_view name : model::EnumNames<model::DateMeaning>()) names.emplace_back(name);
    // What pages call such dates serves in registers too.
    for (const model::DateLabelSpec& spec : plan_.lexicon.date_labels) {
      for (const std::string& label : spec.labels) {
        if (base::FoldLabel(label) == base::FoldLabel(text))
          return std::string(model::EnumName(spec.meaning));
      }
    }
    Fault("event_meaning", base::Msg("one of {}", base::Join(names, " | ")), text, Suggest(text, names));
    return {};
  }

  void ReadRow(const CsvRow& row, model::Registers* registers) {
    row_ = &row;
    row_good_ = true;
    for (const Column& column : ColumnsOf(kind_)) {
      if (column.required && Cell(column.name).empty())
        Fault(column.name, base::Msg("a value in every row"), {});
    }
    if (row.cells.size() > Width()) {
      Fault({}, base::Msg("at most {} cells, as the headings have", Width()),
            std::to_string(row.cells.size()), base::Msg("put \" around a cell that has a comma"));
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
    }
  }

  [[nodiscard]] size_t Width() const {
    size_t width = 0;
    for (const auto& [name, index] : index_) width = std::max(width, index + 1);
    return width;
  }

  /// `folder/file.csv:row`: what a report may print, the same on every machine.
  [[nodiscard]] std::string Place() const {
    const std::filesystem::path file(file_name_);
    return (file.parent_path().filename() / file.filename()).generic_string() + ":" +
           std::to_string(row_->row);
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

  void AddExemption(model::Registers* registers) {
    const auto approved = Date("approved_on");
    model::ExemptionRow row{Item(),   Unit(approved),   Cell("subject"), Cell("code"),      Year(),
                            Ground(), Cell("approver"), approved,        Date("review_on"), Place()};
    if (!row_good_) return;
    if (row.approved_on && row.review_on && *row.review_on < *row.approved_on) {
      warnings_->push_back({file_name_,
                            row_->row,
                            0,
                            "review_on",
                            base::Msg("a review after the approval"),
                            row.review_on->Iso(),
                            {}});
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

  RegisterKind kind_;
  const std::string& file_name_;
  const Plan& plan_;
  std::vector<Diagnostic>* errors_;
  std::vector<Diagnostic>* warnings_;
  std::map<std::string, size_t, std::less<>> index_;
  const CsvRow* row_ = nullptr;
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
