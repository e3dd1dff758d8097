#pragma once

#include <cstddef>
#include <functional>

namespace mingcha::base {

/// Calls `work` once with each number below `count`, in any order, by a few threads (one a core, at most
/// eight, fewer where the system gives no more) that each take the next, the caller being one of them;
/// returns when all are done. `work` must be safe to call from several threads at once and must not throw.
void OnThreads(size_t count, const std::function<void(size_t)>& work);

}  // namespace mingcha::base
