#include "checker/projects.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <tuple>

#include "base/text.h"

namespace mingcha::checker {
namespace {

constexpr size_t kMinSubject = 3;      // code points
constexpr size_t kMaxSameKey = 500;    // a key on more pages than this is boilerplate, not a project
constexpr size_t kMaxComponents = 40;  // different things of one name; more say that the name tells nothing

/// A node under one of its names. Sorted by hash, then by the name itself: an order that depends on what is
/// named, not on where it lies.
struct Named {
  size_t hash;
  std::string_view name;
  size_t node;
};

Named NameNode(std::string_view name, size_t node) {
  return {std::hash<std::string_view>()(name), name, node};
}

/// Calls `join` for the nodes of each name that more than one and not too many bear, in rising order.
template <typename Join>
void ForEachName(std::vector<Named>* nodes, Join join) {
  std::sort(nodes->begin(), nodes->end(), [](const Named& a, const Named& b) {
    return std::tie(a.hash, a.name, a.node) < std::tie(b.hash, b.name, b.node);
  });
  std::vector<size_t> same;
  for (size_t i = 0; i < nodes->size();) {
    same.clear();
    const Named& first = (*nodes)[i];
    for (; i < nodes->size() && (*nodes)[i].name == first.name; ++i) same.push_back((*nodes)[i].node);
    if (same.size() > 1 && same.size() <= kMaxSameKey) join(same.data(), same.data() + same.size());
  }
}

}  // namespace

std::string FoldSubject(std::string_view text) {
  std::string folded = base::ToLowerAscii(base::FoldLabel(text));
  return base::CodePointCount(folded) < kMinSubject ? std::string() : folded;
}

ProjectJoin::ProjectJoin(const CheckIndex& index) : index_(index), disclosures_(index.disclosures().size()) {
  const auto& registers = index.plan.registers;
  const size_t rows = registers.ledger.size();
  const size_t nodes = disclosures_ + rows + registers.major_projects.size();
  rows_.resize(nodes - disclosures_);
  major_.resize(nodes, false);
  parent_.resize(nodes);
  std::iota(parent_.begin(), parent_.end(), uint32_t{0});
  for (size_t i = 0; i < rows; ++i)
    rows_[i] = {References(registers.ledger[i]), index.SubjectKey(registers.ledger[i].subject)};
  for (size_t i = 0; i < registers.major_projects.size(); ++i) {
    const auto& row = registers.major_projects[i];
    if (std::string code = FoldReference(row.project_code); !code.empty())
      rows_[rows + i].refs.push_back(std::move(code));
    rows_[rows + i].key = index.SubjectKey(row.name);
  }
  JoinByRegister();
  JoinByReference();
  JoinBySubject();
  JoinByCitation();
  groups_.resize(nodes);
  for (size_t i = 0; i < nodes; ++i) groups_[i] = static_cast<uint32_t>(Root(i));
  for (size_t i = 0; i < rows; ++i) {
    const model::Item* item = index.Item(registers.ledger[i].item);
    if (item != nullptr && index.Base(item->id) != item->id) major_[groups_[disclosures_ + i]] = true;
  }
  for (size_t i = 0; i < registers.major_projects.size(); ++i) {
    const size_t group = groups_[disclosures_ + rows + i];
    major_[group] = true;
    registers_.emplace(group, &registers.major_projects[i]);
  }
  parent_ = {};
}

template <typename Visit>
void ProjectJoin::ForEachNode(Visit visit) const {
  for (size_t position = 0; position < disclosures_; ++position)
    visit(index_.RankOf(index_.input.disclosures[position]));
  for (size_t i = disclosures_; i < parent_.size(); ++i) visit(i);
}

template <typename Visit>
void ProjectJoin::ForEachRef(size_t node, Visit visit) const {
  if (node < disclosures_) {
    for (const Text& ref : index_.disclosures()[node]->refs) visit(ref.str());
  } else {
    for (const std::string& ref : rows_[node - disclosures_].refs) visit(ref);
  }
}

std::string_view ProjectJoin::KeyOf(size_t node) const {
  return node < disclosures_ ? std::string_view(index_.disclosures()[node]->key)
                             : std::string_view(rows_[node - disclosures_].key);
}

void ProjectJoin::AddComparable(size_t node, std::vector<std::string>* refs) const {
  const auto& ledger = index_.plan.registers.ledger;
  std::string number;
  std::string_view base;
  if (node < disclosures_) {
    const Notice& page = *index_.disclosures()[node];
    if (!page.doc_number.empty()) number = FoldReference(page.doc_number);
    base = index_.BaseOf(page);
  } else if (node < disclosures_ + ledger.size()) {
    const model::LedgerRow& row = ledger[node - disclosures_];
    number = FoldReference(row.doc_number);
    base = index_.Base(row.item);
  }
  ForEachRef(node, [&](const std::string& ref) {
    refs->push_back(!number.empty() && ref == number ? std::string(base) + "\x1f" + ref : ref);
  });
}

size_t ProjectJoin::Root(size_t node) {
  while (parent_[node] != node) node = parent_[node] = parent_[parent_[node]];
  return node;
}

void ProjectJoin::Unite(size_t a, size_t b) {
  a = Root(a);
  b = Root(b);
  if (a == b || (!sides_.empty() && KeptApart(a, b))) return;
  parent_[std::max(a, b)] = static_cast<uint32_t>(std::min(a, b));
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
  const std::string subject = index_.SubjectKey(name);
  const std::string ref = FoldReference(code);
  std::vector<size_t> nodes;
  for (size_t i = 0; i < parent_.size(); ++i) {
    bool by_code = false;
    if (!ref.empty()) ForEachRef(i, [&](const std::string& own) { by_code = by_code || own == ref; });
    if (by_code || (ref.empty() && !subject.empty() && KeyOf(i) == subject)) nodes.push_back(i);
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
  std::vector<Named> nodes;
  nodes.reserve(parent_.size());
  ForEachNode(
      [&](size_t i) { ForEachRef(i, [&](const std::string& ref) { nodes.push_back(NameNode(ref, i)); }); });
  ForEachName(&nodes, [&](const size_t* begin, const size_t* end) {
    for (const size_t* node = begin + 1; node < end; ++node) Unite(*begin, *node);
  });
}

void ProjectJoin::JoinBySubject() {
  std::vector<Named> nodes;
  nodes.reserve(parent_.size());
  ForEachNode([&](size_t i) {
    if (const std::string_view key = KeyOf(i); !key.empty()) nodes.push_back(NameNode(key, i));
  });
  ForEachName(&nodes, [&](const size_t* begin, const size_t* end) { JoinOneSubject(begin, end); });
}

void ProjectJoin::JoinOneSubject(const size_t* begin, const size_t* end) {
  // Most often all of one name are one already.
  const size_t first = Root(*begin);
  if (std::all_of(begin, end, [&](size_t node) { return Root(node) == first; })) return;
  struct Part {
    size_t root;
    std::vector<std::string> refs;
  };
  std::map<size_t, std::vector<std::string>> refs_of;
  for (const size_t* node = begin; node < end; ++node) {
    AddComparable(*node, &refs_of[Root(*node)]);
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

void ProjectJoin::JoinByCitation() {
  struct Join {
    size_t row, page;  // roots
    const std::vector<Citation>* citations;
  };
  const auto cited = Citations(index_);
  std::vector<Join> joins;
  std::map<size_t, size_t> rows_of_page;
  std::map<size_t, std::vector<size_t>> nodes;  // of the projects that may become one
  for (const auto& citations : cited) {
    std::set<size_t> rows;
    std::set<size_t> pages;
    for (const Citation& citation : citations) {
      const size_t row = Root(disclosures_ + citation.row);
      const size_t page = Root(citation.page);
      rows.insert(row);
      if (page != row) pages.insert(page);
    }
    if (rows.size() != 1 || pages.size() != 1) continue;  // Several matters of one approval stay several.
    joins.push_back({*rows.begin(), *pages.begin(), &citations});
    ++rows_of_page[*pages.begin()];
    nodes[*rows.begin()];
    nodes[*pages.begin()];
  }
  if (joins.empty()) return;
  for (size_t i = 0; i < parent_.size(); ++i) {
    if (const auto own = nodes.find(Root(i)); own != nodes.end()) own->second.push_back(i);
  }
  std::erase_if(joins, [&](const Join& join) {
    return rows_of_page[join.page] > 1 ||
           !std::all_of(join.citations->begin(), join.citations->end(), [&](const Citation& citation) {
             return MayBeRowsOwn(citation, nodes[join.row], nodes[join.page]);
           });
  });
  for (const Join& join : joins) Unite(join.row, join.page);
}

/// The page's number is no part of what its name counts.
std::string ProjectJoin::NameWithoutNumber(size_t page) const {
  std::string name(KeyOf(page));
  const std::string& number = index_.disclosures()[page]->doc_number.str();
  // Keys of names may have lost the number's brackets.
  for (const std::string& form : {base::FoldLabel(number), index_.SubjectKey(number)}) {
    const size_t at = form.empty() ? std::string::npos : name.find(form);
    if (at != std::string::npos) name.erase(at, form.size());
  }
  return name;
}

bool ProjectJoin::MayBeRowsOwn(const Citation& citation, const std::vector<size_t>& of_row,
                               const std::vector<size_t>& of_page) const {
  const auto& ledger = index_.plan.registers.ledger;
  const std::string_view base = index_.Base(ledger[citation.row].item);
  std::set<std::string> row_refs;
  std::set<std::string> page_refs;
  for (const size_t node : of_row) {
    ForEachRef(node, [&](const std::string& ref) { row_refs.insert(ref); });
    if (node >= disclosures_) continue;
    const Notice& page = *index_.disclosures()[node];
    if (index_.BaseOf(page) == base && page.grade != model::Grade::kWeak && page.context.empty())
      return false;  // The row has a page already.
  }
  for (const size_t node : of_page) {
    ForEachRef(node, [&](const std::string& ref) { page_refs.insert(ref); });
    if (node >= disclosures_ && node < disclosures_ + ledger.size() &&
        index_.Base(ledger[node - disclosures_].item) == base)
      return false;  // The page has a row already.
  }
  return !ReferencesConflict(row_refs, page_refs) &&
         !CountOtherwise(index_.plan, rows_[citation.row].key, NameWithoutNumber(citation.page));
}

bool ProjectJoin::IsMajor(size_t group) const { return major_[group]; }

const model::ProjectRow* ProjectJoin::Register(size_t group) const {
  const auto it = registers_.find(group);
  return it == registers_.end() ? nullptr : it->second;
}

}  // namespace mingcha::checker
