#include "bench/accuracy/ablation.h"

#include <re2/re2.h>

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <optional>
#include <set>
#include <sstream>
#include <utility>

#include "base/text.h"
#include "extractors/charset.h"
#include "extractors/document.h"

namespace mingcha::bench {
namespace {

namespace json = boost::json;

/// Name of the plan's own words among the groups.
constexpr const char* kPlan = "";
/// Takes the place of a branch that is dropped: matches nothing.
constexpr const char* kNothing = R"([^\x00-\x{10ffff}])";

std::string ReadFile(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

void AddLine(std::string_view text, Evidence* evidence) {
  if (text.empty()) return;
  evidence->folded += base::ToLowerAscii(base::FoldLabel(text)) + "\n";
  evidence->lines += base::CollapseSpace(text) + "\n";
}

/// Runs of text between block elements; every attribute; the source.
void AddPage(std::string_view bytes, Evidence* evidence) {
  const std::string text = extractors::Decode(bytes, "").text;
  const extractors::Document document = extractors::Document::Parse(text);
  std::string line;
  const auto end_line = [&] {
    AddLine(line, evidence);
    line.clear();
  };
  for (int i = 0; i < document.size(); ++i) {
    const extractors::Node& node = document.node(i);
    if (node.type == extractors::Node::Type::kText) {
      if (node.parent >= 0 && extractors::IsInvisibleTag(document.node(node.parent).tag)) continue;
      AddLine(node.text, evidence);  // A label may share its line with its value …
      line += node.text;             // … or be broken by inline elements.
      continue;
    }
    if (node.block) end_line();
    for (const std::string_view name : {"class", "id", "href", "src", "name", "content", "onclick", "title"})
      evidence->lines += std::string(document.Attr(i, name)) + "\n";
  }
  end_line();
  evidence->source += text + "\n";
}

/// Where the bracket expression that begins at `at` ends.
size_t AfterClass(std::string_view pattern, size_t at) {
  size_t pos = at + 1;
  if (pos < pattern.size() && pattern[pos] == '^') ++pos;
  if (pos < pattern.size() && pattern[pos] == ']') ++pos;
  for (; pos < pattern.size() && pattern[pos] != ']'; ++pos) {
    if (pattern[pos] == '\\') ++pos;
  }
  return pos + 1;
}

class Pruner {
 public:
  /// `only_there` tells whether a pattern matches in the left-out group and in no other.
  explicit Pruner(std::function<bool(const std::string&)> only_there) : only_there_(std::move(only_there)) {}

  /// The pattern without those branches; counts them in `dropped`.
  std::string Prune(const std::string& pattern, std::vector<std::string>* dropped) const {
    std::string out = pattern;
    // From the back, so that the ranges before stay true; inner branches of a dropped one go with it.
    std::vector<std::pair<size_t, size_t>> drop;
    for (const auto& [begin, end] : BranchesOf(pattern)) {
      const bool whole = begin == 0 && end == pattern.size();
      const bool inside = std::any_of(drop.begin(), drop.end(), [b = begin, e = end](const auto& other) {
        return other.first <= b && e <= other.second;
      });
      if (!whole && !inside && only_there_(pattern.substr(begin, end - begin))) drop.emplace_back(begin, end);
    }
    std::sort(drop.rbegin(), drop.rend());
    for (const auto& [begin, end] : drop) {
      dropped->push_back(pattern.substr(begin, end - begin));
      out.replace(begin, end - begin, kNothing);
    }
    return out;
  }

 private:
  std::function<bool(const std::string&)> only_there_;
};

std::string RepositoryOf(const std::string& source) { return source.substr(0, source.find(':')); }

}  // namespace

std::vector<std::pair<size_t, size_t>> BranchesOf(std::string_view pattern) {
  std::vector<std::pair<size_t, size_t>> out;
  struct Level {
    size_t begin = 0;  ///< Of the branch.
    std::vector<std::pair<size_t, size_t>> branches;
  };
  std::vector<Level> open(1);
  const auto close = [&](size_t end) {
    Level& level = open.back();
    level.branches.emplace_back(level.begin, end);
    if (level.branches.size() > 1 || open.size() == 1) {
      for (const auto& branch : level.branches) {
        if (branch.first < branch.second) out.push_back(branch);
      }
    }
  };
  for (size_t pos = 0; pos < pattern.size();) {
    const char c = pattern[pos];
    if (c == '\\') {
      pos += 2;
    } else if (c == '[') {
      pos = AfterClass(pattern, pos);
    } else if (c == '(') {
      ++pos;
      if (pos < pattern.size() && pattern[pos] == '?') {  // (?: (?i: (?P<name>
        while (pos < pattern.size() && pattern[pos] != ':' && pattern[pos] != '>' && pattern[pos] != ')')
          ++pos;
        if (pos < pattern.size() && pattern[pos] == ')') {  // (?i) is no group.
          ++pos;
          continue;
        }
        ++pos;
      }
      open.push_back({pos, {}});
    } else if (c == '|') {
      open.back().branches.emplace_back(open.back().begin, pos);
      open.back().begin = ++pos;
    } else if (c == ')' && open.size() > 1) {
      close(pos++);
      open.pop_back();
    } else {
      ++pos;
    }
  }
  close(pattern.size());
  std::sort(out.begin(), out.end(),
            [](const auto& a, const auto& b) { return a.second - a.first > b.second - b.first; });
  return out;
}

std::string SourceName(const std::string& repository) {
  const size_t slash = repository.find('/');
  return slash == std::string::npos ? repository : repository.substr(slash + 1);
}

GroupOf ByPlatform(const std::filesystem::path& corpus) {
  std::map<std::string, std::set<std::string>> systems;
  std::ifstream labels(corpus / "labels.jsonl");
  for (std::string line; std::getline(labels, line);) {
    const json::object label = json::parse(line).as_object();
    systems[std::string(label.at("source_repo").as_string())].emplace(label.at("cms").as_string());
  }
  return [systems](const std::string& repository) {
    const auto known = systems.find(repository);
    if (known == systems.end() || known->second.size() != 1 || known->second.contains("other"))
      return SourceName(repository);
    return *known->second.begin();
  };
}

struct Ablation::State {
  std::map<std::string, Evidence> evidence;                      ///< By group.
  std::map<std::string, std::set<std::string>> words, patterns;  ///< The groups that show each.

  const std::set<std::string>& GroupsOfWord(const std::string& word) {
    const auto [known, added] = words.try_emplace(word);
    if (!added) return known->second;
    const std::string folded = base::ToLowerAscii(base::FoldLabel(word));
    for (const auto& [group, shown] : evidence) {
      if (!folded.empty() && shown.folded.find(folded) != std::string::npos) known->second.insert(group);
    }
    return known->second;
  }

  const std::set<std::string>& GroupsOfPattern(const std::string& pattern) {
    const auto [known, added] = patterns.try_emplace(pattern);
    if (!added) return known->second;
    RE2::Options options;
    options.set_log_errors(false);
    options.set_case_sensitive(false);
    options.set_max_mem(int64_t{64} << 20);
    const RE2 compiled("(?m)" + pattern, options);
    if (!compiled.ok()) return known->second;
    for (const auto& [group, shown] : evidence) {
      for (const std::string* text : {&shown.folded, &shown.lines, &shown.source}) {
        if (!RE2::PartialMatch(*text, compiled)) continue;
        known->second.insert(group);
        break;
      }
    }
    return known->second;
  }
};

namespace {

bool Only(const std::set<std::string>& groups, const std::string& group) {
  return groups.size() == 1 && groups.contains(group);
}

}  // namespace

Ablation::Ablation(const std::filesystem::path& corpus, const model::Plan& plan, const GroupOf& group_of)
    : state_(std::make_unique<State>()) {
  std::map<std::string, Evidence>& evidence = state_->evidence;
  for (const model::Item& item : plan.items) {
    AddLine(item.name, &evidence[kPlan]);
    for (const model::Element& element : item.elements) AddLine(element.name, &evidence[kPlan]);
  }
  for (const model::Area& area : plan.areas) AddLine(area.name, &evidence[kPlan]);
  std::ifstream labels(corpus / "labels.jsonl");
  for (std::string line; std::getline(labels, line);) {
    const json::object label = json::parse(line).as_object();
    Evidence& shown = evidence[group_of(std::string(label.at("source_repo").as_string()))];
    AddPage(ReadFile(corpus / "pages" / std::string(label.at("file").as_string())), &shown);
    if (label.at("url").is_string()) shown.lines += std::string(label.at("url").as_string()) + "\n";
  }
  std::ifstream titles(corpus / "titles.tsv");
  std::string line;
  std::getline(titles, line);
  while (std::getline(titles, line)) {
    const auto cells = base::Split(line, '\t');
    if (cells.size() < 5) continue;
    Evidence& shown = evidence[group_of(RepositoryOf(std::string(cells[4])))];
    AddLine(cells[0], &shown);
    AddLine(cells[1], &shown);
  }
  std::ifstream bodies(corpus / "bodies" / "bodies.jsonl");
  while (std::getline(bodies, line)) {
    const json::object label = json::parse(line).as_object();
    Evidence& shown = evidence[group_of(RepositoryOf(std::string(label.at("source").as_string())))];
    AddLine(std::string_view(label.at("title").as_string()), &shown);
    AddPage(ReadFile(corpus / std::string(label.at("file").as_string())), &shown);
  }
}

Ablation::~Ablation() = default;

std::vector<std::string> Ablation::groups() const {
  std::vector<std::string> out;
  for (const auto& [group, shown] : state_->evidence) {
    if (group != kPlan) out.push_back(group);
  }
  return out;
}

Ablation::Result Ablation::Without(const model::Plan& plan, const std::string& group) {
  Result out{plan, {}, {}, {}};
  const Pruner pruner(
      [&](const std::string& branch) { return Only(state_->GroupsOfPattern(branch), group); });
  const auto words = [&](std::vector<std::string>* list) {
    std::erase_if(*list, [&](const std::string& word) {
      const bool drop = Only(state_->GroupsOfWord(word), group);
      if (drop) out.words.push_back(word);
      return drop;
    });
  };
  const auto pruned = [&](std::string* pattern) {
    if (Only(state_->GroupsOfPattern(*pattern), group)) {
      out.patterns.push_back(*pattern);
      return true;
    }
    *pattern = pruner.Prune(*pattern, &out.branches);
    return false;
  };
  const auto patterns = [&](std::vector<std::string>* list) {
    std::vector<std::string> kept;
    for (std::string& pattern : *list) {
      if (!pruned(&pattern)) kept.push_back(std::move(pattern));
    }
    *list = std::move(kept);
  };
  const auto graded = [&](std::vector<model::TitlePattern>* list) {
    std::vector<model::TitlePattern> kept;
    for (model::TitlePattern& pattern : *list) {
      if (!pruned(&pattern.re)) kept.push_back(std::move(pattern));
    }
    *list = std::move(kept);
  };
  for (auto& spec : out.plan.lexicon.labels) words(&spec.labels);
  for (auto& spec : out.plan.lexicon.date_labels) words(&spec.labels);
  for (auto& [name, list] : out.plan.lexicon.words) words(&list);
  for (auto& [name, list] : out.plan.lexicon.patterns) patterns(&list);
  for (model::TitleContext& context : out.plan.title_contexts) {
    patterns(&context.patterns);
    patterns(&context.except);
  }
  for (model::Item& item : out.plan.items) {
    graded(&item.patterns.title);
    graded(&item.patterns.column);
    for (auto* list : {&item.patterns.title_none, &item.patterns.title_unless, &item.patterns.column_none,
                       &item.patterns.body, &item.patterns.sections})
      patterns(list);
    // All of them together tell a table: without one the others tell too much.
    const size_t headers = item.patterns.table_headers.size();
    words(&item.patterns.table_headers);
    if (item.patterns.table_headers.size() != headers) item.patterns.table_headers.clear();
    for (model::Element& element : item.elements) {
      words(&element.labels);
      patterns(&element.patterns);
    }
  }
  for (model::CmsProfile& cms : out.plan.cms) {
    for (auto* list : {&cms.sign_texts, &cms.sign_urls, &cms.detail_urls, &cms.list_urls,
                       &cms.entry_date_urls, &cms.attachment_dates})
      patterns(list);
    std::erase_if(cms.pagers, [&](model::PagerRule& pager) {
      const size_t before = pager.script.size() + pager.page.size() + pager.next.size();
      for (auto* list : {&pager.script, &pager.page, &pager.next}) patterns(list);
      return before > 0 && pager.script.empty() && pager.page.empty() && pager.next.empty();
    });
  }
  return out;
}

}  // namespace mingcha::bench
