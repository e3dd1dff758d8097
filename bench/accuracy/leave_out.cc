// Every source of the corpus read with the rules as they would be had it never been seen.
#include <fmt/format.h>

#include <map>
#include <set>
#include <string>
#include <vector>

#include "bench/accuracy/accuracy.h"

namespace mingcha::bench {
namespace {

/// One side of the comparison: the whole rules, or those without the source.
struct Figures {
  std::map<std::string, Score> fields;
  CertainDates certain;
  ItemTotals items;

  void Add(const Figures& other) {
    for (const auto& [name, score] : other.fields) fields[name].Add(score);
    certain.all += other.certain.all;
    certain.wrong += other.certain.wrong;
    items.Add(other.items);
  }
};

bool Read(const std::filesystem::path& corpus, const model::Plan& plan, const Wanted& wanted, Figures* out,
          std::vector<std::string>* order, bool quiet) {
  const auto extractor = extractors::Extractor::Create(plan);
  if (!extractor) {
    fmt::print(stderr, "{}\n", base::ToEnglish(extractor.error()));
    return false;
  }
  for (const Row& row : ReadPages(corpus, plan, *extractor, wanted, &out->certain)) {
    for (const Field& field : row.fields) {
      if (!field.counts) continue;
      if (!out->fields.contains(field.name) &&
          std::find(order->begin(), order->end(), field.name) == order->end())
        order->push_back(field.name);
      out->fields[field.name].Add(field.Right());
      if (!quiet && !row.held && !field.Right())
        fmt::print("MISS {} {} [{}] expected «{}» found «{}»\n", row.file, field.name, row.site,
                   field.expected, field.found);
    }
  }
  out->items = ReadItems(corpus, plan, wanted);
  return true;
}

std::string Pair(const Score& whole, const Score& without) {
  if (whole.all == 0) return "-";
  if (whole.right == without.right) return fmt::format("{}/{}", whole.right, whole.all);
  return fmt::format("{}→{}/{}", whole.right, without.right, whole.all);
}

std::string Pair(const Counts& whole, const Counts& without) {
  if (whole.right + whole.wrong + whole.missed == 0) return "-";
  return fmt::format("{}, {} → {}, {}", whole.Precision(), whole.Recall(), without.Precision(),
                     without.Recall());
}

void PrintTotals(const Figures& whole, const Figures& without, const std::vector<std::string>& order) {
  fmt::print("\n| all sources | with all rules | each without its own |\n|---|---|---|\n");
  for (const std::string& name : order)
    fmt::print("| {} | {} | {} |\n", name, whole.fields.at(name).Share(), without.fields.at(name).Share());
  fmt::print("| dates graded certain: wrong / given | {}/{} | {}/{} |\n", whole.certain.wrong,
             whole.certain.all, without.certain.wrong, without.certain.all);
  const auto line = [](const char* name, const std::string& a, const std::string& b) {
    fmt::print("| {} | {} | {} |\n", name, a, b);
  };
  const ItemTotals& a = whole.items;
  const ItemTotals& b = without.items;
  line("items of titles, precision", a.titles.Precision(), b.titles.Precision());
  line("items of titles, recall", a.titles.Recall(), b.titles.Recall());
  line("items of bodies", a.body_items.Share(), b.body_items.Share());
  line("reference numbers of bodies", a.body_codes.Share(), b.body_codes.Share());
  line("elements of bodies, recall", a.body_elements.Recall(), b.body_elements.Recall());
  line("event dates of bodies, recall", a.body_dates.Recall(), b.body_dates.Recall());
}

}  // namespace

bool PrintLeaveOut(const std::filesystem::path& corpus, const model::Plan& plan, const GroupOf& group_of,
                   std::string_view what, bool quiet) {
  Ablation ablation(corpus, plan, group_of);
  struct Line {
    std::string group;
    Ablation::Result dropped;
    Figures whole, without;
  };
  std::vector<Line> lines;
  std::vector<std::string> order;
  Figures whole;
  Figures without;
  for (const std::string& group : ablation.groups()) {
    Line line{group, ablation.Without(plan, group), {}, {}};
    const Wanted own = [&](const std::string& repository) { return group_of(repository) == group; };
    if (!quiet) {
      fmt::print("\nwithout {}: words {}\npatterns {}\nbranches {}\n", group,
                 fmt::join(line.dropped.words, " "), fmt::join(line.dropped.patterns, "  "),
                 fmt::join(line.dropped.branches, "  "));
    }
    if (!Read(corpus, plan, own, &line.whole, &order, true) ||
        !Read(corpus, line.dropped.plan, own, &line.without, &order, quiet))
      return false;
    line.dropped.plan = {};
    whole.Add(line.whole);
    without.Add(line.without);
    lines.push_back(std::move(line));
  }
  fmt::print("\n| {} left out | words | patterns | branches |", what);
  for (const std::string& name : order) fmt::print(" {} |", name);
  fmt::print(" titles: precision, recall |\n|---|---|---|---|");
  for (size_t i = 0; i <= order.size(); ++i) fmt::print("---|");
  fmt::print("\n");
  for (Line& line : lines) {
    fmt::print("| {} | {} | {} | {} |", line.group, line.dropped.words.size(), line.dropped.patterns.size(),
               line.dropped.branches.size());
    for (const std::string& name : order)
      fmt::print(" {} |", Pair(line.whole.fields[name], line.without.fields[name]));
    fmt::print(" {} |\n", Pair(line.whole.items.titles, line.without.items.titles));
  }
  PrintTotals(whole, without, order);
  return true;
}

}  // namespace mingcha::bench
