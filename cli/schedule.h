#pragma once

#include <string>
#include <vector>

#include "base/civil_date.h"

namespace mingcha::cli {

/// What a scheduled round runs and where it keeps its assessments. Paths are absolute.
struct ScheduleSpec {
  std::string program;   ///< mingcha itself.
  std::string config;    ///< Configuration folder.
  std::string root;      ///< Folder of the rounds, one subfolder a day.
  std::string calendar;  ///< systemd OnCalendar expression.
  std::string cron;      ///< The five fields of a cron line.
  std::string hook;      ///< Program run when a round ends; empty: none.
  std::string user;      ///< Account the system service runs as; empty: that of the manager.
};

/// The systemd service: one round, hardened (read-only system, no new privileges, writes to `root` alone).
[[nodiscard]] std::string ServiceUnit(const ScheduleSpec& spec);
/// The systemd timer that starts it; a round missed while the machine was off is made up.
[[nodiscard]] std::string TimerUnit(const ScheduleSpec& spec);
/// The same as one line for crontab.
[[nodiscard]] std::string CronLine(const ScheduleSpec& spec);
/// A word of a systemd command line or a shell command, quoted so that it stays one word and nothing in it is
/// expanded.
[[nodiscard]] std::string SystemdWord(const std::string& text);
[[nodiscard]] std::string ShellWord(const std::string& text);

/// `root`/2025-12-31, or with -2, -3 … if that is there already. Looks at the disk.
[[nodiscard]] std::string FreeRoundFolder(const std::string& root, base::Date day);

}  // namespace mingcha::cli
