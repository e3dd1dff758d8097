#include "extractors/attachments/jail.h"

#include <fcntl.h>
#include <grp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <initializer_list>
#include <utility>

namespace mingcha::attachments {
namespace {

#ifdef MINGCHA_SANITIZED
constexpr bool kSanitized = true;  // their shadow memory is terabytes of address space
#else
constexpr bool kSanitized = false;
#endif

constexpr rlim_t kNoLimit = RLIM_INFINITY;

bool Limit(__rlimit_resource resource, rlim_t value) {
  rlimit now{};
  if (getrlimit(resource, &now) != 0) return false;
  if (now.rlim_max != kNoLimit && now.rlim_max < value) value = now.rlim_max;
  const rlimit wanted{value, value};
  return setrlimit(resource, &wanted) == 0;
}

/// System calls that reach beyond the process: refused as if the right were lacking.
constexpr std::array kRefused = {"socket",
                                 "socketpair",
                                 "connect",
                                 "bind",
                                 "listen",
                                 "accept",
                                 "accept4",
                                 "sendto",
                                 "sendmsg",
                                 "sendmmsg",
                                 "creat",
                                 "mkdir",
                                 "mkdirat",
                                 "rmdir",
                                 "unlink",
                                 "unlinkat",
                                 "rename",
                                 "renameat",
                                 "renameat2",
                                 "link",
                                 "linkat",
                                 "symlink",
                                 "symlinkat",
                                 "mknod",
                                 "mknodat",
                                 "chmod",
                                 "fchmod",
                                 "fchmodat",
                                 "fchmodat2",
                                 "chown",
                                 "fchown",
                                 "lchown",
                                 "fchownat",
                                 "truncate",
                                 "utime",
                                 "utimes",
                                 "utimensat",
                                 "futimesat",
                                 "setxattr",
                                 "lsetxattr",
                                 "fsetxattr",
                                 "removexattr",
                                 "lremovexattr",
                                 "fremovexattr",
                                 "mount",
                                 "umount2",
                                 "pivot_root",
                                 "chroot",
                                 "move_mount",
                                 "open_tree",
                                 "fsopen",
                                 "fsmount",
                                 "fsconfig",
                                 "fspick",
                                 "mount_setattr",
                                 "unshare",
                                 "setns",
                                 "ptrace",
                                 "process_vm_readv",
                                 "process_vm_writev",
                                 "kill",
                                 "tkill",
                                 "pidfd_open",
                                 "pidfd_send_signal",
                                 "pidfd_getfd",
                                 "setsid",
                                 "setpgid",
                                 "setuid",
                                 "setgid",
                                 "setreuid",
                                 "setregid",
                                 "setresuid",
                                 "setresgid",
                                 "setgroups",
                                 "setfsuid",
                                 "setfsgid",
                                 "capset",
                                 "setrlimit",
                                 "setpriority",
                                 "sched_setscheduler",
                                 "bpf",
                                 "perf_event_open",
                                 "keyctl",
                                 "add_key",
                                 "request_key",
                                 "userfaultfd",
                                 "init_module",
                                 "finit_module",
                                 "delete_module",
                                 "kexec_load",
                                 "kexec_file_load",
                                 "reboot",
                                 "swapon",
                                 "swapoff",
                                 "sethostname",
                                 "setdomainname",
                                 "settimeofday",
                                 "clock_settime",
                                 "adjtimex",
                                 "clock_adjtime",
                                 "iopl",
                                 "ioperm",
                                 "acct",
                                 "quotactl",
                                 "syslog",
                                 "open_by_handle_at",
                                 "name_to_handle_at",
                                 "io_uring_setup",
                                 "io_uring_enter",
                                 "io_uring_register",
                                 "fanotify_init",
                                 "inotify_init",
                                 "inotify_init1",
                                 "shmget",
                                 "shmat",
                                 "semget",
                                 "msgget",
                                 "mq_open",
                                 "personality",
                                 "vhangup",
                                 "lookup_dcookie",
                                 "nfsservctl"};

bool RefuseWriting(scmp_filter_ctx context, const char* name, unsigned argument) {
  const int call = seccomp_syscall_resolve_name(name);
  if (call < 0) return true;
  for (const auto& [mask, value] : {std::pair<uint64_t, uint64_t>{O_ACCMODE, O_WRONLY},
                                    {O_ACCMODE, O_RDWR},
                                    {O_CREAT, O_CREAT},
                                    {O_TRUNC, O_TRUNC}}) {
    const scmp_arg_cmp flags = {argument, SCMP_CMP_MASKED_EQ, mask, value};
    if (seccomp_rule_add_array(context, SCMP_ACT_ERRNO(EACCES), call, 1, &flags) != 0) return false;
  }
  return true;
}

bool Refuse(scmp_filter_ctx context, const char* name, int error) {
  const int call = seccomp_syscall_resolve_name(name);
  if (call == __NR_SCMP_ERROR || call < 0) return true;  // this kernel's tables have no such call
  return seccomp_rule_add(context, SCMP_ACT_ERRNO(static_cast<uint32_t>(error)), call, 0) == 0;
}

bool LoadFilter() {
  scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
  if (context == nullptr) return false;
  bool good = RefuseWriting(context, "open", 1) && RefuseWriting(context, "openat", 2);
  // Its flags stand in memory a filter cannot read; the C library falls back to openat.
  good = good && Refuse(context, "openat2", ENOSYS);
  for (const char* name : kRefused) good = good && Refuse(context, name, EPERM);
  // Limits may be asked for, not changed.
  const scmp_arg_cmp changes = {2, SCMP_CMP_NE, 0, 0};
  good =
      good && seccomp_rule_add_array(context, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(prlimit64), 1, &changes) == 0;
  good = good && seccomp_load(context) == 0;
  seccomp_release(context);
  return good;
}

/// A network without devices, best effort: the filter refuses sockets in any case.
void LeaveNetwork() {
  if (unshare(CLONE_NEWNET) == 0) return;
  static_cast<void>(unshare(CLONE_NEWUSER | CLONE_NEWNET));
}

/// As root: nobody, best effort (a container may not know that user; the filter holds all the same).
void DropRoot() {
  constexpr unsigned kNobody = 65534;
  if (geteuid() != 0) return;
  static_cast<void>(setgroups(0, nullptr));
  static_cast<void>(setresgid(kNobody, kNobody, kNobody));
  static_cast<void>(setresuid(kNobody, kNobody, kNobody));
}

}  // namespace

base::Status EnterJail(const JailLimits& limits) {
  bool good = Limit(RLIMIT_CORE, 0) && Limit(RLIMIT_CPU, static_cast<rlim_t>(limits.cpu_seconds)) &&
              Limit(RLIMIT_FSIZE, limits.file_size) &&
              Limit(RLIMIT_NOFILE, static_cast<rlim_t>(limits.files));
  if (!kSanitized) good = good && Limit(RLIMIT_AS, limits.memory);
  LeaveNetwork();
  DropRoot();
  prctl(PR_SET_PDEATHSIG, SIGKILL);  // changing the user clears it
  good = good && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && LoadFilter();
  if (good) return {};
  return base::Fail(base::ErrorCode::kUnsupported,
                    "this system cannot shut in a process that opens attachments (seccomp is needed)");
}

ToolFilter::ToolFilter() : context_(seccomp_init(SCMP_ACT_ALLOW)) {
  if (context_ == nullptr) return;
  // A thread shares its memory; anything else would be a process. clone3 keeps its flags out of sight.
  const scmp_arg_cmp no_thread = {0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, 0};
  const bool good =
      Refuse(context_, "fork", EPERM) && Refuse(context_, "vfork", EPERM) &&
      Refuse(context_, "clone3", ENOSYS) &&
      seccomp_rule_add_array(context_, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(clone), 1, &no_thread) == 0;
  if (good) return;
  seccomp_release(context_);
  context_ = nullptr;
}

ToolFilter::~ToolFilter() {
  if (context_ != nullptr) seccomp_release(context_);
}

bool ToolFilter::Apply() const { return context_ != nullptr && seccomp_load(context_) == 0; }

}  // namespace mingcha::attachments
