#include "tests/crawler/scenario.h"

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <set>

#include "crawler/scope.h"
#include "tests/crawler/packing.h"

namespace mingcha::crawler {
namespace {

using testing::Reply;
using Fault = Reply::Fault;

void Complain(const std::string& file, const YAML::Node& node, const std::string& what) {
  ADD_FAILURE() << file << ":" << node.Mark().line + 1 << ": " << what;
}

void OnlyKeys(const std::string& file, const YAML::Node& map, const std::set<std::string>& known) {
  for (const auto& entry : map) {
    if (!known.contains(entry.first.as<std::string>()))
      Complain(file, entry.first, "unknown key " + entry.first.as<std::string>());
  }
}

const std::map<std::string, Fault>& Faults() {
  static const std::map<std::string, Fault> faults = {
      {"reset", Fault::kReset},       {"reset_in_body", Fault::kResetInBody},
      {"truncate", Fault::kTruncate}, {"endless_header", Fault::kEndlessHeader},
      {"not_http", Fault::kNotHttp},  {"silence", Fault::kSilence}};
  return faults;
}

Reply ReadReply(const std::string& file, const YAML::Node& node) {
  OnlyKeys(file, node,
           {"status", "headers", "body", "links", "repeat", "gzip", "delay_ms", "chunk_bytes",
            "chunk_delay_ms", "fault"});
  std::string body = node["body"].as<std::string>("");
  if (node["links"]) body += PageTo(node["links"].as<std::vector<std::string>>());
  std::string whole;
  for (int i = node["repeat"].as<int>(1); i > 0; --i) whole += body;
  Reply reply = Reply::Html(std::move(whole));
  reply.status = node["status"].as<int>(200);
  for (const auto& header : node["headers"]) {
    const auto name = header.first.as<std::string>();
    if (name == "Content-Type") reply.headers.clear();
    reply.headers.emplace_back(name, header.second.as<std::string>());
  }
  if (node["gzip"].as<bool>(false)) {
    reply.body = Gzip(std::move(reply.body));
    reply.headers.emplace_back("Content-Encoding", "gzip");
  }
  reply.delay_ms = node["delay_ms"].as<int>(0);
  reply.chunk_bytes = node["chunk_bytes"].as<int>(0);
  reply.chunk_delay_ms = node["chunk_delay_ms"].as<int>(0);
  if (node["fault"]) {
    const auto found = Faults().find(node["fault"].as<std::string>());
    if (found == Faults().end()) {
      Complain(file, node["fault"], "unknown fault");
    } else {
      reply.fault = found->second;
    }
  }
  return reply;
}

ExpectedCount ReadCount(const YAML::Node& node) {
  if (node.IsScalar()) return {node.as<int>(), node.as<int>()};
  return {node["at_least"].as<int>(0), node["at_most"].as<int>(1 << 30)};
}

void ReadSettings(const YAML::Node& node, std::map<std::string, std::string>* scalars,
                  std::map<std::string, std::vector<std::string>>* lists) {
  for (const auto& entry : node) {
    const auto key = entry.first.as<std::string>();
    if (entry.second.IsSequence()) {
      (*lists)[key] = entry.second.as<std::vector<std::string>>();
    } else {
      (*scalars)[key] = entry.second.as<std::string>();
    }
  }
}

void ReadExpect(const std::string& file, const YAML::Node& node, Scenario* out) {
  OnlyKeys(file, node, {"pages", "outcomes", "skipped", "requests"});
  for (const auto& entry : node["pages"]) {
    ExpectedPage page;
    page.target = entry.first.as<std::string>();
    if (entry.second.IsScalar()) {
      page.outcome = entry.second.as<std::string>();
    } else {
      OnlyKeys(file, entry.second, {"is", "says", "visits"});
      page.outcome = entry.second["is"].as<std::string>();
      page.says = entry.second["says"].as<std::string>("");
      if (entry.second["visits"]) page.visits = entry.second["visits"].as<int>();
    }
    out->pages.push_back(std::move(page));
  }
  for (const auto& entry : node["outcomes"])
    out->outcomes[entry.first.as<std::string>()] = ReadCount(entry.second);
  for (const auto& entry : node["skipped"])
    out->skipped[entry.first.as<std::string>()] = ReadCount(entry.second);
  if (node["requests"]) out->requests = ReadCount(node["requests"]);
  if (out->pages.empty() && out->outcomes.empty()) Complain(file, node, "nothing is expected");
}

/// Start and length of the last run of digits; npos: none.
std::pair<size_t, size_t> LastNumber(std::string_view target) {
  constexpr std::string_view kDigits = "0123456789";
  const size_t last = target.find_last_of(kDigits);
  if (last == std::string_view::npos) return {last, 0};
  const size_t before = target.find_last_not_of(kDigits, last);
  const size_t first = before == std::string_view::npos ? 0 : before + 1;
  return {first, last + 1 - first};
}

std::string Fill(std::string text, std::string_view target, const std::string& host) {
  const auto [at, length] = LastNumber(target);
  const std::string whole(target);
  const long number = length == 0 ? 0 : std::atol(whole.substr(at, length).c_str());
  const auto replace = [&](const std::string& mark, const std::string& by) {
    for (size_t found = text.find(mark); found != std::string::npos;
         found = text.find(mark, found + by.size()))
      text.replace(found, mark.size(), by);
  };
  replace("{self}", whole);
  replace("{host}", host);
  replace("{-self}", length == 0 ? whole : whole.substr(0, at));
  for (int step = 0; step <= 9; ++step)
    replace("{+" + std::to_string(step) + "}", std::to_string(number + step));
  return text;
}

Reply Filled(Reply reply, std::string_view target, const std::string& host) {
  // Bodies that are packed or large hold no marks.
  if (reply.body.size() < 100'000) reply.body = Fill(std::move(reply.body), target, host);
  for (auto& [name, value] : reply.headers) value = Fill(std::move(value), target, host);
  return reply;
}

using Setter = std::function<void(const std::string&)>;

Setter Number(int* place) {
  return [place](const std::string& text) { *place = std::atoi(text.c_str()); };
}
Setter Flag(bool* place) {
  return [place](const std::string& text) { *place = text == "true"; };
}

void Apply(const std::string& name, const std::map<std::string, std::string>& settings,
           const std::map<std::string, Setter>& known) {
  for (const auto& [key, value] : settings) {
    const auto found = known.find(key);
    if (found == known.end()) {
      ADD_FAILURE() << name << ": unknown setting " << key;
    } else {
      found->second(value);
    }
  }
}

void ExpectWithin(int count, const ExpectedCount& bounds, const std::string& what) {
  EXPECT_GE(count, bounds.at_least) << what;
  EXPECT_LE(count, bounds.at_most) << what;
}

}  // namespace

std::vector<std::string> ScenarioFiles() {
  std::vector<std::string> files;
  for (const auto& entry :
       std::filesystem::directory_iterator(MINGCHA_SOURCE_DIR "/tests/crawler/scenarios")) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path().string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

Scenario ReadScenario(const std::string& path) {
  Scenario out;
  out.name = std::filesystem::path(path).stem().string();
  const YAML::Node root = YAML::LoadFile(path);
  OnlyKeys(out.name, root, {"about", "site", "options", "routes", "otherwise", "expect"});
  out.about = root["about"].as<std::string>("");
  if (out.about.empty()) Complain(out.name, root, "say in `about` what the scenario shows");
  ReadSettings(root["site"], &out.site, &out.site_lists);
  ReadSettings(root["options"], &out.options, &out.option_lists);
  for (const auto& entry : root["routes"]) {
    std::vector<Reply>& replies = out.routes[entry.first.as<std::string>()];
    if (entry.second.IsSequence()) {
      for (const auto& one : entry.second) replies.push_back(ReadReply(out.name, one));
    } else {
      replies.push_back(ReadReply(out.name, entry.second));
    }
  }
  if (root["otherwise"]) out.otherwise = ReadReply(out.name, root["otherwise"]);
  ReadExpect(out.name, root["expect"], &out);
  return out;
}

void Script(const Scenario& scenario, CrawlBench* bench) {
  model::SiteProfile& site = bench->profile();
  CrawlOptions& options = bench->options;
  const auto robots_mode = [&site](const std::string& text) {
    site.robots = text == "report_only" ? model::RobotsMode::kReportOnly : model::RobotsMode::kObey;
  };
  const auto body_limit = [&site](const std::string& text) {
    site.max_body_bytes = std::atoll(text.c_str());
  };
  Apply(scenario.name, scenario.site,
        {{"delay_ms", Number(&site.pace.delay_ms)},
         {"concurrency", Number(&site.pace.concurrency)},
         {"timeout_ms", Number(&site.pace.timeout_ms)},
         {"max_pages", Number(&site.max_pages)},
         {"max_depth", Number(&site.max_depth)},
         {"max_body_bytes", body_limit},
         {"allow_private_addresses", Flag(&site.allow_private_addresses)},
         {"robots", robots_mode}});
  Apply(scenario.name, scenario.options,
        {{"retries", Number(&options.retries)},
         {"max_redirects", Number(&options.max_redirects)},
         {"failures_to_down", Number(&options.failures_to_down)},
         {"second_chance", Flag(&options.second_chance)},
         {"probe_soft_404", Flag(&options.probe_soft_404)}});
  for (const auto& [key, values] : scenario.site_lists) {
    if (key == "seeds") {
      site.seeds.clear();
      for (const std::string& seed : values) site.seeds.push_back(Fill(seed, "", bench->site.host()));
      site.hosts = {bench->site.host()};
    } else if (key == "hosts") {
      site.hosts = values;
    } else if (key == "allow_paths") {
      site.allow_paths = values;
    } else {
      ADD_FAILURE() << scenario.name << ": unknown setting " << key;
    }
  }
  for (const auto& [key, values] : scenario.option_lists) {
    EXPECT_EQ(key, "challenge_phrases") << scenario.name;
    options.challenge_phrases = values;
  }
  const std::string host = bench->site.host();
  bench->site.Route("/robots.txt", Reply::Status(404));
  for (const auto& [target, replies] : scenario.routes) {
    bench->site.Route(Fill(target, "", host), [replies = replies, host](std::string_view asked, int visit) {
      const size_t which = std::min(static_cast<size_t>(visit), replies.size()) - 1;
      return Filled(replies[which], asked, host);
    });
  }
  if (scenario.otherwise) {
    bench->site.Otherwise([reply = *scenario.otherwise, host](std::string_view asked, int) {
      return Filled(reply, asked, host);
    });
  }
}

void Compare(const Scenario& scenario, const CrawlBench& bench, const CrawlSummary& summary) {
  EXPECT_TRUE(summary.complete) << "something was left in the frontier";
  for (const ExpectedPage& page : scenario.pages) {
    const bool absolute = page.target.find("://") != std::string::npos;
    const std::string url = absolute ? page.target : bench.site.Url(page.target);
    const model::PageRecord* record = bench.sink.Find(url);
    const std::string outcome =
        record == nullptr ? "none" : std::string(model::FetchOutcomeName(record->outcome));
    EXPECT_EQ(outcome, page.outcome) << url << ": " << (record == nullptr ? "" : record->outcome_detail);
    if (!page.says.empty() && record != nullptr) {
      EXPECT_NE(record->outcome_detail.find(page.says), std::string::npos)
          << url << ": " << record->outcome_detail;
    }
    if (page.visits) {
      EXPECT_EQ(bench.site.Visits(page.target), *page.visits) << url;
    }
  }
  std::map<std::string, int> outcomes;
  for (const auto& [url, outcome] : bench.Pages()) ++outcomes[outcome];
  for (const auto& [outcome, bounds] : scenario.outcomes) ExpectWithin(outcomes[outcome], bounds, outcome);
  std::map<std::string, int> skipped;
  for (const auto& [reason, count] : summary.sites.front().skipped)
    skipped[std::string(SkipReasonName(reason))] += count;
  for (const auto& [reason, bounds] : scenario.skipped) ExpectWithin(skipped[reason], bounds, reason);
  if (scenario.requests)
    ExpectWithin(static_cast<int>(bench.site.Requests().size()), *scenario.requests, "requests");
}

}  // namespace mingcha::crawler
