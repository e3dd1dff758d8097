#include "survey/names.h"

#include <algorithm>
#include <set>
#include <utility>

#include "base/text.h"
#include "extractors/identity.h"

namespace mingcha::survey {
namespace {

constexpr size_t kMinCore = 2;          // code points that a name must keep to be compared
constexpr size_t kMinShortened = 2;     // … of the shorter of two that are alike
constexpr size_t kMostNameLength = 24;  // code points; longer texts are titles

std::vector<char32_t> CodePoints(std::string_view text) {
  std::vector<char32_t> points;
  for (size_t at = 0; at < text.size();) points.push_back(base::NextCodePoint(text, &at));
  return points;
}

/// The byte length of the first `count` code points.
size_t HeadBytes(std::string_view text, size_t count) {
  size_t at = 0;
  while (count-- > 0 && at < text.size()) (void)base::NextCodePoint(text, &at);
  return at;
}

bool IsSubsequence(const std::vector<char32_t>& part, const std::vector<char32_t>& whole) {
  size_t at = 0;
  for (const char32_t c : whole) {
    if (at < part.size() && part[at] == c) ++at;
  }
  return at == part.size();
}

/// Ways to write a region: `A省B市C区` is also `B市C区`, `C区`, and `C` inside the name of a branch.
std::vector<std::string> RegionForms(std::string_view region, const std::vector<std::string>& marks) {
  std::vector<std::string> forms;
  std::vector<size_t> starts = {0};
  const std::string folded = base::FoldLabel(region);
  for (size_t at = 0; at < folded.size();) {
    size_t mark_length = 0;
    for (const std::string& mark : marks) {
      if (std::string_view(folded).substr(at).starts_with(mark))
        mark_length = std::max(mark_length, mark.size());
    }
    if (mark_length == 0) {
      (void)base::NextCodePoint(folded, &at);
      continue;
    }
    at += mark_length;
    if (at < folded.size()) starts.push_back(at);
  }
  forms.reserve(forms.size() + starts.size() + 2);
  for (const size_t start : starts) forms.push_back(folded.substr(start));
  if (starts.size() > 1) forms.push_back(folded.substr(0, starts.back()));  // the authority above
  const std::string last = folded.substr(starts.back());
  const size_t points = base::CodePointCount(last);
  if (points > kMinCore) forms.push_back(last.substr(0, HeadBytes(last, points - 1)));
  return forms;
}

/// Bytes of the region mark that a region ends in; 0: none.
size_t EndsInMark(std::string_view region, const std::vector<std::string>& marks) {
  size_t longest = 0;
  for (const std::string& mark : marks) {
    if (region.ends_with(mark)) longest = std::max(longest, mark.size());
  }
  return longest;
}

/// `a=b`: a and b; both empty where there is no such sign.
std::pair<std::string_view, std::string_view> Sides(std::string_view pair) {
  const size_t mark = pair.find('=');
  if (mark == std::string_view::npos) return {};
  return {pair.substr(0, mark), pair.substr(mark + 1)};
}

void EraseAll(const std::string& what, std::string* text) {
  for (size_t at = text->find(what); at != std::string::npos; at = text->find(what, at)) {
    std::string rest = *text;
    rest.erase(at, what.size());
    if (base::CodePointCount(rest) < kMinCore) return;
    *text = std::move(rest);
  }
}

/// Cuts the longest of `ends` off, as long as enough is left.
bool CutEnd(const std::vector<std::string>& ends, std::string* text) {
  size_t longest = 0;
  for (const std::string& end : ends) {
    if (text->ends_with(end) && base::CodePointCount(*text) >= base::CodePointCount(end) + kMinCore)
      longest = std::max(longest, end.size());
  }
  text->resize(text->size() - longest);
  return longest > 0;
}

/// What a body does, one thing after the other in whatever order its name has them: of two bodies that do the
/// same, one is called so and the other the other way round.
std::string InOneOrder(const std::string& core, const std::vector<std::string>& joiners) {
  std::vector<std::string> parts = {core};
  for (const std::string& joiner : joiners) {
    std::vector<std::string> finer;
    for (const std::string& part : parts) {
      size_t from = 0;
      for (size_t at = part.find(joiner); at != std::string::npos; at = part.find(joiner, from)) {
        finer.push_back(part.substr(from, at - from));
        from = at + joiner.size();
      }
      finer.push_back(part.substr(from));
    }
    parts = std::move(finer);
  }
  const bool whole = std::all_of(parts.begin(), parts.end(), [](const std::string& part) {
    return base::CodePointCount(part) >= kMinCore;
  });
  if (parts.size() < 2 || !whole) return core;  // The sign belongs to a word.
  std::sort(parts.begin(), parts.end());
  return base::Join(parts, joiners.front());
}

}  // namespace

NameMatcher::NameMatcher(const model::Plan& plan, std::string_view district,
                         const extractors::LexiconIndex& lexicon, std::string_view above)
    : lexicon_(lexicon), name_(base::FoldLabel(district)) {
  for (const std::string& region : {name_, base::FoldLabel(plan.assessment.district)}) {
    if (std::string stem = extractors::RegionStem(region, plan.lexicon); !stem.empty())
      stems_.push_back(std::move(stem));
  }
  const auto& marks = lexicon.Words("survey_region_marks");
  std::set<std::string> regions;
  for (const std::string_view region : {district, std::string_view(plan.assessment.district), above}) {
    for (std::string& form : RegionForms(region, marks)) {
      if (base::CodePointCount(form) >= kMinCore) regions.insert(std::move(form));
    }
  }
  regions_.assign(regions.begin(), regions.end());
  std::stable_sort(regions_.begin(), regions_.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  district_ = RegionForms(district, marks);
  std::stable_sort(district_.begin(), district_.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  for (const model::Unit& unit : plan.units) {
    if (unit.valid.to) continue;  // its duties are a successor's
    std::set<std::string> cores = {Core(unit.name)};
    for (const model::UnitAlias& alias : unit.aliases) cores.insert(Core(alias.name));
    for (const std::string& core : cores) {
      if (base::CodePointCount(core) >= kMinCore) known_.push_back({unit.id, core});
    }
  }
}

std::vector<std::string> NameMatcher::ShortForms(std::string_view name) const {
  std::vector<std::string> forms;
  const std::string folded = base::FoldLabel(name);
  const auto region = std::find_if(district_.begin(), district_.end(), [&](const std::string& form) {
    return !form.empty() && folded.starts_with(form) &&
           EndsInMark(form, lexicon_.Words("survey_region_marks")) > 0;
  });
  if (region == district_.end()) return forms;
  const std::string rest = folded.substr(region->size());
  if (base::CodePointCount(rest) <= kMinCore) return forms;
  for (const std::string& other : district_) {
    const size_t mark = EndsInMark(other, lexicon_.Words("survey_region_marks"));
    if (mark == 0 || other.size() > region->size() || !region->ends_with(other)) continue;
    if (other != *region) forms.push_back(other + rest);
    forms.push_back(other.substr(other.size() - mark) + rest);
  }
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

std::vector<std::string> NameMatcher::ShortNames(std::string_view name) const {
  std::vector<std::string> works = {Bare(name)};  // With what the district is called in short, and without.
  for (const std::string& region : district_) {
    if (!works[0].starts_with(region)) continue;
    works[0].erase(0, region.size());
    break;
  }
  const size_t mark = EndsInMark(name_, lexicon_.Words("survey_region_marks"));
  if (mark > 0 && works[0].starts_with(std::string_view(name_).substr(name_.size() - mark)))
    works.push_back(works[0].substr(mark));
  std::vector<std::string> forms;
  for (const std::string& pair : lexicon_.Words("survey_short_names")) {
    const auto [work, in_short] = Sides(pair);
    for (const std::string& whole : works) {
      if (work.empty() || !whole.starts_with(work)) continue;
      const std::string_view tail = std::string_view(whole).substr(work.size());
      if (tail.empty()) forms.emplace_back(in_short);
      for (const std::string& ends : lexicon_.Words("survey_short_ends")) {
        const auto [end, short_end] = Sides(ends);
        if (!tail.empty() && tail == end) forms.push_back(std::string(in_short) + std::string(short_end));
      }
    }
  }
  std::sort(forms.begin(), forms.end());
  forms.erase(std::unique(forms.begin(), forms.end()), forms.end());
  return forms;
}

std::string NameMatcher::OfDistrict(std::string_view bare) const {
  const std::string folded = base::FoldLabel(bare);
  const size_t mark = EndsInMark(name_, lexicon_.Words("survey_region_marks"));
  const bool begins = mark > 0 && folded.starts_with(std::string_view(name_).substr(name_.size() - mark));
  return name_.substr(0, name_.size() - (begins ? mark : 0)) + folded;
}

std::string NameMatcher::Bare(std::string_view text) const {
  std::string bare = base::FoldLabel(text);
  while (CutEnd(lexicon_.Words("survey_site_tails"), &bare)) {
  }
  return bare;
}

/// A branch bears the name of the authority above before what it does, and the district's behind it: `A市 …局
/// C分局`. Cuts the authority off.
void NameMatcher::CutAuthority(std::string* core) const {
  constexpr size_t kMostAuthority = 8;  // code points
  const bool branch = std::any_of(regions_.begin(), regions_.end(), [&](const std::string& region) {
    const size_t at = core->rfind(region);
    return at != std::string::npos && at > 0 &&
           lexicon_.IsWord("survey_branch", std::string_view(*core).substr(at + region.size()));
  });
  if (!branch) return;
  size_t end = 0;
  for (const std::string& mark : lexicon_.Words("survey_region_marks")) {
    const size_t at = core->find(mark);
    if (at == std::string::npos || at == 0) continue;
    if (base::CodePointCount(std::string_view(*core).substr(0, at)) > kMostAuthority) continue;
    if (end == 0 || at + mark.size() < end) end = at + mark.size();
  }
  const auto more = [&] {  // of a name that has the sign of another region in it
    const auto& marks = lexicon_.Words("survey_region_marks");
    const auto next = std::find_if(marks.begin(), marks.end(), [&](const std::string& mark) {
      return std::string_view(*core).substr(end).starts_with(mark);
    });
    return next == marks.end() ? size_t{0} : next->size();
  };
  if (end == 0) return;
  for (size_t size = more(); size > 0; size = more()) end += size;
  if (base::CodePointCount(std::string_view(*core).substr(end)) > kMinCore) core->erase(0, end);
}

std::string NameMatcher::Core(std::string_view text) const {
  std::string core = Bare(text);
  CutAuthority(&core);
  for (const std::string& region : regions_) EraseAll(region, &core);
  for (const std::string& mark : lexicon_.Words("survey_region_marks")) {
    if (core.starts_with(mark) && base::CodePointCount(core) > kMinCore + 1) core.erase(0, mark.size());
  }
  while (CutEnd(lexicon_.Words("survey_body_ends"), &core)) {
  }
  for (const std::string& pair : lexicon_.Words("survey_short_names")) {
    const auto [work, in_short] = Sides(pair);
    if (in_short.empty() || core != in_short) continue;
    core = work;
    break;
  }
  for (const std::string& pair : lexicon_.Words("survey_same_work")) {
    const auto [one, other] = Sides(pair);
    if (!one.empty() && core == one) core = other;
  }
  return InOneOrder(core, lexicon_.Words("survey_joiners"));
}

bool NameMatcher::IsElsewhere(std::string_view text) const {
  const std::string bare = Bare(text);
  if (lexicon_.Matches("central_body", bare)) return true;
  return lexicon_.Matches("other_authority", bare) &&
         std::none_of(stems_.begin(), stems_.end(),
                      [&](const std::string& stem) { return bare.find(stem) != std::string::npos; });
}

std::optional<NameHit> NameMatcher::Find(std::string_view text) const {
  if (base::CodePointCount(text) > kMostNameLength || IsElsewhere(text)) return std::nullopt;
  const std::string core = Core(text);
  const std::vector<char32_t> points = CodePoints(core);
  if (points.size() < kMinCore) return std::nullopt;
  std::set<std::string> same;
  size_t best = 0;  // share of the longer name that the shorter one covers, in thousandths
  std::set<std::string> alike;
  for (const Known& known : known_) {
    if (known.core == core) same.insert(known.unit);
    const std::vector<char32_t> other = CodePoints(known.core);
    const auto& [shorter, longer] =
        points.size() < other.size() ? std::pair(points, other) : std::pair(other, points);
    if (shorter.size() < kMinShortened || !IsSubsequence(shorter, longer) ||
        shorter.front() != longer.front())
      continue;
    const size_t share = shorter.size() * 1000 / longer.size();
    if (share < 500 || share < best) continue;
    if (share > best) alike.clear();
    best = share;
    alike.insert(known.unit);
  }
  if (same.size() == 1) return NameHit{*same.begin(), true};
  if (same.empty() && alike.size() == 1) return NameHit{*alike.begin(), false};
  return std::nullopt;
}

bool NameMatcher::NamesBody(std::string_view text) const {
  const std::string bare = Bare(text);
  return base::CodePointCount(bare) <= kMostNameLength && lexicon_.Matches("survey_unit", bare) &&
         !lexicon_.Matches("survey_no_unit", bare) && !IsElsewhere(text);
}

bool NameMatcher::NamesRegion(std::string_view text) const {
  return std::any_of(regions_.begin(), regions_.end(),
                     [&](const std::string& region) { return text.find(region) != std::string_view::npos; });
}

model::UnitKind NameMatcher::KindOf(std::string_view text) const {
  const std::string bare = Bare(text);
  if (lexicon_.Matches("survey_town", bare)) return model::UnitKind::kTown;
  if (lexicon_.Matches("survey_street", bare)) return model::UnitKind::kStreet;
  if (lexicon_.Matches("survey_office", bare)) return model::UnitKind::kOffice;
  return model::UnitKind::kDepartment;
}

}  // namespace mingcha::survey
