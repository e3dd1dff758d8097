// Scheduled rounds: what is written for systemd and cron.
#include "cli/schedule.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace mingcha::cli {
namespace {

ScheduleSpec Spec() {
  ScheduleSpec spec;
  spec.program = "/usr/bin/mingcha";
  spec.config = "/etc/mingcha/my round";
  spec.root = "/var/lib/mingcha";
  spec.calendar = "quarterly";
  spec.cron = "0 2 1 1,4,7,10 *";
  return spec;
}

TEST(ScheduleTest, TheServiceMayWriteItsRoundsAndNothingElse) {
  const std::string unit = ServiceUnit(Spec());
  for (const char* line :
       {"ProtectSystem=strict\n", "NoNewPrivileges=yes\n", "ReadWritePaths=\"/var/lib/mingcha\"\n",
        "CapabilityBoundingSet=\n", "PrivateTmp=yes\n", "SuccessExitStatus=1\n"}) {
    EXPECT_NE(unit.find(line), std::string::npos) << line;
  }
  EXPECT_NE(
      unit.find("ExecStart=\"/usr/bin/mingcha\" \"schedule\" \"run\" \"/etc/mingcha/my round\" \"--root\" "
                "\"/var/lib/mingcha\"\n"),
      std::string::npos)
      << unit;
  EXPECT_EQ(unit.find("User="), std::string::npos);
}

TEST(ScheduleTest, TheTimerMakesUpForAMissedDay) {
  const std::string unit = TimerUnit(Spec());
  EXPECT_NE(unit.find("OnCalendar=quarterly\n"), std::string::npos);
  EXPECT_NE(unit.find("Persistent=true\n"), std::string::npos);
}

TEST(ScheduleTest, WordsStayOneWordAndNothingInThemIsExpanded) {
  EXPECT_EQ(SystemdWord("a b%d$HOME\"\\"), "\"a b%%d$$HOME\\\"\\\\\"");
  EXPECT_EQ(ShellWord("it's $(rm)"), "'it'\\''s $(rm)'");
  ScheduleSpec spec = Spec();
  spec.root = "/var/100%";
  EXPECT_EQ(CronLine(spec),
            "0 2 1 1,4,7,10 * '/usr/bin/mingcha' 'schedule' 'run' '/etc/mingcha/my round' '--root' "
            "'/var/100\\%'\n");
}

TEST(ScheduleTest, SystemdTakesBothUnits) {
  if (std::system("command -v systemd-analyze >/dev/null 2>&1") != 0)
    GTEST_SKIP() << "SKIPPED: systemd-analyze is missing";
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir()) / "mingcha-units";
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  ScheduleSpec spec = Spec();
  spec.program = "/bin/true";  // has to be there
  spec.root = folder.string();
  const std::string service = (folder / "mingcha.service").string(),
                    timer = (folder / "mingcha.timer").string();
  std::ofstream(service) << ServiceUnit(spec);
  std::ofstream(timer) << TimerUnit(spec);
  const auto verify = [&] {
    return std::system(("systemd-analyze verify " + service + " " + timer + " >/dev/null 2>&1").c_str());
  };
  EXPECT_EQ(verify(), 0);
  std::ofstream(timer) << "[Timer]\nOnCalendar=no such day\n";
  EXPECT_NE(verify(), 0) << "the check can fail";
  std::filesystem::remove_all(folder);
}

TEST(ScheduleTest, ASecondRoundOfADayGetsAFolderOfItsOwn) {
  const std::filesystem::path root = std::filesystem::path(testing::TempDir()) / "mingcha-rounds";
  std::filesystem::remove_all(root);
  const base::Date day = base::Date::FromIso("2025-12-31").value();
  EXPECT_EQ(FreeRoundFolder(root.string(), day), (root / "2025-12-31").string());
  std::filesystem::create_directories(root / "2025-12-31");
  EXPECT_EQ(FreeRoundFolder(root.string(), day), (root / "2025-12-31-2").string());
  std::filesystem::remove_all(root);
}

}  // namespace
}  // namespace mingcha::cli
