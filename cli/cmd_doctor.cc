#include <filesystem>
#include <memory>
#include <optional>
#include <ostream>

#include "checker/check.h"
#include "cli/calendar.h"
#include "cli/load.h"
#include "cli/pdf.h"
#include "cli/verbs.h"
#include "config/run_config.h"
#include "renderer/browser_process.h"

namespace mingcha::cli {
namespace {

namespace fs = std::filesystem;
using base::Message;
using base::Msg;

constexpr uint64_t kDiskWanted = 5ULL << 30;  // A district's round takes some two gigabytes.
constexpr int kDaysAhead = 60;                // A calendar that ends sooner will soon stop runs.

enum class Grade { kGood, kAdvice, kBad };

/// What was looked at and what to do about it.
struct Line {
  Grade grade = Grade::kGood;
  Message text;
};

Line CheckOffice() {
  const std::string program = FindProgram({"soffice", "libreoffice"});
  return program.empty()
             ? Line{Grade::kAdvice, Msg("PDF: LibreOffice is not installed; everything but --pdf works "
                                        "(apt-get install libreoffice-writer)")}
             : Line{Grade::kGood, Msg("PDF: {}", program)};
}

Line CheckBrowser() {
  const std::string program = renderer::FindBrowser();
  return program.empty()
             ? Line{Grade::kAdvice, Msg("rendering: Chromium is not installed; pages that only scripts fill "
                                        "cannot be opened (apt-get install chromium)")}
             : Line{Grade::kGood, Msg("rendering: {}", program)};
}

/// True if a font file of the folder tree has one of the names.
bool HasFont(const std::vector<std::string>& names) {
  for (const char* folder : {"/usr/share/fonts", "/usr/local/share/fonts"}) {
    std::error_code error;
    for (auto it =
             fs::recursive_directory_iterator(folder, fs::directory_options::skip_permission_denied, error);
         !error && it != fs::recursive_directory_iterator(); it.increment(error)) {
      const std::string name = it->path().filename().string();
      for (const std::string& wanted : names) {
        if (name.find(wanted) != std::string::npos) return true;
      }
    }
  }
  return false;
}

Line CheckFonts() {
  if (HasFont(
          {"NotoSansCJK", "NotoSerifCJK", "SourceHan", "wqy", "simsun", "simhei", "FZXBS", "uming", "ukai"}))
    return {Grade::kGood, Msg("fonts: a Chinese font is installed")};
  return {Grade::kAdvice, Msg("fonts: no Chinese font was found; PDFs made here would show boxes (apt-get "
                              "install fonts-noto-cjk)")};
}

Line CheckDisk(const fs::path& folder) {
  std::error_code error;
  const fs::space_info space = fs::space(folder, error);
  if (error) return {Grade::kBad, Msg("disk: {} cannot be looked at: {}", folder.string(), error.message())};
  const auto gigabytes = space.available >> 30;
  if (space.available < kDiskWanted)
    return {Grade::kBad,
            Msg("disk: only {} GB free in {}; a round may take several", gigabytes, folder.string())};
  return {Grade::kGood, Msg("disk: {} GB free in {}", gigabytes, folder.string())};
}

Line CheckData() {
  const fs::path data = DataFolder();
  if (fs::exists(data / "baodi" / "assessment.yaml") && fs::exists(data / "calendar"))
    return {Grade::kGood, Msg("bundled data: {}", data.string())};
  return {Grade::kBad,
          Msg("bundled data: not found in {}; set MINGCHA_DATA to the folder that holds baodi/ and "
              "calendar/",
              data.string())};
}

std::vector<Line> CheckPlan(const model::Plan& plan) {
  std::vector<Line> lines;
  const base::Date today = base::ChinaDate(base::SystemClock().Now());
  const auto calendar = config::MakeCalendar(plan);
  if (!calendar) {
    lines.push_back({Grade::kBad, calendar.error().message});
  } else if (calendar->last() < today) {
    lines.push_back({Grade::kBad, Msg("calendar: ends on {}; enter the later years' holiday notices in "
                                      "calendar/ before judging them",
                                      calendar->last().Iso())});
  } else if (calendar->last() < today.PlusDays(kDaysAhead)) {
    lines.push_back({Grade::kAdvice, Msg("calendar: ends on {}; next year's holiday notice is wanted soon",
                                         calendar->last().Iso())});
  } else {
    lines.push_back(
        {Grade::kGood, Msg("calendar: {} to {}", calendar->first().Iso(), calendar->last().Iso())});
  }
  if (!plan.assessment.window)
    lines.push_back({Grade::kAdvice, Msg("configuration: no window; give --window with each run")});
  const auto options = config::MakeCrawlOptions(plan);
  if (!options) {
    lines.push_back({Grade::kBad, options.error().message});
  } else {
    int crawled = 0, unverified = 0;
    for (const model::SiteProfile& site : plan.sites) {
      crawled += site.crawl ? 1 : 0;
      unverified += site.crawl && !site.address_verified ? 1 : 0;
    }
    lines.push_back({Grade::kGood, Msg("configuration: {} units, {} items, {} sites to crawl",
                                       plan.units.size(), plan.items.size(), crawled)});
    if (unverified > 0) {
      lines.push_back(
          {Grade::kAdvice, Msg("configuration: the addresses of {} sites are not verified", unverified)});
    }
  }
  if (plan.assessment.user_agent.empty()) {
    lines.push_back(
        {Grade::kAdvice, Msg("configuration: no user_agent with a contact; sites cannot tell whom to call")});
  }
  return lines;
}

int Doctor(const Context& context, const std::string& folder, const std::string& out) {
  std::vector<Line> lines = {CheckData(), CheckDisk(out.empty() ? "." : out), CheckOffice(), CheckBrowser(),
                             CheckFonts()};
  if (!folder.empty()) {
    const std::optional<model::Plan> plan = LoadPlanOrReport(context, folder);
    if (!plan) return kBadInput;
    for (Line& line : CheckPlan(*plan)) lines.push_back(std::move(line));
  }
  int bad = 0;
  for (const Line& line : lines) {
    const Message word = line.grade == Grade::kGood     ? Msg("good")
                         : line.grade == Grade::kAdvice ? Msg("advice")
                                                        : Msg("bad");
    bad += line.grade == Grade::kBad ? 1 : 0;
    *context.out << "[" << context.Say(word) << "] " << context.Say(line.text) << "\n";
  }
  *context.out << context.Say(bad == 0 ? Msg("nothing stands in the way of a run")
                                       : Msg("{} things stand in the way of a run", bad))
               << "\n";
  return bad == 0 ? kClean : kBadInput;
}

}  // namespace

void AddDoctor(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "doctor", context->Say(Msg("looks whether everything a run needs is there, and says what to do")));
  auto folder = std::make_shared<std::string>(), out = std::make_shared<std::string>();
  verb.Add("CONFIG", *folder, context->Say(Msg("configuration folder, with assessment.yaml in it")));
  verb.Add("--out", *out, context->Say(Msg("where assessments will be kept, for the free disk space")));
  verb.OnParsed([=] { *action = [=] { return Doctor(*context, *folder, *out); }; });
}

}  // namespace mingcha::cli
