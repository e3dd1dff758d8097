#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "reports/render.h"
#include "tests/checker/tiny_plan.h"
#include "tests/reports/csv_reader.h"

// Computes every score again from score_details.csv alone, by the recipe of docs/scoring.md and with nothing
// of the checker's code.
namespace mingcha::checker {
namespace {

using Rows = std::vector<std::vector<std::string>>;

struct Node {
  std::string parent;
  double full = 0, points = 0, taken = 0;
  bool leaf = false, applies = false, bonus = false, veto = false, vetoed = false;
};

struct Unit {
  double points = 0, bonus = 0;
  std::string score, vetoed;
  std::map<std::string, Node> nodes;
};

class Table {
 public:
  explicit Table(const std::string& text) : rows_(reports::ReadCsv(text)) {
    for (size_t i = 1; i < rows_.size(); ++i) Take(rows_[i]);
  }

  [[nodiscard]] const std::map<std::string, Unit>& units() const { return units_; }

  /// What the unit reached, from deductions and full scores alone.
  [[nodiscard]] double Total(const Unit& unit) const {
    const auto [full, reached] = Below(unit, "");
    return full > 0 ? unit.points * reached / full : 0;
  }

 private:
  [[nodiscard]] std::string Cell(const std::vector<std::string>& row, const char* heading) const {
    return row.at(reports::Column(rows_, heading));
  }

  static double Number(const std::string& text) { return text.empty() ? 0 : std::stod(text); }

  void Take(const std::vector<std::string>& row) {
    const std::string kind = Cell(row, "Row");
    if (kind != "unit" && kind != "indicator" && kind != "deduction") return;
    Unit& unit = units_[Cell(row, "Unit code")];
    if (kind == "unit") {
      unit.points = Number(Cell(row, "Full score"));
      unit.score = Cell(row, "Points");
      unit.bonus = Number(Cell(row, "Bonus counted"));
      unit.vetoed = Cell(row, "Veto");
      return;
    }
    Node& node = unit.nodes[Cell(row, "Indicator code")];
    if (kind == "deduction") {
      node.taken += Number(Cell(row, "Points"));
      node.vetoed = node.veto;
      EXPECT_FALSE(Cell(row, "Finding nos.").empty()) << "a deduction names what it rests on";
      return;
    }
    node.parent = Cell(row, "Parent code");
    node.full = Number(Cell(row, "Full score"));
    node.applies = Cell(row, "Applies") == "yes";
    node.leaf = Cell(row, "Leaf") == "yes";
    node.bonus = Cell(row, "Bonus") == "yes";
    node.veto = !Cell(row, "Veto").empty();
  }

  /// Full score and points reached of the children of a node, those that apply.
  [[nodiscard]] std::pair<double, double> Below(const Unit& unit, const std::string& parent) const {
    double all = 0, applying = 0;
    for (const auto& [id, node] : unit.nodes) {
      if (node.parent != parent || node.bonus || node.veto) continue;
      all += node.full;
      if (node.applies) applying += node.full;
    }
    double reached = 0;
    for (const auto& [id, node] : unit.nodes) {
      if (node.parent != parent || node.bonus || node.veto || !node.applies) continue;
      const double scaled = node.full * all / applying;
      if (node.leaf) {
        reached += scaled - node.taken;
      } else {
        const auto [full, points] = Below(unit, id);
        reached += full > 0 ? scaled * points / full : 0;
      }
    }
    return {all, reached};
  }

  Rows rows_;
  std::map<std::string, Unit> units_;
};

void ExpectRecomputable(const World& world, size_t scored) {
  const auto output = world.Run();
  model::RunManifest run;
  run.as_of = world.as_of;
  const auto rendered = reports::RenderAll(
      {world.plan, run, output.coverage, output.result, world.disclosures, world.pages, base::Lang::kEn, {}});
  ASSERT_TRUE(rendered.has_value());
  const auto& files = *rendered;
  const auto it = std::find_if(files.begin(), files.end(),
                               [](const auto& file) { return file.name == "score_details.csv"; });
  ASSERT_NE(it, files.end());
  const Table table(it->bytes);
  size_t count = 0;
  for (const auto& unit : output.result.units) {
    const Unit& row = table.units().at(unit.unit);
    ASSERT_EQ(unit.score.has_value(), !row.score.empty()) << unit.unit;
    if (!unit.score) continue;
    ++count;
    const double expected = row.vetoed.empty() ? table.Total(row) + row.bonus : world.plan.scoring.veto_score;
    EXPECT_NEAR(*unit.score, expected, 1e-6) << unit.unit;
    EXPECT_NEAR(std::stod(row.score), expected, 1e-6);
  }
  EXPECT_EQ(count, scored);
}

World Faulty() {
  World world;
  for (const char* house : {"house alpha", "house beta", "house gamma"})
    world.Ledger("p.permit", "one", house, "2025-04-24");
  Read(&world.Publish("p.permit", "one", "2025-04-28", "house alpha"), model::DateMeaning::kDecided,
       "2025-04-24");
  Read(&world.Publish("p.permit", "one", "2025-05-26", "house beta"), model::DateMeaning::kDecided,
       "2025-04-24");
  auto& result = world.Publish("p.result", "two", "2025-06-24", "desks and chairs", "two");
  Read(&result, model::DateMeaning::kDetermined, "2025-06-03");
  result.elements.pop_back();
  world.Publish("g.guide", "two", "2024-05-01", "", "two");
  return world;
}

TEST(ScoreTableTest, ByAreas) { ExpectRecomputable(Faulty(), 2); }

TEST(ScoreTableTest, ByIndicatorsWithHolesBonusAndVeto) {
  World world = Faulty();
  const auto add = [&](std::string id, std::string parent, double points, model::ScoreFormula formula,
                       model::ScoreMethod method) -> model::Indicator& {
    model::Indicator made;
    made.id = made.name = std::move(id);
    made.parent = std::move(parent);
    made.points = points;
    made.formula = formula;
    made.method = method;
    world.plan.scoring.indicators.push_back(made);
    return world.plan.scoring.indicators.back();
  };
  using model::ScoreFormula;
  using model::ScoreMethod;
  add("check", "", 70, ScoreFormula::kParts, ScoreMethod::kCrawl);
  add("check.parts", "check", 60, ScoreFormula::kParts, ScoreMethod::kCrawl).items = {"p.*"};
  add("check.hits", "check", 30, ScoreFormula::kHits, ScoreMethod::kCrawl).hits = {
      {{model::FindingKind::kMissing}, 1.5, 7, false}, {{model::FindingKind::kLate}, 2, 0, false}};
  add("check.land", "check", 10, ScoreFormula::kParts, ScoreMethod::kCrawl).items = {"t.*"};  // nothing owed
  add("daily", "", 30, ScoreFormula::kEntered, ScoreMethod::kMaterial).scale = 100;
  add("bonus", "", 20, ScoreFormula::kEntered, ScoreMethod::kManual).bonus = true;
  auto& veto = add("veto", "", 0, ScoreFormula::kEntered, ScoreMethod::kManual);
  veto.veto = true;
  world.plan.scoring.bonus_cap = 5;
  world.plan.scoring.veto_score = 40;
  const auto enter = [&](std::string unit, std::string indicator, double value) {
    model::EnteredScore row;
    row.unit = std::move(unit);
    row.indicator = std::move(indicator);
    row.value = value;
    row.judge = "judge";
    row.place = "scores.csv:2";
    world.plan.registers.scores.push_back(row);
  };
  enter("one", "daily", 83);
  enter("one", "bonus", 12);
  enter("two", "veto", 1);
  ExpectRecomputable(world, 2);
}

}  // namespace
}  // namespace mingcha::checker
