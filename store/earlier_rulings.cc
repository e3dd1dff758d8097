#include "store/earlier_rulings.h"

#include <map>
#include <utility>

#include "base/text.h"
#include "model/json.h"
#include "model/run.h"
#include "store/act_log.h"

namespace mingcha::store {
namespace {

using base::ErrorCode;
using base::Fail;
using base::Result;
using base::Status;
using model::EarlierRuling;

std::string ChainBegin() { return std::string(64, '0'); }

/// The findings that `wanted` names, as that round judged them: open, or closed by a ruling.
Status ReadFindings(Database* database, std::map<std::string, EarlierRuling>* wanted) {
  ASSIGN_OR_RETURN(
      Statement rows,
      database->Prepare(
          "SELECT kind, text FROM record WHERE kind IN ('finding', 'closed') ORDER BY kind, place"));
  for (;;) {
    ASSIGN_OR_RETURN(const bool row, rows.Step());
    if (!row) return {};
    model::Finding finding;
    if (rows.Text(0) == "closed") {
      ASSIGN_OR_RETURN(model::ClosedFinding closed, model::FromJson<model::ClosedFinding>(rows.Text(1)));
      finding = std::move(closed.finding);
    } else {
      ASSIGN_OR_RETURN(finding, model::FromJson<model::Finding>(rows.Text(1)));
    }
    const auto found = wanted->find(finding.id);
    if (found != wanted->end()) found->second.finding = std::move(finding);
  }
}

Result<std::string> MetaText(Database* database, std::string_view name) {
  ASSIGN_OR_RETURN(Statement row, database->Prepare("SELECT text FROM meta WHERE name = ?1"));
  ASSIGN_OR_RETURN(const bool found, row.Bind(1, name).Step());
  return found ? row.Text(0) : std::string();
}

}  // namespace

Result<std::vector<EarlierRuling>> GatherEarlierRulings(const std::string& folder, const std::string& round,
                                                        Database* database) {
  ASSIGN_OR_RETURN(const std::vector<model::ReviewAct> acts, ActLog::Read(folder));
  std::map<std::string, EarlierRuling> own;
  for (const model::ReviewAct& act : acts) {
    if (model::IsRuling(act.kind)) own[act.finding] = {round, act, std::nullopt};
  }
  RETURN_IF_ERROR(ReadFindings(database, &own));
  ASSIGN_OR_RETURN(const std::string before, MetaText(database, kEarlierRulings));
  ASSIGN_OR_RETURN(std::vector<EarlierRuling> older, DecodeRulings(before));
  for (EarlierRuling& ruling : older) own.try_emplace(ruling.act.finding, std::move(ruling));
  std::vector<EarlierRuling> rulings;
  for (auto& [id, ruling] : own) {
    if (ruling.act.kind != model::ActKind::kReopen) rulings.push_back(std::move(ruling));
  }
  return rulings;
}

std::string EncodeRulings(const std::vector<EarlierRuling>& rulings) {
  std::string text;
  for (const EarlierRuling& ruling : rulings) {
    model::ReviewAct act = ruling.act;
    act.number = 1;
    std::string round = ruling.round;
    for (char& c : round) {
      if (c == '\t' || c == '\n') c = ' ';
    }
    text += round + "\t" + ActLine(act, ChainBegin()) + "\t" +
            (ruling.finding ? model::ToJson(*ruling.finding) : std::string()) + "\n";
  }
  return text;
}

Result<std::vector<EarlierRuling>> DecodeRulings(std::string_view text) {
  std::vector<EarlierRuling> rulings;
  for (const std::string_view line : base::Split(text, '\n')) {
    if (line.empty()) continue;
    const std::vector<std::string_view> parts = base::Split(line, '\t');
    if (parts.size() != 3)
      return Fail(ErrorCode::kCorrupt, "the rulings of earlier rounds are damaged; begin the round anew");
    EarlierRuling ruling;
    ruling.round = std::string(parts[0]);
    size_t whole = 0;
    std::string last;
    ASSIGN_OR_RETURN(const std::vector<model::ReviewAct> acts,
                     ParseActs(std::string(parts[1]) + "\n", kEarlierRulings, &whole, &last));
    if (acts.size() != 1)
      return Fail(ErrorCode::kCorrupt, "the rulings of earlier rounds are damaged; begin the round anew");
    ruling.act = acts.front();
    ruling.act.number = 0;
    if (!parts[2].empty()) {
      ASSIGN_OR_RETURN(ruling.finding, model::FromJson<model::Finding>(parts[2]));
    }
    rulings.push_back(std::move(ruling));
  }
  return rulings;
}

}  // namespace mingcha::store
