#include "checker/projects.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "base/text.h"

namespace mingcha::checker {
namespace {

constexpr size_t kMinSubject = 3;      // code points
constexpr size_t kMaxSameKey = 500;    // a key on more pages than this is boilerplate, not a project
constexpr size_t kMaxComponents = 40;  // different things of one name; more say that the name tells nothing

}  // namespace

std::string FoldSubject(std::string_view text) {
  std::string folded = base::ToLowerAscii(base::FoldLabel(text));
  return base::CodePointCount(folded) < kMinSubject ? std::string() : folded;
}

ProjectJoin::ProjectJoin(const CheckIndex& index) : index_(index), disclosures_(index.disclosures().size()) {
  const auto& registers = index.plan.registers;
  const size_t rows = registers.ledger.size();
  const size_t nodes = disclosures_ + rows + registers.major_projects.size();
  refs_.resize(nodes);
  subjects_.resize(nodes);
  major_.resize(nodes, false);
  parent_.resize(nodes);
  std::iota(parent_.begin(), parent_.end(), size_t{0});
  for (size_t i = 0; i < disclosures_; ++i) {
    const auto& disclosure = *index.disclosures()[i];
    refs_[i] = References(disclosure);
    subjects_[i] = FoldSubject(disclosure.subject);
  }
  for (size_t i = 0; i < rows; ++i) {
    refs_[disclosures_ + i] = References(registers.ledger[i]);
    subjects_[disclosures_ + i] = FoldSubject(registers.ledger[i].subject);
  }
  for (size_t i = 0; i < registers.major_projects.size(); ++i) {
    const auto& row = registers.major_projects[i];
    const size_t node = disclosures_ + rows + i;
    if (std::string code = FoldReference(row.project_code); !code.empty()) refs_[node].push_back(code);
    subjects_[node] = FoldSubject(row.name);
  }
  JoinByRegister();
  JoinByReference();
  JoinBySubject();
  groups_.resize(nodes);
  for (size_t i = 0; i < nodes; ++i) groups_[i] = Root(i);
  for (size_t i = 0; i < rows; ++i) {
    const model::Item* item = index.Item(registers.ledger[i].item);
    if (item != nullptr && index.Base(item->id) != item->id) major_[groups_[disclosures_ + i]] = true;
  }
  for (size_t i = 0; i < registers.major_projects.size(); ++i) {
    const size_t group = groups_[disclosures_ + rows + i];
    major_[group] = true;
    registers_.emplace(group, &registers.major_projects[i]);
  }
}

size_t ProjectJoin::Root(size_t node) {
  while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
  return node;
}

void ProjectJoin::Unite(size_t a, size_t b) {
  a = Root(a);
  b = Root(b);
  if (a == b || (!sides_.empty() && KeptApart(a, b))) return;
  parent_[std::max(a, b)] = std::min(a, b);
  if (const auto moved = sides_.find(std::max(a, b)); moved != sides_.end()) {
    const std::vector<size_t> more = std::move(moved->second);
    sides_.erase(moved);
    auto& sides = sides_[std::min(a, b)];
    sides.insert(sides.end(), more.begin(), more.end());
  }
}

bool ProjectJoin::KeptApart(size_t a, size_t b) const {
  const auto one = sides_.find(a);
  const auto other = sides_.find(b);
  if (one == sides_.end() || other == sides_.end()) return false;
  return std::any_of(one->second.begin(), one->second.end(), [&](size_t side) {
    return std::find(other->second.begin(), other->second.end(), side ^ 1U) != other->second.end();
  });
}

std::vector<size_t> ProjectJoin::NodesOf(const std::string& name, const std::string& code) const {
  const std::string subject = FoldSubject(name);
  const std::string ref = FoldReference(code);
  std::vector<size_t> nodes;
  for (size_t i = 0; i < refs_.size(); ++i) {
    const bool by_code = !ref.empty() && std::find(refs_[i].begin(), refs_[i].end(), ref) != refs_[i].end();
    if (by_code || (ref.empty() && !subject.empty() && subjects_[i] == subject)) nodes.push_back(i);
  }
  return nodes;
}

void ProjectJoin::JoinByRegister() {
  const auto& rows = index_.plan.registers.project_joins;
  for (size_t i = 0; i < rows.size(); ++i) {
    if (!rows[i].split) continue;
    for (const size_t node : NodesOf(rows[i].name, rows[i].project_code)) sides_[node].push_back(2 * i);
    for (const size_t node : NodesOf(rows[i].other_name, rows[i].other_project_code))
      sides_[node].push_back(2 * i + 1);
  }
  for (const auto& row : rows) {
    if (row.split) continue;
    std::vector<size_t> nodes = NodesOf(row.name, row.project_code);
    const auto others = NodesOf(row.other_name, row.other_project_code);
    nodes.insert(nodes.end(), others.begin(), others.end());
    for (size_t i = 1; i < nodes.size(); ++i) Unite(nodes[0], nodes[i]);
  }
}

void ProjectJoin::JoinByReference() {
  std::unordered_map<std::string_view, std::vector<size_t>> nodes;
  for (size_t i = 0; i < refs_.size(); ++i) {
    for (const std::string& ref : refs_[i]) nodes[ref].push_back(i);
  }
  for (const auto& [ref, list] : nodes) {
    if (list.size() > kMaxSameKey) continue;
    for (size_t i = 1; i < list.size(); ++i) Unite(list[0], list[i]);
  }
}

void ProjectJoin::JoinBySubject() {
  // Ordered, since each union may change what the next sees.
  std::map<std::string_view, std::vector<size_t>> nodes;
  for (size_t i = 0; i < subjects_.size(); ++i) {
    if (!subjects_[i].empty()) nodes[subjects_[i]].push_back(i);
  }
  for (const auto& [subject, list] : nodes) {
    if (list.size() > 1 && list.size() <= kMaxSameKey) JoinOneSubject(list);
  }
}

void ProjectJoin::JoinOneSubject(const std::vector<size_t>& nodes) {
  struct Part {
    size_t root;
    std::vector<std::string> refs;
  };
  std::map<size_t, std::vector<std::string>> refs_of;
  for (const size_t node : nodes) {
    auto& refs = refs_of[Root(node)];
    refs.insert(refs.end(), refs_[node].begin(), refs_[node].end());
  }
  std::vector<Part> parts;
  std::vector<size_t> bare;
  for (auto& [root, refs] : refs_of) {
    std::sort(refs.begin(), refs.end());
    if (refs.empty()) {
      bare.push_back(root);
      continue;
    }
    // Joins the only part it may belong to; where it fits several, none.
    std::vector<Part*> fits;
    for (Part& part : parts) {
      if (!ReferencesConflict(part.refs, refs)) fits.push_back(&part);
    }
    if (fits.size() == 1) {
      Unite(fits[0]->root, root);
      fits[0]->refs.insert(fits[0]->refs.end(), refs.begin(), refs.end());
      std::sort(fits[0]->refs.begin(), fits[0]->refs.end());
    } else if (parts.size() < kMaxComponents) {
      parts.push_back({root, refs});
    }
  }
  for (size_t i = 1; i < bare.size(); ++i) Unite(bare[0], bare[i]);
  if (!bare.empty() && parts.size() == 1) Unite(bare[0], parts[0].root);
}

bool ProjectJoin::IsMajor(size_t group) const { return major_[group]; }

const model::ProjectRow* ProjectJoin::Register(size_t group) const {
  const auto it = registers_.find(group);
  return it == registers_.end() ? nullptr : it->second;
}

}  // namespace mingcha::checker
