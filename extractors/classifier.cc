#include "extractors/classifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/text.h"
#include "extractors/pattern_set.h"
#include "model/enum_names.h"

namespace mingcha::extractors {
namespace {

using model::Grade;
using model::Item;
using model::ItemMatch;
using model::TitleContext;
using model::TitleContextKind;

constexpr size_t kMaxTitleBytes = 3'000;
constexpr size_t kMaxColumns = 16;
constexpr size_t kMaxBodyBytes = size_t{256} << 10U;

/// What a pattern of the title set is for.
struct TitleUse {
  enum class Kind { kItem, kItemNone, kItemUnless, kContext, kContextExcept } kind;
  size_t owner;  // index of the item or context
  Grade grade = Grade::kCertain;
};

struct ColumnUse {
  size_t item;
  Grade grade;
  bool none = false;  // a hit means: not this item
};

/// Lower is surer.
int Rank(Grade grade) { return static_cast<int>(grade); }
Grade OneUp(Grade grade) { return grade == Grade::kWeak ? Grade::kLikely : Grade::kCertain; }

/// not_disclosure beats closes beats amends.
int Strength(TitleContextKind kind) {
  switch (kind) {
    case TitleContextKind::kNotDisclosure:
      return 2;
    case TitleContextKind::kCloses:
      return 1;
    case TitleContextKind::kAmends:
      return 0;
  }
  return 0;
}

/// A view of at most `limit` bytes that does not cut a character.
std::string_view Head(std::string_view text, size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && (static_cast<unsigned char>(text[limit]) & 0xC0U) == 0x80U) --limit;
  return text.substr(0, limit);
}

/// What the title says of one item.
struct TitleVerdict {
  std::optional<Grade> grade;
  int pattern = -1;
  bool refused = false;
  bool unless_column = false;  // refused unless a column says so
};

/// What the column path says of one item.
struct ColumnVerdict {
  Grade grade = Grade::kWeak;
  size_t depth = 0;
  int pattern = -1;
};

struct ColumnReading {
  std::map<size_t, ColumnVerdict> items;
  std::set<size_t> refused;
};

std::string WhereOf(const Item& item, std::string_view list) {
  std::string where = fmt::format("item \"{}\": {}", item.id, list);
  return item.place.file.empty() ? where : fmt::format("{}:{}: {}", item.place.file, item.place.line, where);
}

}  // namespace

struct Classifier::Compiled {
  std::vector<Item> items;
  std::vector<TitleContext> contexts;
  std::vector<std::set<std::string>> table_headers;               // by item, folded
  std::vector<std::pair<std::string, std::string>> same_headers;  // another word, folded → the one items use
  PatternSet title, column, body, sections;
  std::vector<TitleUse> title_uses;       // by pattern of `title`
  std::vector<ColumnUse> column_uses;     // by pattern of `column`
  std::vector<std::vector<int>> body_of;  // by item: patterns of `body`
  std::vector<size_t> section_items;      // by pattern of `sections`

  struct TitleReading {
    std::map<size_t, TitleVerdict> items;
    std::vector<size_t> contexts;       // in the plan's order, excepted ones left out
    std::vector<int> context_patterns;  // those that hit, of the contexts above
  };
  [[nodiscard]] TitleReading ReadTitle(const std::string& folded) const;
  [[nodiscard]] ColumnReading ReadColumns(const std::vector<std::string>& columns) const;
  [[nodiscard]] std::string WithoutContextWords(const TitleReading& reading, const std::string& folded) const;
  [[nodiscard]] std::vector<ItemMatch> Weigh(const std::map<size_t, TitleVerdict>& titles,
                                             const ColumnReading& columns, const ClassifyInput& input) const;
  [[nodiscard]] std::optional<ItemMatch> BySections(std::string_view text,
                                                    const std::set<size_t>& refused) const;
  [[nodiscard]] bool BodyConfirms(size_t item, const std::string& folded_body,
                                  const std::string& folded_labels, ItemMatch* match) const;
  void ApplyContexts(const TitleReading& reading, Classification* out) const;
};

Classifier::Classifier(std::shared_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}

base::Result<Classifier> Classifier::Create(const model::Plan& plan) {
  auto compiled = std::make_shared<Compiled>();
  compiled->items = plan.items;
  compiled->contexts = plan.title_contexts;
  std::vector<PatternSpec> title, column, body, sections;
  for (size_t i = 0; i < plan.items.size(); ++i) {
    const Item& item = plan.items[i];
    for (const auto& [re, grade] : item.patterns.title) {
      title.push_back({re, WhereOf(item, "title")});
      compiled->title_uses.push_back({TitleUse::Kind::kItem, i, grade});
    }
    for (const std::string& re : item.patterns.title_none) {
      title.push_back({re, WhereOf(item, "title_none")});
      compiled->title_uses.push_back({TitleUse::Kind::kItemNone, i});
    }
    for (const std::string& re : item.patterns.title_unless) {
      title.push_back({re, WhereOf(item, "title_unless")});
      compiled->title_uses.push_back({TitleUse::Kind::kItemUnless, i});
    }
    for (const auto& [re, grade] : item.patterns.column) {
      column.push_back({re, WhereOf(item, "column")});
      compiled->column_uses.push_back({i, grade});
    }
    for (const std::string& re : item.patterns.column_none) {
      column.push_back({re, WhereOf(item, "column_none")});
      compiled->column_uses.push_back({i, Grade::kCertain, true});
    }
    for (const std::string& re : item.patterns.sections) {
      sections.push_back({re, WhereOf(item, "sections")});
      compiled->section_items.push_back(i);
    }
    compiled->body_of.emplace_back();
    if (const auto same = plan.lexicon.words.find("same_headers"); same != plan.lexicon.words.end()) {
      for (const std::string& pair : same->second) {
        const size_t mark = pair.find('=');
        if (mark != std::string::npos)
          compiled->same_headers.emplace_back(base::FoldLabel(pair.substr(0, mark)),
                                              base::FoldLabel(pair.substr(mark + 1)));
      }
    }
    for (const std::string& re : item.patterns.body) {
      compiled->body_of.back().push_back(static_cast<int>(body.size()));
      body.push_back({re, WhereOf(item, "body")});
    }
    compiled->table_headers.emplace_back();
    for (const std::string& header : item.patterns.table_headers)
      compiled->table_headers.back().insert(base::FoldLabel(header));
  }
  for (size_t c = 0; c < plan.title_contexts.size(); ++c) {
    const TitleContext& context = plan.title_contexts[c];
    const std::string where = fmt::format("context \"{}\"", context.id);
    for (const std::string& re : context.patterns) {
      title.push_back({re, where});
      compiled->title_uses.push_back({TitleUse::Kind::kContext, c});
    }
    for (const std::string& re : context.except) {
      title.push_back({re, where + ": except"});
      compiled->title_uses.push_back({TitleUse::Kind::kContextExcept, c});
    }
  }
  ASSIGN_OR_RETURN(compiled->title, PatternSet::Create(std::move(title)));
  ASSIGN_OR_RETURN(compiled->column, PatternSet::Create(std::move(column)));
  ASSIGN_OR_RETURN(compiled->body, PatternSet::Create(std::move(body)));
  ASSIGN_OR_RETURN(compiled->sections, PatternSet::Create(std::move(sections)));
  return Classifier(std::move(compiled));
}

Classifier::Compiled::TitleReading Classifier::Compiled::ReadTitle(const std::string& folded) const {
  TitleReading reading;
  std::map<size_t, std::vector<int>> contexts_hit;
  std::set<size_t> excepted;
  for (const int id : title.Matches(folded)) {
    const TitleUse& use = title_uses[static_cast<size_t>(id)];
    switch (use.kind) {
      case TitleUse::Kind::kItem: {
        TitleVerdict& verdict = reading.items[use.owner];
        if (!verdict.grade || Rank(use.grade) < Rank(*verdict.grade)) {
          verdict.grade = use.grade;
          verdict.pattern = id;
        }
        break;
      }
      case TitleUse::Kind::kItemNone:
        reading.items[use.owner].refused = true;
        break;
      case TitleUse::Kind::kItemUnless:
        reading.items[use.owner].unless_column = true;
        break;
      case TitleUse::Kind::kContext:
        contexts_hit[use.owner].push_back(id);
        break;
      case TitleUse::Kind::kContextExcept:
        excepted.insert(use.owner);
        break;
    }
  }
  for (const auto& [context, patterns] : contexts_hit) {
    if (excepted.contains(context)) continue;
    reading.contexts.push_back(context);
    reading.context_patterns.insert(reading.context_patterns.end(), patterns.begin(), patterns.end());
  }
  return reading;
}

ColumnReading Classifier::Compiled::ReadColumns(const std::vector<std::string>& columns) const {
  ColumnReading reading;
  std::map<size_t, ColumnVerdict>& verdicts = reading.items;
  const size_t count = std::min(columns.size(), kMaxColumns);
  std::string path;
  const auto take = [&](const std::string& folded, size_t depth) {
    for (const int id : column.Matches(folded)) {
      const ColumnUse& use = column_uses[static_cast<size_t>(id)];
      if (use.none) {
        reading.refused.insert(use.item);
        continue;
      }
      const auto [it, fresh] = verdicts.try_emplace(use.item, ColumnVerdict{use.grade, depth, id});
      if (fresh) continue;
      it->second.depth = std::max(it->second.depth, depth);
      if (Rank(use.grade) < Rank(it->second.grade)) {
        it->second.grade = use.grade;
        it->second.pattern = id;
      }
    }
  };
  for (size_t depth = 0; depth < count; ++depth) {
    const std::string folded = base::FoldLabel(Head(columns[depth], kMaxTitleBytes));
    take(folded, depth);
    path += path.empty() ? folded : ">" + folded;
  }
  // Patterns over several levels are seen on the joined path only; what they say is said of the deepest.
  if (count > 1) {
    const std::map<size_t, ColumnVerdict> single = verdicts;
    take(path, count - 1);
    for (const auto& [item, verdict] : single) {
      if (Rank(verdicts[item].grade) >= Rank(verdict.grade)) verdicts[item] = verdict;
    }
  }
  return reading;
}

std::optional<ItemMatch> Classifier::Compiled::BySections(std::string_view text,
                                                          const std::set<size_t>& refused) const {
  constexpr size_t kMaxSectionBytes = size_t{48} << 10U;
  constexpr int kEnough = 3;
  if (text.empty() || sections.size() == 0) return std::nullopt;
  std::map<size_t, int> of;
  for (const size_t item : section_items) ++of[item];
  const std::string folded = base::FoldLabel(Head(text, kMaxSectionBytes));
  std::map<size_t, std::vector<int>> possible;
  for (const int id : sections.Potentials(folded))
    possible[section_items[static_cast<size_t>(id)]].push_back(id);
  size_t best = 0;
  int best_hits = 0;
  bool tie = false;
  for (const auto& [item, ids] : possible) {
    // Most items have too few parts that could be there for any to be looked for.
    const int needed = std::min(kEnough, of[item]);
    if (refused.contains(item) || static_cast<int>(ids.size()) < needed) continue;
    const auto count = static_cast<int>(
        std::count_if(ids.begin(), ids.end(), [&](int id) { return sections.Occurs(id, folded); }));
    if (count < needed) continue;
    if (count == best_hits) tie = true;
    if (count > best_hits) {
      best = item;
      best_hits = count;
      tie = false;
    }
  }
  if (best_hits == 0) return std::nullopt;
  ItemMatch match{items[best].id, tie ? Grade::kWeak : Grade::kLikely, {}};
  match.why.push_back(base::Msg("{} of {} parts of such a notice in the text", best_hits, of[best]));
  return match;
}

bool Classifier::Compiled::BodyConfirms(size_t item, const std::string& folded_body,
                                        const std::string& folded_labels, ItemMatch* match) const {
  for (const int id : body_of[item]) {
    const bool in_labels = body.Occurs(id, folded_labels);
    if (!in_labels && !body.Occurs(id, folded_body)) continue;
    match->why.push_back(
        base::Msg("body pattern `{}` confirms in {}", body.pattern(id), in_labels ? "labels" : "text"));
    return true;
  }
  return false;
}

std::vector<ItemMatch> Classifier::Compiled::Weigh(const std::map<size_t, TitleVerdict>& titles,
                                                   const ColumnReading& columns,
                                                   const ClassifyInput& input) const {
  std::set<size_t> refusals = columns.refused;
  for (const auto& [item, verdict] : titles) {
    const auto column_it = columns.items.find(item);
    const bool by_column = column_it != columns.items.end() && column_it->second.grade != Grade::kWeak;
    if (verdict.refused || (verdict.unless_column && !by_column)) refusals.insert(item);
  }
  const auto refused = [&](size_t item) { return refusals.contains(item); };
  const bool title_speaks = std::any_of(titles.begin(), titles.end(), [&](const auto& entry) {
    return entry.second.grade && !refused(entry.first) && *entry.second.grade != Grade::kWeak;
  });
  size_t deepest = 0;
  for (const auto& [item, verdict] : columns.items) {
    if (!refused(item)) deepest = std::max(deepest, verdict.depth);
  }
  std::string folded_body;
  std::string folded_labels;  // one a line
  bool folded = false;
  const auto confirms = [&](size_t item, ItemMatch* match) {
    if (body_of[item].empty()) return false;
    if (!folded) {
      folded_body = base::FoldWidth(Head(input.text, kMaxBodyBytes));
      for (const std::string& label : input.labels) folded_labels += base::FoldLabel(label) + "\n";
      folded = true;
    }
    return BodyConfirms(item, folded_body, folded_labels, match);
  };
  std::vector<std::pair<size_t, ItemMatch>> found;
  for (size_t i = 0; i < items.size(); ++i) {
    if (refused(i)) continue;
    const auto title_it = titles.find(i);
    const auto column_it = columns.items.find(i);
    const bool by_title = title_it != titles.end() && title_it->second.grade;
    const bool by_column = column_it != columns.items.end();
    ItemMatch match{items[i].id, Grade::kWeak, {}};
    if (by_title) {
      match.grade = *title_it->second.grade;
      match.why.push_back(base::Msg("title pattern `{}`", title.pattern(title_it->second.pattern)));
      if (by_column && match.grade != Grade::kCertain) {
        match.grade = OneUp(match.grade);
        match.why.push_back(
            base::Msg("column pattern `{}` raises", column.pattern(column_it->second.pattern)));
      }
      if (match.grade != Grade::kCertain && confirms(i, &match)) match.grade = OneUp(match.grade);
    } else if (by_column && !title_speaks && column_it->second.depth == deepest) {
      match.grade = column_it->second.grade;
      match.why.push_back(base::Msg("column pattern `{}` alone", column.pattern(column_it->second.pattern)));
      if (match.grade == Grade::kWeak && confirms(i, &match)) match.grade = Grade::kLikely;
    } else {
      continue;
    }
    found.emplace_back(i, std::move(match));
  }
  if (std::all_of(found.begin(), found.end(),
                  [](const auto& entry) { return entry.second.grade == Grade::kWeak; })) {
    if (auto match = BySections(input.text, refusals)) {
      std::erase_if(found, [&](const auto& entry) { return entry.second.item == match->item; });
      found.emplace_back(items.size(), std::move(*match));
    }
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return Rank(a.second.grade) < Rank(b.second.grade); });
  std::vector<ItemMatch> out;
  for (auto& [index, match] : found) {
    if (!out.empty() && out.front().grade == Grade::kCertain && match.grade == Grade::kWeak) continue;
    out.push_back(std::move(match));
  }
  return out;
}

std::string Classifier::Compiled::WithoutContextWords(const TitleReading& reading,
                                                      const std::string& folded) const {
  std::string rest = folded;
  for (const int id : reading.context_patterns) {
    const std::string_view hit = title.Find(id, rest);
    if (hit.empty() || hit.size() == rest.size()) continue;
    rest.erase(static_cast<size_t>(hit.data() - rest.data()), hit.size());
  }
  return rest;
}

void Classifier::Compiled::ApplyContexts(const TitleReading& reading, Classification* out) const {
  std::vector<size_t> order = reading.contexts;
  std::stable_sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return Strength(contexts[a].kind) > Strength(contexts[b].kind);
  });
  for (const size_t index : order) {
    const TitleContext& context = contexts[index];
    std::vector<ItemMatch> kept;
    bool took = out->items.empty();
    for (ItemMatch& match : out->items) {
      if (model::AnyGlobMatches(context.except_items, match.item)) {
        kept.push_back(std::move(match));
        continue;
      }
      took = true;
      match.why.push_back(base::Msg("vetoed by title context \"{}\"", context.id));
      out->vetoed.push_back(std::move(match));
    }
    out->items = std::move(kept);
    if (took && out->context.empty()) {
      out->context = context.id;
      out->context_kind = context.kind;
    }
  }
  // A page that still discloses something is a disclosure, whatever else its title says.
  if (!out->items.empty()) {
    out->context.clear();
    out->context_kind.reset();
  }
}

Classification Classifier::Classify(const ClassifyInput& input) const {
  const Compiled& c = *compiled_;
  const std::string folded = base::FoldLabel(Head(input.title, kMaxTitleBytes));
  Compiled::TitleReading reading = c.ReadTitle(folded);
  const ColumnReading columns = c.ReadColumns(input.column);
  Classification out;
  out.items = c.Weigh(reading.items, columns, input);
  if (reading.contexts.empty()) return out;
  c.ApplyContexts(reading, &out);
  if (out.context_kind && *out.context_kind != TitleContextKind::kNotDisclosure) {
    // Which notice it amends or closes: the title without the words that made the context.
    const Compiled::TitleReading rest = c.ReadTitle(c.WithoutContextWords(reading, folded));
    std::vector<ItemMatch> again = c.Weigh(rest.items, columns, input);
    for (ItemMatch& match : again) {
      const bool known = std::any_of(out.vetoed.begin(), out.vetoed.end(),
                                     [&](const ItemMatch& other) { return other.item == match.item; });
      if (known) continue;
      match.why.push_back(base::Msg("read without the words of title context \"{}\"", out.context));
      out.vetoed.push_back(std::move(match));
    }
    std::stable_sort(out.vetoed.begin(), out.vetoed.end(),
                     [](const ItemMatch& a, const ItemMatch& b) { return Rank(a.grade) < Rank(b.grade); });
  }
  return out;
}

std::vector<ItemMatch> Classifier::Rejected(const ClassifyInput& input) const {
  const Compiled& c = *compiled_;
  Classification given = Classify(input);
  std::vector<ItemMatch> out = std::move(given.vetoed);
  const auto known = [&](const std::string& item) {
    const auto is = [&](const ItemMatch& match) { return match.item == item; };
    return std::any_of(given.items.begin(), given.items.end(), is) || std::any_of(out.begin(), out.end(), is);
  };
  const auto reading = c.ReadTitle(base::FoldLabel(Head(input.title, kMaxTitleBytes)));
  const ColumnReading columns = c.ReadColumns(input.column);
  for (const auto& [index, verdict] : reading.items) {
    const Item& item = c.items[index];
    if (known(item.id) || !verdict.grade) continue;
    ItemMatch match{
        item.id, *verdict.grade, {base::Msg("title pattern `{}`", c.title.pattern(verdict.pattern))}};
    const char* reason = "another item is certain: weak ones are dropped";
    if (columns.refused.contains(index)) reason = "the column refuses the item";
    if (verdict.refused) reason = "a title_none pattern of the item refuses the title";
    match.why.push_back(base::Msg(reason));
    out.push_back(std::move(match));
  }
  for (const auto& [index, verdict] : columns.items) {
    const Item& item = c.items[index];
    if (known(item.id)) continue;
    out.push_back({item.id,
                   verdict.grade,
                   {base::Msg("column pattern `{}` alone", c.column.pattern(verdict.pattern)),
                    base::Msg("the title speaks of another item, or a deeper column does")}});
  }
  return out;
}

std::vector<ItemMatch> Classifier::ClassifyTable(const std::vector<std::string>& headers) const {
  std::set<std::string> folded;
  for (const std::string& header : headers) {
    std::string text = base::FoldLabel(header);
    // `amount (yuan)` is the header `amount`.
    if (const size_t open = text.find('('); open != std::string::npos && open > 0)
      folded.insert(text.substr(0, open));
    folded.insert(std::move(text));
  }
  for (const auto& [header, same] : compiled_->same_headers) {
    if (folded.contains(header)) folded.insert(same);
  }
  std::vector<ItemMatch> matches;
  size_t most = 0;
  for (size_t i = 0; i < compiled_->items.size(); ++i) {
    const std::set<std::string>& wanted = compiled_->table_headers[i];
    if (wanted.empty() || !std::includes(folded.begin(), folded.end(), wanted.begin(), wanted.end()))
      continue;
    // The item that asks for more of the headers is the more particular one.
    if (wanted.size() > most) matches.clear();
    if (wanted.size() < most) continue;
    most = wanted.size();
    matches.push_back({compiled_->items[i].id, Grade::kLikely, {base::Msg("table headers of the item")}});
  }
  return matches;
}

std::vector<std::string> Classifier::ContextsOf(std::string_view title) const {
  std::vector<std::string> ids;
  const auto reading = compiled_->ReadTitle(base::FoldLabel(Head(title, kMaxTitleBytes)));
  for (const size_t index : reading.contexts) ids.push_back(compiled_->contexts[index].id);
  return ids;
}

namespace {

/// The item, or its twin where it is only known through it.
std::vector<std::string> ExpectedIds(const model::Plan& plan, const Item& item) {
  std::vector<std::string> ids = {item.id};
  if (!item.patterns.title.empty()) return ids;
  for (const auto& [first, second] : plan.twins) {
    if (second == item.id) ids.push_back(first);
    if (first == item.id) ids.push_back(second);
  }
  return ids;
}

std::string Told(const Classification& got) {
  std::vector<std::string> words;
  for (const ItemMatch& match : got.items)
    words.push_back(fmt::format("{} ({})", match.item, model::EnumName(match.grade)));
  if (!got.context.empty()) words.push_back(fmt::format("context {}", got.context));
  return words.empty() ? "nothing" : base::Join(words, ", ");
}

void RunItemExamples(const model::Plan& plan, const Classifier& classifier, const Item& item,
                     std::vector<ExampleFailure>* failures) {
  const std::vector<std::string> expected = ExpectedIds(plan, item);
  const std::string where = WhereOf(item, "examples");
  for (const std::string& title : item.patterns.positive) {
    const Classification got = classifier.Classify({title, {}, {}, {}});
    const bool right = std::any_of(got.items.begin(), got.items.end(), [&](const ItemMatch& match) {
      return match.grade != Grade::kWeak &&
             std::find(expected.begin(), expected.end(), match.item) != expected.end();
    });
    if (!right)
      failures->push_back(
          {where, title, true,
           base::Msg("expected {} at likely or certain, found {}", expected.front(), Told(got))});
  }
  for (const std::string& title : item.patterns.negative) {
    const Classification got = classifier.Classify({title, {}, {}, {}});
    const bool wrong = std::any_of(got.items.begin(), got.items.end(),
                                   [&](const ItemMatch& match) { return match.item == item.id; });
    if (wrong)
      failures->push_back({where, title, false, base::Msg("must not give {}, found {}", item.id, Told(got))});
  }
}

}  // namespace

std::vector<ExampleFailure> RunExamples(const model::Plan& plan, const Classifier& classifier) {
  std::vector<ExampleFailure> failures;
  for (const Item& item : plan.items) RunItemExamples(plan, classifier, item, &failures);
  for (const TitleContext& context : plan.title_contexts) {
    const std::string where = fmt::format("context \"{}\"", context.id);
    const auto run = [&](const std::vector<std::string>& titles, bool positive) {
      for (const std::string& title : titles) {
        const std::vector<std::string> hit = classifier.ContextsOf(title);
        if ((std::find(hit.begin(), hit.end(), context.id) != hit.end()) == positive) continue;
        const std::string told = hit.empty() ? "no context" : base::Join(hit, ", ");
        failures.push_back({where, title, positive,
                            positive ? base::Msg("expected context {}, found {}", context.id, told)
                                     : base::Msg("must not give context {}, found {}", context.id, told)});
      }
    };
    run(context.positive, true);
    run(context.negative, false);
  }
  return failures;
}

}  // namespace mingcha::extractors
