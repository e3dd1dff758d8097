#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace mingcha::base {

/// SHA-256 of bytes as 64 lower-case hex digits: the identity of every stored body and file.
[[nodiscard]] std::string Sha256Hex(std::string_view bytes);

/// SHA-256 over a stream of pieces. One thread at a time.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void Update(std::string_view bytes);
  /// Ends the stream; the object may only be destroyed or assigned afterwards.
  [[nodiscard]] std::string FinishHex();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// First 16 hex digits of SHA-256 over the parts joined by U+001F: stable short ids (findings, obligations).
[[nodiscard]] std::string ShortId(std::initializer_list<std::string_view> parts);

}  // namespace mingcha::base
