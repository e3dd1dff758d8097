#pragma once

#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <set>
#include <type_traits>
#include <utility>

namespace mingcha::crawler {

/// Something coroutines of one io_context wait for. Notify wakes all who wait now; whoever needs a condition
/// asks for it again in a loop. One thread.
class Event {
 public:
  explicit Event(boost::asio::io_context& io) : timer_(io, std::chrono::steady_clock::time_point::max()) {}

  boost::asio::awaitable<void> Wait() {
    boost::system::error_code ignored;  // Being cancelled is what it waits for.
    co_await timer_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
  }
  void Notify() { timer_.cancel(); }

 private:
  boost::asio::steady_timer timer_;
};

/// Sleeps that all end at once when the crawl stops. One thread.
class Sleeper {
 public:
  explicit Sleeper(boost::asio::io_context& io) : io_(io) {}

  /// Sleeps until `until`, or not at all once WakeAll was called.
  boost::asio::awaitable<void> Until(std::chrono::steady_clock::time_point until) {
    if (woken_) co_return;
    boost::asio::steady_timer timer(io_, until);
    sleeping_.insert(&timer);
    boost::system::error_code ignored;
    co_await timer.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    sleeping_.erase(&timer);
  }
  void WakeAll() {
    woken_ = true;
    for (boost::asio::steady_timer* timer : sleeping_) timer->cancel();
  }

 private:
  boost::asio::io_context& io_;
  std::set<boost::asio::steady_timer*> sleeping_;  ///< In the frames of the coroutines that sleep.
  bool woken_ = false;
};

/// Runs `work` on `pool` and comes back to the awaiting coroutine's executor with its value or exception.
/// What `work` refers to must live in the awaiting coroutine, which stands still meanwhile.
template <typename Work>
boost::asio::awaitable<std::invoke_result_t<Work&>> On(boost::asio::thread_pool& pool, Work work) {
  using Value = std::invoke_result_t<Work&>;
  std::optional<Value> value;
  std::exception_ptr thrown;
  co_await boost::asio::async_initiate<const boost::asio::use_awaitable_t<>, void()>(
      [&](auto handler) {
        auto home = boost::asio::get_associated_executor(handler);
        auto guard = boost::asio::make_work_guard(home);
        boost::asio::post(pool, [&value, &thrown, &work, home, guard = std::move(guard),
                                 handler = std::move(handler)]() mutable {
          try {
            value.emplace(work());
          } catch (...) {
            thrown = std::current_exception();
          }
          boost::asio::post(home, std::move(handler));
        });
      },
      boost::asio::use_awaitable);
  if (thrown) std::rethrow_exception(thrown);
  co_return std::move(*value);
}

}  // namespace mingcha::crawler
