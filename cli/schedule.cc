#include "cli/schedule.h"

#include <fmt/format.h>

#include <filesystem>

namespace mingcha::cli {
namespace {

std::vector<std::string> Words(const ScheduleSpec& spec) {
  std::vector<std::string> words = {spec.program, "schedule", "run", spec.config, "--root", spec.root};
  if (!spec.hook.empty()) words.insert(words.end(), {"--hook", spec.hook});
  return words;
}

}  // namespace

std::string SystemdWord(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '%' || c == '$') out += c;  // Doubled: neither a specifier nor a variable.
    out += c;
  }
  return out + "\"";
}

std::string ShellWord(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    if (c == '\'') {
      out += "'\\''";
    } else {
      out += c;
    }
  }
  return out + "'";
}

std::string ServiceUnit(const ScheduleSpec& spec) {
  std::string command;
  for (const std::string& word : Words(spec)) command += (command.empty() ? "" : " ") + SystemdWord(word);
  std::string unit =
      "[Unit]\nDescription=mingcha: one assessment round\nWants=network-online.target\n"
      "After=network-online.target\n\n[Service]\nType=oneshot\n";
  if (!spec.user.empty()) unit += "User=" + spec.user + "\n";
  unit += "ExecStart=" + command + "\n";
  // Findings (1) are a result, not a failure of the service.
  unit += "SuccessExitStatus=1\n";
  unit += "ReadWritePaths=" + SystemdWord(spec.root) + "\n";
  unit +=
      "NoNewPrivileges=yes\nProtectSystem=strict\nPrivateTmp=yes\nPrivateDevices=yes\nProtectKernelTunables="
      "yes\n"
      "ProtectKernelModules=yes\nProtectControlGroups=yes\nRestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX\n"
      "RestrictNamespaces=yes\nLockPersonality=yes\nRestrictRealtime=yes\nRestrictSUIDSGID=yes\n"
      "CapabilityBoundingSet=\nSystemCallArchitectures=native\nNice=10\nIOSchedulingClass=idle\n";
  return unit;
}

std::string TimerUnit(const ScheduleSpec& spec) {
  return fmt::format(
      "[Unit]\nDescription=mingcha: when the rounds are due\n\n[Timer]\nOnCalendar={}\nPersistent=true\n"
      "RandomizedDelaySec=15min\n\n[Install]\nWantedBy=timers.target\n",
      spec.calendar);
}

std::string CronLine(const ScheduleSpec& spec) {
  std::string command;
  for (const std::string& word : Words(spec)) command += (command.empty() ? "" : " ") + ShellWord(word);
  std::string escaped;
  for (const char c : command) {
    if (c == '%') escaped += '\\';  // cron makes a bare % a line end.
    escaped += c;
  }
  return spec.cron + " " + escaped + "\n";
}

std::string FreeRoundFolder(const std::string& root, base::Date day) {
  const std::filesystem::path base = std::filesystem::path(root) / day.Iso();
  if (!std::filesystem::exists(base)) return base.string();
  for (int n = 2;; ++n) {
    std::string folder = fmt::format("{}-{}", base.string(), n);
    if (!std::filesystem::exists(folder)) return folder;
  }
}

}  // namespace mingcha::cli
