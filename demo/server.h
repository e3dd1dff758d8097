#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "demo/portal.h"

namespace mingcha::demo {

/// Serves simulated sites on 127.0.0.1, one port each, from a thread of its own until destroyed.
///
/// Order: Listen takes the ports (so that pages can name them), Start begins to answer.
class Server {
 public:
  /// Opens `count` listening sockets: ports first_port, first_port+1, … or, where one is taken or first_port
  /// is 0, any free one. kIo when no socket can be opened.
  [[nodiscard]] static base::Result<std::unique_ptr<Server>> Listen(size_t count, uint16_t first_port);
  ~Server();
  Server(const Server&) = delete;  // Owns sockets and a thread; hold it by unique_ptr.
  Server& operator=(const Server&) = delete;

  [[nodiscard]] std::vector<uint16_t> ports() const;
  /// Site i answers on ports()[i]. Call once.
  void Start(std::vector<PortalSite> sites);
  /// The same ports answer with other pages from now on: another state of the sites. After Start; no request
  /// may be under way.
  void Replace(std::vector<PortalSite> sites);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace mingcha::demo
