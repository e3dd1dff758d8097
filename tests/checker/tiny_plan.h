#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "checker/check.h"

namespace mingcha::checker {

/// A world small enough to be seen at a glance: a plan with one item of each kind, two units with a site
/// each, and sites whose home and one list were read to the end. Tests add pages, rows and faults to it.
///
/// Items: `g.guide` (standing, each), `g.policy` (standing, maker), `g.hotline` (standing, any of),
/// `g.matter` (standing, each, per permit matter), `y.plan` (annual, each), `y.report` (annual, each, due 31
/// January of the next year), `y.work` (annual, maker), `p.permit` (event, permit), `p.contested` (event,
/// contested), `p.result` (event, 2 working days from determination by law), `p.deal` (event, 10 working
/// days, unverified), `p.show` (event, 3 natural days), `p.order` (event, received; approval is a proxy; the
/// law changed on 2021-09-01), `t.notice` → `t.candidates` → `t.award` → `t.contract` (projects, with twins
/// `b.*`).
class World {
 public:
  World();

  model::Plan plan;
  base::Date as_of;
  model::Window window;
  std::vector<model::PageRecord> pages;
  std::vector<model::PageFacts> facts;
  std::vector<model::Disclosure> disclosures;
  bool complete = true;
  std::optional<model::History> history;
  std::optional<std::vector<model::Finding>> earlier;
  std::function<std::string(std::string_view)> subject_form;

  /// A site with its home page and one list, all read.
  void AddSite(std::string_view id, model::SiteKind kind, std::string_view unit);
  model::PageRecord& AddPage(std::string_view site, std::string_view path, model::PageKind kind);
  /// A detail page of an item, published on a day (empty: no date), entered on its site's list.
  model::Disclosure& Publish(std::string_view item, std::string_view unit, std::string_view published,
                             std::string_view subject = "", std::string_view site = "one");
  model::LedgerRow& Ledger(std::string_view item, std::string_view unit, std::string_view subject,
                           std::string_view event_date);
  model::Item& ItemOf(std::string_view id);
  model::Unit& UnitOf(std::string_view id);
  model::LimitRule& Limit(std::string_view id);
  model::PageFacts& FactsOf(std::string_view url);

  /// A URL of the site that could not be read.
  void Fail(std::string_view site, std::string_view path, model::FetchOutcome outcome,
            std::string_view anchor, model::TaskKind kind = model::TaskKind::kDetail);

  [[nodiscard]] CheckOutput Run() const;
  [[nodiscard]] CheckOutput RunShuffled(unsigned seed) const;
};

[[nodiscard]] base::Date D(std::string_view iso);
void Read(model::Disclosure* page, model::DateMeaning meaning, std::string_view day,
          model::Grade grade = model::Grade::kCertain);

/// The only obligation of item and unit (and subject or period, where given); fails the test if there is none
/// or several.
[[nodiscard]] model::Obligation Only(const CheckOutput& output, std::string_view item, std::string_view unit,
                                     std::string_view subject = "");
[[nodiscard]] std::vector<model::Finding> Findings(const CheckOutput& output, model::FindingKind kind,
                                                   std::string_view item = "");

}  // namespace mingcha::checker
