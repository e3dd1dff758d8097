#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/civil_date.h"
#include "model/basis.h"
#include "model/draw_spec.h"
#include "model/scoring.h"

namespace mingcha::model {

/// A closed range of days.
struct Window {
  base::Date from;
  base::Date to;

  bool operator==(const Window&) const = default;
};

/// One row a unit handed in or an evaluator drew (台账): it proves that something was owed.
struct LedgerRow {
  std::string item;          ///< Item id.
  std::string unit;          ///< Unit id.
  std::string subject;       ///< Project, parcel or matter name as written.
  std::string project_code;  ///< Any reference number; may be empty.
  std::string doc_number;
  std::optional<base::Date> event_date;
  std::string event_meaning;  ///< DateMeaning name; empty: the item's own event.
  std::string place;          ///< `file:row`
  std::string note;

  bool operator==(const LedgerRow&) const = default;
};

/// An obligation that need not be met, with its ground (不予公开).
struct ExemptionRow {
  std::string item, unit, subject, project_code;
  std::optional<int> year;
  std::string ground;  ///< Ground id.
  std::string approver;
  std::optional<base::Date> approved_on, review_on;
  std::string place;

  bool operator==(const ExemptionRow&) const = default;
};

/// A unit's statement that nothing happened (本年度无此事项).
struct NoEventRow {
  std::string item, unit;
  int year = 0;
  std::string declared_by;
  std::optional<base::Date> declared_on;
  std::string place;

  bool operator==(const NoEventRow&) const = default;
};

/// A project of the district's major-project register.
struct ProjectRow {
  std::string name, project_code, unit, place;

  bool operator==(const ProjectRow&) const = default;
};

/// More time that was granted for a publication (延期公开): it takes the place of the due day.
struct ExtensionRow {
  std::string item, unit, subject, project_code;
  base::Date until;  ///< The last day granted.
  std::string ground, approver;
  std::optional<base::Date> approved_on;
  std::string place;

  bool operator==(const ExtensionRow&) const = default;
};

/// A publication that a person saw where the crawler cannot look: a notice board, a newspaper, a page behind
/// a challenge (人工取证).
struct ManualEvidenceRow {
  std::string item, unit, subject, project_code, doc_number;
  std::optional<base::Date> published_on;
  std::string url;      ///< Of the page, if there is one.
  std::string carrier;  ///< Where it stood, in words.
  std::string file;     ///< The copy that was kept.
  std::string saved_by;
  std::optional<base::Date> saved_on;
  std::string place;

  bool operator==(const ManualEvidenceRow&) const = default;
};

enum class Ruling { kNone, kConfirmed, kDismissed, kAmended };

/// What an evaluator decided about one finding (复核意见).
struct OverrideRow {
  std::string finding;  ///< Id of the finding.
  Ruling ruling = Ruling::kConfirmed;
  std::string reason, by;
  std::optional<base::Date> on;
  std::optional<int> days_over;          ///< amended: the days that stand.
  std::optional<std::string> unit = {};  ///< amended: the unit that answers.
  std::string place;

  bool operator==(const OverrideRow&) const = default;
};

/// Two names or numbers of one project, or one name of two projects (项目合并/拆分).
struct ProjectJoinRow {
  bool split = false;
  std::string name, project_code;              ///< One of them.
  std::string other_name, other_project_code;  ///< The other.
  std::string reason, by;
  std::optional<base::Date> on;
  std::string place;

  bool operator==(const ProjectJoinRow&) const = default;
};

struct Registers {
  std::vector<LedgerRow> ledger;
  std::vector<ExemptionRow> exemptions;
  std::vector<NoEventRow> no_events;
  std::vector<ProjectRow> major_projects;
  std::vector<ExtensionRow> extensions;
  std::vector<ManualEvidenceRow> manual;
  std::vector<OverrideRow> overrides;
  std::vector<ProjectJoinRow> project_joins;
  std::vector<EnteredScore> scores;

  bool operator==(const Registers&) const = default;
};

/// One assessment (评估): what is judged, when, and how strictly.
struct AssessmentSpec {
  std::string id;
  std::string title;
  std::string district;
  std::optional<Window> window;
  std::optional<base::Date> as_of;  ///< Absent: the day the crawl ended.
  base::Date plan_date;             ///< Standing items are owed from plan_date + 20 working days.
  std::string calendar;             ///< Name of the calendar file.
  std::string user_agent;           ///< With a contact; the default names the tool only.
  bool portal_link_counts = true;   ///< A portal link to the unit's page is portal presence (settled.md 8).
  int page_budget = 200'000;
  std::string previous;  ///< Folder of the round before; empty: this is the first. Flag --previous wins.
  std::string ca_file;   ///< PEM file of authorities trusted besides the system's; empty: those only.
  std::string run_by;    ///< Who runs it, with a contact; goes into the archive's head.
  std::vector<std::string> only_units;  ///< From --unit; empty: all.
  std::vector<DrawSpec> draws;          ///< Samples, in order; a restricting one narrows the next.
  int due_soon_workdays = 10;           ///< How far ahead due-soon lists look.

  bool operator==(const AssessmentSpec&) const = default;
};

}  // namespace mingcha::model
