#include "cli/interrupt.h"

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <thread>

namespace mingcha::cli {
namespace asio = boost::asio;

void WaitForInterrupt() {
  asio::io_context context{1};
  asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([](const boost::system::error_code&, int) {});
  context.run();
}

struct InterruptGuard::Impl {
  asio::io_context context{1};
  asio::signal_set signals{context, SIGINT, SIGTERM};
  std::function<void()> on_signal;
  std::atomic<bool> interrupted = false;
  std::thread thread;

  void Wait() {
    signals.async_wait([this](const boost::system::error_code& error, int) {
      if (error) return;
      interrupted = true;
      on_signal();
      Wait();
    });
  }
};

InterruptGuard::InterruptGuard(std::function<void()> on_signal) : impl_(std::make_unique<Impl>()) {
  impl_->on_signal = std::move(on_signal);
  impl_->Wait();
  impl_->thread = std::thread([impl = impl_.get()] { impl->context.run(); });
}

InterruptGuard::~InterruptGuard() {
  impl_->context.stop();
  impl_->thread.join();
}

bool InterruptGuard::interrupted() const { return impl_->interrupted; }

}  // namespace mingcha::cli
