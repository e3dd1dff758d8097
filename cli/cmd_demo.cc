#include <fmt/format.h>

#include <memory>
#include <ostream>

#include "cli/files.h"
#include "cli/interrupt.h"
#include "cli/verbs.h"
#include "demo/overlay.h"
#include "demo/portal.h"
#include "demo/score.h"
#include "demo/server.h"

namespace mingcha::cli {
namespace {

using base::Msg;
namespace fs = std::filesystem;

constexpr uint16_t kFirstPort = 18651;
constexpr int kMaxScale = 200;

/// A state of the district, at a scale.
base::Result<demo::District> DistrictOf(int state, int scale) {
  if (scale < 1 || scale > kMaxScale)
    return base::Fail(base::ErrorCode::kInvalidInput, "the demo has scales from 1 to {}, not {}", kMaxScale,
                      scale);
  ASSIGN_OR_RETURN(demo::District district, demo::BundledDistrict(state));
  return demo::ScaledDistrict(std::move(district), DataFolder() / "demo", scale);
}

base::Status Serve(const Context& context, const fs::path& folder, bool any_port, int state, int scale) {
  ASSIGN_OR_RETURN(const demo::District district, DistrictOf(state, scale));
  ASSIGN_OR_RETURN(auto server,
                   demo::Server::Listen(district.sites.size(), any_port ? uint16_t{0} : kFirstPort));
  const std::vector<uint16_t> ports = server->ports();
  std::map<std::string, std::string> base_urls;
  for (size_t i = 0; i < ports.size(); ++i)
    base_urls[district.sites[i].id] = fmt::format("http://127.0.0.1:{}", ports[i]);
  ASSIGN_OR_RETURN(std::vector<demo::PortalSite> sites, demo::BuildPortal(district, base_urls));
  size_t pages = 0;
  for (const demo::PortalSite& site : sites) pages += site.answers.size();
  server->Start(std::move(sites));
  RETURN_IF_ERROR(demo::WriteOverlay(folder, DataFolder() / "demo", district, base_urls, scale));
  for (const demo::SiteSpec& site : district.sites)
    *context.out << site.name << "\t" << base_urls[site.id] << "/\n";
  *context.out << context.Say(Msg("{} pages served; configuration: {}; stop with Ctrl-C", pages,
                                  (folder / "config").string()))
               << std::endl;
  WaitForInterrupt();
  return {};
}

int Score(const Context& context, const std::string& truth_path, const std::string& findings_path) {
  const auto truth = ReadFile(truth_path);
  if (!truth) return context.Report(truth.error());
  const auto findings = ReadFile(findings_path);
  if (!findings) return context.Report(findings.error());
  const auto scores = demo::ScoreFindings(*truth, *findings);
  if (!scores) return context.Report(scores.error());
  *context.out << context.Say(Msg("kind of finding / expected / found / wrong / precision / recall")) << "\n";
  bool perfect = true;
  for (const auto& [kind, score] : *scores) {
    *context.out << fmt::format("{:<20}{:>5}{:>5}{:>5}   {:.2f}   {:.2f}   {}\n", kind, score.expected,
                                score.found, score.wrong, score.precision(), score.recall(),
                                context.Say(Msg(kind)));
    for (const std::string& row : score.missed) *context.out << "  - " << row << "\n";
    for (const std::string& row : score.unexpected) *context.out << "  + " << row << "\n";
    perfect = perfect && score.wrong == 0 && score.found == score.expected;
  }
  return perfect ? kClean : kFindings;
}

struct Arguments {
  std::string out = "out/demo", truth, findings;
  bool any_port = false;
  int state = 1, scale = 1;
};

}  // namespace

void AddDemo(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "demo",
      context->Say(Msg("the bundled demo district: serve it, print its truth, compare findings with it")));
  verb.RequireSub();
  auto args = std::make_shared<Arguments>();
  Verb serve = verb.Sub("serve", context->Say(Msg("serves the demo sites on loopback until Ctrl-C")));
  serve.Add("--out", args->out, context->Say(Msg("folder for the configuration and the truth file")))
      .ShowDefault();
  const auto add_state = [&](Verb to) {
    to.Add("--state", args->state,
           context->Say(Msg("state of the sites: 1, or 2 as a second round finds them")))
        .ShowDefault();
    to.Add("--scale", args->scale,
           context->Say(Msg("so many times the projects and pages, with their defects")))
        .ShowDefault();
  };
  add_state(serve);
  serve.Flag("--any-port", args->any_port,
             context->Say(Msg("take any free ports instead of 18651 and following")));
  serve.OnParsed([=] {
    *action = [=] {
      const auto served = Serve(*context, args->out, args->any_port, args->state, args->scale);
      return served ? static_cast<int>(kClean) : context->Report(served.error());
    };
  });
  Verb truth = verb.Sub("truth", context->Say(Msg("prints the defects the demo sites have, as JSON")));
  add_state(truth);
  truth.OnParsed([=] {
    *action = [=] {
      const auto district = DistrictOf(args->state, args->scale);
      if (!district) return context->Report(district.error());
      *context->out << demo::TruthJson(*district);
      return static_cast<int>(kClean);
    };
  });
  Verb score = verb.Sub("score", context->Say(Msg("compares a findings.json with the truth, kind by kind")));
  score.Add("--truth", args->truth, "truth.json").Required();
  score.Add("--findings", args->findings, "findings.json").Required();
  score.OnParsed([=] { *action = [=] { return Score(*context, args->truth, args->findings); }; });
}

}  // namespace mingcha::cli
