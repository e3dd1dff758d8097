#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "review/desk.h"

namespace mingcha::review {

/// Serves a desk on 127.0.0.1, from a thread of its own until destroyed.
///
/// Untrusted peers: 16 KB of head, the desk's limits for bodies (asked before a body is read), 15 s for a
/// head and 2 min for a body or an answer, 64 connections at once. Order: Listen takes the port (the desk
/// must know it), Start begins to answer.
class Server {
 public:
  /// `port` 0: any free one. kIo when it cannot be opened.
  [[nodiscard]] static base::Result<std::unique_ptr<Server>> Listen(uint16_t port);
  ~Server();
  Server(const Server&) = delete;  // owns sockets and a thread; hold it by unique_ptr
  Server& operator=(const Server&) = delete;

  [[nodiscard]] uint16_t port() const;
  /// The desk outlives the server. Call once.
  void Start(Desk* desk);
  /// Ends answering and waits for the answer under way; the destructor does it too.
  void Stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// 256 random bits from the system as 64 hexadecimal digits: the token of a review.
[[nodiscard]] std::string RandomToken();

}  // namespace mingcha::review
