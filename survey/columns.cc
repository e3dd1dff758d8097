#include "survey/columns.h"

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "base/url.h"

namespace mingcha::survey {
namespace {

constexpr int kTitlesEnough = 2;    // titles of one item that make its column
constexpr int kItemsOfArea = 2;     // items of one area by titles that make the column the area's
constexpr size_t kShortList = 3;    // … or a single one in a list of no more than these
constexpr int kClearlyMore = 5;     // times as many titles of another area make one a stray
constexpr size_t kMinAreaName = 2;  // code points of a name without general words

bool IsDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

/// A document that stands for its folder: `index.html`, `list_2.htm`, `default.aspx`, `1.html`.
bool IsFolderDocument(std::string_view file) {
  std::string stem = base::ToLowerAscii(file.substr(0, file.find('.')));
  const size_t low = stem.find_last_of("_-");
  if (low != std::string::npos && IsDigits(std::string_view(stem).substr(low + 1))) stem.resize(low);
  return stem == "index" || stem == "list" || stem == "default" || IsDigits(stem);
}

bool IsYear(std::string_view part) {
  return part.size() >= 4 && IsDigits(part.substr(0, 4)) &&
         (part.starts_with("19") || part.starts_with("20"));
}

}  // namespace

std::string PrefixOf(std::string_view url) {
  const auto parsed = base::Url::Parse(url);
  if (!parsed || parsed->query()) return {};
  const std::string& path = parsed->path();
  const size_t slash = path.rfind('/');
  const std::string_view file = std::string_view(path).substr(slash + 1);
  const std::string folder = path.substr(0, slash + 1);
  if (file.empty() || IsFolderDocument(file)) return folder == "/" ? std::string() : folder;
  const size_t dot = file.rfind('.');
  return folder + std::string(file.substr(0, dot)) + (dot == std::string_view::npos ? "/" : "");
}

std::string ArticleFolder(const std::vector<model::ListEntry>& entries, std::string_view host,
                          std::string_view prefix) {
  std::string common;
  size_t seen = 0;
  for (const model::ListEntry& entry : entries) {
    const auto url = base::Url::Parse(entry.url);
    if (!url || url->query() || url->origin().substr(url->origin().find("//") + 2) != host) continue;
    const std::string folder = url->path().substr(0, url->path().rfind('/') + 1);
    if (seen++ == 0) {
      common = folder;
      continue;
    }
    while (!folder.starts_with(common)) common = common.substr(0, common.rfind('/', common.size() - 2) + 1);
  }
  if (seen < 2 || common.starts_with(prefix) || std::count(common.begin(), common.end(), '/') < 3) return {};
  for (const std::string_view part : base::Split(common, '/')) {
    if (IsYear(part)) return {};
  }
  return common;
}

size_t UnitsNamedIn(const Column& column, const std::vector<ProposedUnit>& units) {
  constexpr size_t kLeastName = 3;  // code points
  std::string titles;
  for (const model::ListEntry& entry : column.entries) titles += base::FoldLabel(entry.title) + "\n";
  return static_cast<size_t>(std::count_if(units.begin(), units.end(), [&](const ProposedUnit& unit) {
    const auto named = [&](const std::string& name) {
      return base::CodePointCount(name) >= kLeastName && titles.find(name) != std::string::npos;
    };
    return named(unit.name) || std::any_of(unit.aliases.begin(), unit.aliases.end(), named);
  }));
}

ColumnReader::ColumnReader(const model::Plan& plan, const extractors::Classifier& classifier,
                           const extractors::LexiconIndex& lexicon)
    : plan_(plan), classifier_(classifier), lexicon_(lexicon) {
  for (const model::Area& area : plan.areas) area_names_[area.id] = Bared(area.name);
}

/// Without the words that any column may bear (`survey_general`).
std::string ColumnReader::Bared(std::string_view name) const {
  std::string bare = base::FoldLabel(name);
  for (const std::string& word : lexicon_.Words("survey_general")) {
    for (size_t at = bare.find(word); at != std::string::npos; at = bare.find(word, at))
      bare.erase(at, word.size());
  }
  return bare;
}

std::set<std::string> ColumnReader::AreasNamed(const std::string& name) const {
  const std::string bare = Bared(name);
  std::set<std::string> areas;
  if (base::CodePointCount(bare) < kMinAreaName) return areas;
  for (const auto& [area, area_name] : area_names_) {
    if (base::CodePointCount(area_name) < kMinAreaName) continue;
    if (area_name.find(bare) != std::string::npos || bare.find(area_name) != std::string::npos)
      areas.insert(area);
  }
  return areas;
}

std::map<std::string, ItemGuess> ColumnReader::ItemsOf(const Column& column) const {
  std::map<std::string, int> votes;
  for (const model::ListEntry& entry : column.entries) {
    extractors::ClassifyInput input;
    input.title = entry.title;
    for (const model::ItemMatch& match : classifier_.Classify(input).items) {
      if (match.grade != model::Grade::kWeak) ++votes[match.item];
    }
  }
  std::map<std::string, ItemGuess> guesses;
  const auto raise = [&](const std::string& item, Ground ground) {
    ItemGuess& guess =
        guesses.try_emplace(item, ItemGuess{ground, votes.contains(item) ? votes.at(item) : 0}).first->second;
    guess.ground = std::max(guess.ground, ground);
  };
  const std::set<std::string> named_areas = AreasNamed(column.name);
  std::map<std::string, int> titles_of_area, items_of_area;
  int most = 0;
  for (const auto& [item, count] : votes)
    most = std::max(most, titles_of_area[plan_.FindItem(item)->area] += count);
  for (const auto& [item, count] : votes) {
    const model::Item& known = *plan_.FindItem(item);
    // What is always there, or once a year, has one title; any other title alone may have strayed in, and so
    // has each in a column of something else.
    const bool single =
        known.cadence == model::Cadence::kStanding || known.cadence == model::Cadence::kAnnual;
    const bool stray = !named_areas.contains(known.area) &&
                       (!named_areas.empty() || titles_of_area[known.area] * kClearlyMore < most);
    const bool enough = (single && !stray) || count >= kTitlesEnough || column.entries.size() <= kShortList;
    raise(item, enough ? Ground::kTitles : Ground::kHint);
    if (enough) ++items_of_area[known.area];
  }
  extractors::ClassifyInput named;
  named.column = {column.name};
  for (const model::ItemMatch& match : classifier_.Classify(named).items)
    raise(match.item, match.grade == model::Grade::kWeak ? Ground::kHint : Ground::kName);
  named.column.clear();
  named.title = column.name;  // a column for one kind of text is called what its pages are
  for (const model::ItemMatch& match : classifier_.Classify(named).items)
    raise(match.item, match.grade == model::Grade::kWeak ? Ground::kHint : Ground::kName);
  std::set<std::string> areas = named_areas;
  for (const auto& [area, count] : items_of_area) {
    if (count >= kItemsOfArea) areas.insert(area);
  }
  for (const model::Item& item : plan_.items) {
    if (areas.contains(item.area)) raise(item.id, Ground::kArea);
  }
  return guesses;
}

}  // namespace mingcha::survey
