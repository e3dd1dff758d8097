#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/earlier_ruling.h"
#include "model/review_act.h"
#include "reports/report_view.h"
#include "review/desk.h"

namespace mingcha::review {

/// A round with its indices and its words: what answers are made from. Immutable; any thread may read it.
class Shown {
 public:
  /// `generation` counts the rounds shown so far.
  Shown(std::shared_ptr<const Round> round, int generation);

  [[nodiscard]] const reports::ReportView& view() const { return view_; }
  [[nodiscard]] const Round& round() const { return *round_; }
  [[nodiscard]] int generation() const { return generation_; }

  /// Open, or closed by a ruling; null if the round has none of that id.
  [[nodiscard]] const model::Finding* Find(std::string_view id) const;
  /// The archived page a piece of evidence speaks of; null if its bytes are not here.
  [[nodiscard]] const model::PageRecord* PageOf(const model::Evidence& evidence) const;
  [[nodiscard]] const model::PageRecord* PageById(int64_t id) const;

  // JSON texts of the answers.
  /// Title, names, every finding in short; made once.
  [[nodiscard]] const std::string& StateJson() const { return state_json_; }
  /// All of one finding.
  [[nodiscard]] std::string FindingJson(const model::Finding& finding) const;
  [[nodiscard]] std::string ActJson(const model::ReviewAct& act) const;
  /// The page itself.
  [[nodiscard]] std::string PageHtml() const;
  /// What stands of an archived page, for a sandboxed frame; `quotes` are marked in it.
  /// `attachment`: what was read of it, if it is one; null: a web page, or it was never opened.
  [[nodiscard]] std::string CopyHtml(const model::PageRecord& page, const std::string& body,
                                     const model::AttachmentContent* attachment,
                                     const std::vector<std::string>& quotes) const;

 private:
  [[nodiscard]] std::string MakeStateJson() const;
  [[nodiscard]] std::string EarlierJson(const model::EarlierRuling& ruling,
                                        const model::Finding& finding) const;
  [[nodiscard]] std::string RowJson(const model::Finding& finding, bool dismissed) const;

  std::shared_ptr<const Round> round_;
  int generation_;
  reports::ReportView view_;
  std::unordered_map<std::string_view, const model::Finding*> findings_;
  std::unordered_map<std::string_view, const model::EarlierRuling*> earlier_;
  std::unordered_map<std::string_view, const model::PageRecord*> by_digest_, by_url_;
  std::unordered_map<int64_t, const model::PageRecord*> by_id_;
  std::string state_json_;
};

/// A policy's source expression for the style of archived copies.
[[nodiscard]] std::string CopyStyleSource();

}  // namespace mingcha::review
