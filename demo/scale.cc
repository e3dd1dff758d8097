#include "demo/scale.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "base/text.h"
#include "demo/template_text.h"
#include "embedded/demo_files.h"

namespace mingcha::demo {
namespace {

constexpr size_t kTagAfter = 2;  // code points of a name that stand before the tag of its copy
constexpr std::array<std::string_view, 4> kNames = {"project", "project1", "project2", "party"};
constexpr std::array<std::string_view, 9> kNumbers = {
    "code", "tender_no", "proc_no", "contract_no", "permit_no", "doc_no", "doc1", "doc2", "parcel"};

/// A name of the copy `k`, in which the original does not stand: the tag is put inside it.
std::string NameOf(const std::string& name, int k) {
  if (name.empty()) return name;
  const std::string_view tag = EmbeddedFile("scale_tag.txt");
  size_t at = 0;
  for (size_t n = 0; n < kTagAfter && at < name.size(); ++n) (void)base::NextCodePoint(name, &at);
  return name.substr(0, at) + FillTemplate(tag.substr(0, tag.find('\n')), {{"n", fmt::format("{}", k)}}) +
         name.substr(at);
}

/// A number of the copy `k`: its last run of digits is moved on, six digits and eighteen stay as long as they
/// are.
std::string NumberOf(const std::string& number, int k) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto last = std::find_if(number.rbegin(), number.rend(), is_digit);
  if (last == number.rend()) return number;
  const size_t end = number.size() - static_cast<size_t>(last - number.rbegin());
  size_t begin = end;
  while (begin > 0 && is_digit(number[begin - 1])) --begin;
  const size_t length = end - begin;
  const int64_t value = std::stoll(number.substr(begin, length));
  std::string moved;
  if (length >= 12) {
    moved = fmt::format("{:0{}}", value + k * int64_t{1'000'000}, length);
  } else if (length == 6) {
    moved = fmt::format("{:06}", (value + k * int64_t{1000}) % 1'000'000);
  } else {
    moved = fmt::format("{}", value + k * int64_t{1000});
  }
  return number.substr(0, begin) + moved + number.substr(end);
}

bool IsOfProject(const DocumentSpec& document) {
  if (document.first_state > 1 || document.last_state < 99) return false;
  return std::any_of(kNumbers.begin(), kNumbers.end(),
                     [&](std::string_view field) { return document.fields.contains(std::string(field)); });
}

DocumentSpec CopyOf(const DocumentSpec& document, int k) {
  DocumentSpec copy = document;
  for (const std::string_view field : kNames) {
    if (const auto it = copy.fields.find(std::string(field)); it != copy.fields.end())
      it->second = NameOf(it->second, k);
  }
  for (const std::string_view field : kNumbers) {
    if (const auto it = copy.fields.find(std::string(field)); it != copy.fields.end())
      it->second = NumberOf(it->second, k);
  }
  copy.attachments.clear();
  copy.dead_attachments.clear();
  return copy;
}

/// Names and numbers by which truth rows call what is copied.
struct Called {
  std::set<std::string> names, numbers;
};

Called CalledIn(const District& district) {
  Called called;
  for (const DocumentSpec& document : district.documents) {
    if (!IsOfProject(document)) continue;
    for (const std::string_view field : kNames) {
      if (const auto it = document.fields.find(std::string(field)); it != document.fields.end())
        called.names.insert(it->second);
    }
    if (const auto it = document.fields.find("parcel"); it != document.fields.end())
      called.numbers.insert(it->second);
  }
  return called;
}

/// The demo's own registers have no quoted cells.
std::vector<std::vector<std::string>> RowsOf(std::string_view csv) {
  std::vector<std::vector<std::string>> rows;
  for (const std::string_view line : base::Split(csv, '\n')) {
    if (line.empty()) continue;
    auto& cells = rows.emplace_back();
    for (const std::string_view cell : base::Split(line, ',')) cells.emplace_back(cell);
  }
  return rows;
}

bool IsCopied(const std::vector<std::string>& cells, const RegisterColumns& columns) {
  return cells.size() > std::max(columns.name, columns.number) && !cells[columns.number].empty() &&
         !columns.once.contains(cells[columns.name]);
}

}  // namespace

District Scaled(District district, const std::set<std::string>& named_by_registers, int factor) {
  if (factor <= 1) return district;
  const Called called = CalledIn(district);
  const size_t documents = district.documents.size();
  const size_t rows = district.truth.size();
  for (int k = 1; k < factor; ++k) {
    for (size_t i = 0; i < documents; ++i) {
      if (IsOfProject(district.documents[i])) district.documents.push_back(CopyOf(district.documents[i], k));
    }
    for (size_t i = 0; i < rows; ++i) {
      const TruthRow& row = district.truth[i];
      const bool numbered = called.numbers.contains(row.subject);
      const bool named = called.names.contains(row.subject) || named_by_registers.contains(row.subject);
      if (!numbered && !named) continue;
      TruthRow copy = row;
      copy.subject = numbered ? NumberOf(row.subject, k) : NameOf(row.subject, k);
      copy.why.clear();
      district.truth.push_back(std::move(copy));
    }
  }
  std::stable_sort(district.documents.begin(), district.documents.end(),
                   [](const DocumentSpec& a, const DocumentSpec& b) { return a.published < b.published; });
  for (SiteSpec& site : district.sites) site.news *= factor;
  return district;
}

std::string ScaledRegister(std::string_view csv, const RegisterColumns& columns, int factor) {
  const size_t name = columns.name;
  const size_t number = columns.number;
  const std::vector<std::vector<std::string>> rows = RowsOf(csv);
  std::string out;
  for (int k = 0; k < factor; ++k) {
    for (size_t i = 0; i < rows.size(); ++i) {
      std::vector<std::string> cells = rows[i];
      if (k > 0) {
        if (i == 0 || !IsCopied(cells, columns)) continue;
        // A parcel is called by its number.
        cells[name] = cells[name] == cells[number] ? NumberOf(cells[name], k) : NameOf(cells[name], k);
        cells[number] = NumberOf(cells[number], k);
      }
      out += base::Join(cells, ",") + "\n";
    }
  }
  return out;
}

std::set<std::string> NamesIn(std::string_view csv, const RegisterColumns& columns) {
  std::set<std::string> names;
  const auto rows = RowsOf(csv);
  for (size_t i = 1; i < rows.size(); ++i) {
    if (IsCopied(rows[i], columns) && rows[i][columns.name] != rows[i][columns.number])
      names.insert(rows[i][columns.name]);
  }
  return names;
}

}  // namespace mingcha::demo
