#include "demo/traps.h"

#include <fmt/format.h>

#include <charconv>

#include "demo/template_text.h"
#include "embedded/demo_files.h"

namespace mingcha::demo {
namespace {

constexpr int kSlowMs = 1'200;

int NumberAfter(std::string_view text, std::string_view mark) {
  int number = 0;
  const size_t at = text.find(mark);
  if (at != std::string_view::npos)
    std::from_chars(text.data() + at + mark.size(), text.data() + text.size(), number);
  return number;
}

Answer Page(std::string_view file, Fields fields, const SiteSpec& site) {
  fields.emplace("site", site.name);
  return {200, "text/html; charset=utf-8", FillTemplate(EmbeddedFile(std::string(file)), fields)};
}

Answer LinkPage(const SiteSpec& site, size_t name, std::string link) {
  return Page("trap_links.html", {{"name", TrapLinks()[name].text}, {"link", std::move(link)}}, site);
}

Answer Redirect(std::string to) {
  Answer answer;
  answer.status = 302;
  answer.location = std::move(to);
  return answer;
}

}  // namespace

std::vector<LinkRow> TrapLinks() {
  static constexpr std::string_view kTargets[] = {"/rili?m=1",
                                                  "/fuben/",
                                                  "/chaxun?x=1",
                                                  "/huihua/list.jsp;jsessionid=1A",
                                                  "/gate/big5/old.invalid/",
                                                  "/lost/notice.html",
                                                  "/zhuan/a",
                                                  "/man"};
  std::string_view names = EmbeddedFile("trap_names.txt");
  std::vector<LinkRow> links;
  for (const std::string_view target : kTargets) {
    const size_t end = names.find('\n');
    links.push_back({std::string(target), std::string(names.substr(0, end))});
    names.remove_prefix(end == std::string_view::npos ? names.size() : end + 1);
  }
  return links;
}

std::optional<Answer> TrapAnswer(const SiteSpec& site, std::string_view target) {
  if (target.starts_with("/rili?m=")) {
    const int m = NumberAfter(target, "m=");
    return Page("trap_calendar.html",
                {{"m", fmt::format("{}", m)},
                 {"before", fmt::format("{}", m - 1)},
                 {"after", fmt::format("{}", m + 1)}},
                site);
  }
  if (target.starts_with("/fuben/")) return LinkPage(site, 1, "fuben/");
  if (target.starts_with("/chaxun?")) return LinkPage(site, 2, std::string(target) + "&x=1");
  if (target.starts_with("/huihua/list.jsp")) {
    const int visit = NumberAfter(target, "jsessionid=");
    return LinkPage(site, 3, fmt::format("/huihua/list.jsp;jsessionid={}A", visit + 1));
  }
  if (target.starts_with("/gate/big5/")) return LinkPage(site, 4, std::string(target) + "x/");
  if (target.starts_with("/lost/")) return Page("trap_lost.html", {}, site);
  if (target == "/zhuan/a") return Redirect("/zhuan/b");
  if (target == "/zhuan/b") return Redirect("/zhuan/a");
  if (target == "/man") {
    Answer answer = LinkPage(site, 7, "/");
    answer.delay_ms = kSlowMs;
    return answer;
  }
  return std::nullopt;
}

}  // namespace mingcha::demo
