#include <algorithm>
#include <array>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <ostream>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/text.h"
#include "base/url.h"
#include "cli/files.h"
#include "cli/load.h"
#include "cli/survey_portal.h"
#include "cli/verbs.h"
#include "embedded/cli_files.h"
#include "survey/write.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::ErrorCode;
using base::Fail;
using base::Msg;

struct Arguments {
  std::string folder, extends, district, portal, id, title, window, as_of, previous;
  bool offline = false;
  SurveyLimits limits;
  bool delay_given = false;
};

using Slots = std::map<std::string, std::string, std::less<>>;

std::string Filled(std::string_view name, const Slots& slots) {
  std::string text(EmbeddedFile(name));
  for (const auto& [slot, value] : slots) {
    const std::string mark = "{{" + slot + "}}";
    for (size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
      text.replace(at, mark.size(), value);
  }
  return text;
}

using survey::Quoted;

/// `folder` as seen from `from`: a configuration names its files relative to itself.
std::string Reach(const fs::path& folder, const std::string& from) {
  return fs::absolute(folder)
      .lexically_normal()
      .lexically_relative(fs::absolute(from).lexically_normal())
      .generic_string();
}

/// The window, else the present year.
base::Result<std::pair<std::string, std::string>> WindowOf(const Arguments& args) {
  const std::string year = std::to_string(base::ChinaDate(base::SystemClock().Now()).year());
  if (args.window.empty()) return std::pair(year + "-01-01", year + "-12-31");
  const size_t dots = args.window.find("..");
  const auto from = base::Date::FromIso(args.window.substr(0, dots));
  const auto to =
      dots == std::string::npos ? std::nullopt : base::Date::FromIso(args.window.substr(dots + 2));
  if (!from || !to || *to < *from)
    return Fail(ErrorCode::kInvalidInput, "{} is no window; write YYYY-MM-DD..YYYY-MM-DD", args.window);
  return std::pair(from->Iso(), to->Iso());
}

base::Status CheckId(const std::string& id) {
  if (!id.empty() &&
      id.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
          std::string::npos)
    return {};
  return Fail(ErrorCode::kInvalidInput, "{} is no id; use letters, digits and . _ - (--id)", id);
}

/// Heads of the registers: the columns that the loader reads, without rows.
const std::vector<std::pair<std::string, std::string>>& RegisterHeads() {
  static const std::vector<std::pair<std::string, std::string>> kHeads = {
      {"ledger.csv", "ledger"},         {"exemptions.csv", "exemptions"},
      {"no_events.csv", "no_events"},   {"major_projects.csv", "major_projects"},
      {"extensions.csv", "extensions"},
  };
  return kHeads;
}

/// The head line of one register from init_registers.csv (`name,heading,…`).
std::string HeadOf(std::string_view name) {
  const std::string_view all = EmbeddedFile("init_registers.csv");
  for (const std::string_view line : base::Split(all, '\n')) {
    if (line.size() > name.size() && line.starts_with(name) && line[name.size()] == ',')
      return "\xEF\xBB\xBF" + std::string(line.substr(name.size() + 1)) + "\r\n";
  }
  return {};
}

using Files = std::vector<std::pair<std::string, std::string>>;

base::Result<Files> RoundFiles(const Arguments& args) {
  if (!fs::exists(fs::path(args.extends) / "assessment.yaml"))
    return Fail(ErrorCode::kNotFound, "{} holds no assessment.yaml; name a configuration folder",
                args.extends);
  ASSIGN_OR_RETURN(const auto window, WindowOf(args));
  if (!args.as_of.empty() && !base::Date::FromIso(args.as_of))
    return Fail(ErrorCode::kInvalidInput, "{} is no date; write YYYY-MM-DD", args.as_of);
  const std::string id = args.id.empty() ? fs::path(args.folder).filename().string() : args.id;
  RETURN_IF_ERROR(CheckId(id));
  Slots slots;
  slots["extends"] = Quoted(Reach(args.extends, args.folder));
  slots["id"] = id;
  slots["title"] = Quoted(args.title.empty() ? id : args.title);
  slots["from"] = window.first;
  slots["to"] = window.second;
  slots["as_of"] = args.as_of.empty() ? "# as_of: " + window.second : "as_of: " + args.as_of;
  slots["previous"] = args.previous.empty() ? "# previous: ../../out/" + id + "-previous"
                                            : "previous: " + Quoted(Reach(args.previous, args.folder));
  Files files = {{"assessment.yaml", Filled("init_round.yaml", slots)}};
  for (const auto& [file, name] : RegisterHeads()) files.emplace_back(file, HeadOf(name));
  return files;
}

base::Result<base::Url> PortalOf(const Arguments& args) {
  const std::string portal =
      args.portal.find("://") == std::string::npos ? "http://" + args.portal : args.portal;
  auto url = base::Url::Parse(portal);
  if (!url || !url->is_http())
    return Fail(ErrorCode::kInvalidInput, "{} is no absolute address; give it whole, with http://",
                args.portal);
  return std::move(*url);
}

/// True for addresses on this machine: nobody else is asked, so there is nobody to be slow for.
bool IsLoopback(const base::Url& url) {
  return url.host().starts_with("127.") || url.host() == "[::1]" || url.host() == "localhost";
}

/// What was found, in a few lines, and every doubt.
void PrintSurvey(const Context& context, const Survey& survey, const model::Plan& plan) {
  const survey::Proposal& found = survey.proposal;
  const auto active = std::count_if(found.places.begin(), found.places.end(),
                                    [](const survey::ProposedPlace& place) { return place.active; });
  *context.out << context.Say(Msg("{} pages were read: {} sites, {} units, {} places of items, {} more as "
                                  "comments, {} columns without items",
                                  survey.pages, found.sites.size(), found.units.size(), active,
                                  found.places.size() - static_cast<size_t>(active), found.others.size()))
               << "\n";
  if (survey.not_looked_at > 0)
    *context.out << context.Say(
                        Msg("{} further columns were not looked at: raise --pages, --site-pages or --depth",
                            survey.not_looked_at))
                 << "\n";
  const auto doubts =
      survey::Doubts(found, plan, [&](const base::Message& message) { return context.Say(message); });
  if (doubts.empty()) return;
  *context.out << context.Say(Msg("{} doubts, marked «confirm» in the files too:", doubts.size())) << "\n";
  for (size_t i = 0; i < doubts.size(); ++i) *context.out << "  " << i + 1 << ". " << doubts[i] << "\n";
}

/// A folder that extends a plan by what the portal shows.
base::Result<Files> SurveyFiles(const Context& context, const Arguments& args,
                                std::function<void()>* afterwards) {
  const std::string extends = args.extends.empty() ? (DataFolder() / "baodi").string() : args.extends;
  if (!fs::exists(fs::path(extends) / "assessment.yaml"))
    return Fail(ErrorCode::kNotFound, "{} holds no assessment.yaml; name a configuration folder", extends);
  ASSIGN_OR_RETURN(const base::Url url, PortalOf(args));
  ASSIGN_OR_RETURN(const auto window, WindowOf(args));
  const std::string id = args.id.empty() ? fs::path(args.folder).filename().string() : args.id;
  RETURN_IF_ERROR(CheckId(id));
  auto plan = LoadPlanOrReport(context, extends);
  if (!plan) return Fail(ErrorCode::kInvalidInput, "{}: this plan cannot be extended", extends);
  SurveyLimits limits = args.limits;
  if (!args.delay_given && IsLoopback(url)) limits.delay_ms = 0;
  const survey::District district{args.district, url.HrefWithoutFragment(), IsLoopback(url)};
  ASSIGN_OR_RETURN(const Survey survey, SurveyPortal(context, *plan, district, limits));
  Slots slots;
  slots["extends"] = Quoted(Reach(extends, args.folder));
  slots["id"] = id;
  slots["title"] = Quoted(args.title.empty() ? args.district : args.title);
  slots["district"] = Quoted(args.district);
  slots["document"] = Quoted(plan->document);
  slots["from"] = window.first;
  slots["to"] = window.second;
  slots["as_of"] = args.as_of.empty() ? "# as_of: " + window.second : "as_of: " + args.as_of;
  const auto say = [&](const base::Message& message) { return context.Say(message); };
  Files files = {
      {"assessment.yaml", Filled("init_survey.yaml", slots)},
      {"units.yaml", survey::UnitsYaml(survey.proposal, *plan, say)},
      {"sites.yaml", survey::SitesYaml(survey.proposal, {limits.delay_ms, district.private_addresses}, say)},
      {"places.yaml", survey::PlacesYaml(survey.proposal, say)}};
  if (const std::string channels = survey::ChannelsYaml(survey.proposal, *plan, say); !channels.empty())
    files.emplace_back("channels.yaml", channels);
  if (const std::string areas = survey::AreasYaml(survey.proposal, *plan, say); !areas.empty())
    files.emplace_back("items/not-here.yaml", areas);
  for (size_t i = 0; i < 3; ++i)
    files.emplace_back(RegisterHeads()[i].first, HeadOf(RegisterHeads()[i].second));
  *afterwards = [&context, survey, plan = std::move(*plan)] { PrintSurvey(context, survey, plan); };
  return files;
}

base::Result<Files> DistrictFiles(const Arguments& args) {
  ASSIGN_OR_RETURN(const base::Url url, PortalOf(args));
  ASSIGN_OR_RETURN(const auto window, WindowOf(args));
  const std::string id = args.id.empty() ? fs::path(args.folder).filename().string() : args.id;
  RETURN_IF_ERROR(CheckId(id));
  Slots slots;
  slots["id"] = id;
  slots["title"] = Quoted(args.title.empty() ? args.district : args.title);
  slots["district"] = Quoted(args.district);
  slots["plan_date"] = window.first;
  slots["data"] = Reach(DataFolder(), args.folder);
  slots["from"] = window.first;
  slots["to"] = window.second;
  slots["portal"] = url.href();
  slots["host"] = survey::SiteKey(url.href());
  Files files;
  // Names inside longer texts stand unquoted there; only letters can be in a district's name.
  Slots bare = slots;
  std::string district = args.district;
  std::erase_if(district, [](char c) {
    return std::string_view("'\"#:{}[],&*!|>%@`\n\r").find(c) != std::string_view::npos;
  });
  bare["district"] = district;
  for (const auto& [file, name] :
       std::array<std::pair<const char*, const char*>, 6>{{{"assessment.yaml", "init_district.yaml"},
                                                           {"units.yaml", "init_units.yaml"},
                                                           {"items/housing.yaml", "init_items.yaml"},
                                                           {"limits.yaml", "init_limits.yaml"},
                                                           {"sites.yaml", "init_sites.yaml"},
                                                           {"places.yaml", "init_places.yaml"}}})
    files.emplace_back(file, Filled(name, bare));
  for (size_t i = 0; i < 3; ++i)
    files.emplace_back(RegisterHeads()[i].first, HeadOf(RegisterHeads()[i].second));
  return files;
}

base::Result<int> Init(const Context& context, const Arguments& args) {
  if (args.portal.empty() ? args.extends.empty() : args.offline && !args.extends.empty())
    return Fail(
        ErrorCode::kInvalidInput,
        "say what the folder is for: a round of an existing plan (--extends CONFIG), or a new district "
        "(--district NAME --portal ADDRESS)");
  if (!args.portal.empty() && args.district.empty())
    return Fail(ErrorCode::kInvalidInput, "name the new district: --district NAME");
  std::error_code error;
  if (fs::exists(args.folder, error) && !fs::is_empty(args.folder, error))
    return Fail(ErrorCode::kInvalidInput, "{} is there already and not empty; name another folder",
                args.folder);
  std::function<void()> afterwards = [] {};
  ASSIGN_OR_RETURN(const Files files, args.portal.empty() ? RoundFiles(args)
                                      : args.offline      ? DistrictFiles(args)
                                                          : SurveyFiles(context, args, &afterwards));
  for (const auto& [name, text] : files) {
    const fs::path path = fs::path(args.folder) / name;
    fs::create_directories(path.parent_path(), error);
    RETURN_IF_ERROR(WriteFile(path, text));
    *context.out << context.Say(Msg("written: {}", path.string())) << "\n";
  }
  if (!LoadPlanOrReport(context, args.folder)) return kBadInput;
  afterwards();
  *context.out << context.Say(
                      Msg("fill in what is marked, then: mingcha rules lint {}; mingcha doctor {}; mingcha "
                          "assess {} --out FOLDER",
                          args.folder, args.folder, args.folder))
               << "\n";
  return kClean;
}

}  // namespace

void AddInit(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "init",
      context->Say(Msg("writes a commented configuration folder: for a round, or for a new district")));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("folder to make"))).Required();
  verb.Add("--extends", args->extends,
           context->Say(Msg("configuration folder of the plan that the round is of")));
  verb.Add("--district", args->district, context->Say(Msg("name of the new district")));
  verb.Add("--portal", args->portal, context->Say(Msg("address of the new district's portal")));
  verb.Flag("--offline", args->offline,
            context->Say(Msg("with --portal: asks the portal nothing and writes a blank folder")));
  verb.Add("--pages", args->limits.pages, context->Say(Msg("pages of the portal to look at; default 200")))
      .Between(1, 5000);
  verb.Add("--site-pages", args->limits.site_pages,
           context->Say(Msg("pages of each site it links to; default 30")))
      .Between(1, 1000);
  verb.Add("--depth", args->limits.depth, context->Say(Msg("links from the first page; default 4")))
      .Between(1, 20);
  Option delay = verb.Add("--delay", args->limits.delay_ms,
                          context->Say(Msg("milliseconds between two requests to one host; default 1000")))
                     .Between(0, 600'000);
  verb.Add("--id", args->id, context->Say(Msg("id of the assessment; default: the folder's name")));
  verb.Add("--title", args->title, context->Say(Msg("title of the reports")));
  verb.Add("--window", args->window,
           context->Say(Msg("what falls due inside it is judged: YYYY-MM-DD..YYYY-MM-DD")));
  verb.Add("--as-of", args->as_of,
           context->Say(Msg("the day the verdicts speak of, YYYY-MM-DD; default: the day the crawl ended")));
  verb.Add("--previous", args->previous, context->Say(Msg("assessment folder of the round before")));
  verb.Footer(
      context->Say(Msg("examples:")) +
      "\n  mingcha init 2026-q1 --extends config/baodi --window 2026-01-01..2026-03-31 --previous "
      "out/2025-q4\n  mingcha init mydistrict --district NAME --portal https://www.example.gov.cn/\n");
  verb.OnParsed([=] {
    args->delay_given = delay.given();
    *action = [=] {
      const auto code = Init(*context, *args);
      return code ? *code : context->Report(code.error());
    };
  });
}

}  // namespace mingcha::cli
