// The worker alone, as the program that the tests of Converter start; `probe=…` tries what the jail must
// refuse.
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <string>
#include <thread>
#include <vector>

#include "extractors/attachments/converter.h"
#include "extractors/attachments/jail.h"
#include "extractors/attachments/tool.h"

namespace {

using mingcha::attachments::EnterJail;
using mingcha::attachments::JailLimits;

/// Tries one forbidden thing after entering the jail; 0: refused, 1: it went through, 2: no jail.
int Probe(const std::string& what, const std::string& path) {
  if (!EnterJail(JailLimits{})) return 2;
  const auto refused = [](int result) { return result < 0 && (errno == EPERM || errno == EACCES) ? 0 : 1; };
  if (what == "socket") return refused(socket(AF_INET, SOCK_STREAM, 0));
  if (what == "unix_socket") return refused(socket(AF_UNIX, SOCK_STREAM, 0));
  if (what == "write") return refused(open(path.c_str(), O_WRONLY));
  if (what == "read_write") return refused(open(path.c_str(), O_RDWR));
  if (what == "create") return refused(open((path + ".new").c_str(), O_CREAT | O_RDONLY, 0600));
  if (what == "truncate_open") return refused(open(path.c_str(), O_RDONLY | O_TRUNC));
  if (what == "remove") return refused(unlink(path.c_str()));
  if (what == "rename") return refused(rename(path.c_str(), (path + ".other").c_str()));
  if (what == "folder") return refused(mkdir((path + ".d").c_str(), 0700));
  if (what == "link") return refused(symlink("/etc/passwd", (path + ".l").c_str()));
  if (what == "signal") return refused(kill(getppid(), 0));
  if (what == "session") return refused(setsid());
  if (what == "tool_fork") {
    // The shell must start `true` as a process of its own.
    const auto tool = mingcha::attachments::RunTool({"sh", "-c", "/bin/true; /bin/true"}, "", 1000);
    return tool.found && tool.finished && tool.exit_code != 0 ? 0 : 1;
  }
  if (what == "tool_write") {
    const auto tool = mingcha::attachments::RunTool({"sh", "-c", "echo x > " + path}, "", 1000);
    return tool.found && tool.finished && tool.exit_code != 0 ? 0 : 1;
  }
  if (what == "read") return open(path.c_str(), O_RDONLY) >= 0 ? 0 : 1;  // reading stays allowed
  return 3;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> arguments(argv + 1, argv + argc);
  // _exit, as the real worker: a sanitizer's look for leaks at exit needs what the jail refuses.
  if (arguments.size() == 3 && arguments[0] == "probe") _exit(Probe(arguments[1], arguments[2]));
  if (!arguments.empty() && arguments[0] == "crash") raise(SIGSEGV);
  if (!arguments.empty() && arguments[0] == "hang") pause();
  if (!arguments.empty() && arguments[0] == "babble") {
    for (;;) {
      if (std::puts("no answer at all") < 0) return 1;
    }
  }
  if (!arguments.empty() && arguments[0] == "lie") {
    std::fputs("{\"type\":\"pdf\"}\n#end", stdout);
    return 0;
  }
  _exit(mingcha::attachments::WorkerMain(arguments));
}
