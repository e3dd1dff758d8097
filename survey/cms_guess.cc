#include "survey/cms_guess.h"

#include <set>

namespace mingcha::survey {
namespace {

constexpr int kSignWeight = 5;  // a sign speaks as loud as this many addresses

void Gather(const std::vector<std::string>& patterns, const model::CmsProfile& cms,
            std::vector<extractors::PatternSpec>* specs, std::vector<std::string>* owners) {
  for (const std::string& pattern : patterns) {
    specs->push_back({pattern, "cms \"" + cms.id + "\""});
    owners->push_back(cms.id);
  }
}

}  // namespace

base::Result<CmsGuess> CmsGuess::Create(const model::Plan& plan) {
  CmsGuess guess;
  std::vector<extractors::PatternSpec> texts, urls, details;
  for (const model::CmsProfile& cms : plan.cms) {
    Gather(cms.sign_texts, cms, &texts, &guess.text_owners_);
    for (const model::PagerRule& pager : cms.pagers) {
      // Where a profile has no signs, the way its lists are paged by script is one.
      if (!cms.sign_texts.empty() || cms.detail_urls.empty()) break;
      Gather(pager.script, cms, &texts, &guess.text_owners_);
      Gather(pager.page, cms, &texts, &guess.text_owners_);
    }
    Gather(cms.sign_urls, cms, &urls, &guess.url_owners_);
    Gather(cms.detail_urls, cms, &details, &guess.detail_owners_);
  }
  ASSIGN_OR_RETURN(guess.texts_, extractors::PatternSet::Create(std::move(texts)));
  ASSIGN_OR_RETURN(guess.urls_, extractors::PatternSet::Create(std::move(urls)));
  ASSIGN_OR_RETURN(guess.details_, extractors::PatternSet::Create(std::move(details)));
  return guess;
}

void CmsGuess::Count(std::string_view site, const std::vector<int>& hits,
                     const std::vector<std::string>& owners, int weight) {
  std::set<std::string> profiles;
  for (const int hit : hits) profiles.insert(owners[static_cast<size_t>(hit)]);
  for (const std::string& profile : profiles) votes_[std::string(site)][profile] += weight;
}

void CmsGuess::SeePage(std::string_view site, std::string_view path, std::string_view source) {
  Count(site, texts_.Matches(source), text_owners_, kSignWeight);
  Count(site, urls_.Matches(path), url_owners_, kSignWeight);
}

void CmsGuess::SeeLink(std::string_view site, std::string_view path) {
  Count(site, details_.Matches(path), detail_owners_, 1);
}

std::string CmsGuess::Of(std::string_view site, bool* doubt) const {
  *doubt = false;
  const auto found = votes_.find(site);
  if (found == votes_.end()) return {};
  std::string best;
  int most = 0, second = 0;
  for (const auto& [profile, votes] : found->second) {
    if (votes > most) {
      second = most;
      most = votes;
      best = profile;
    } else {
      second = std::max(second, votes);
    }
  }
  *doubt = second * 2 > most || most < kSignWeight;
  return best;
}

}  // namespace mingcha::survey
