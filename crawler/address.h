#pragma once

#include <string_view>

namespace mingcha::crawler {

/// True for every address that is not a place on the public Internet: loopback, private, link-local, shared
/// (RFC 6598), multicast, reserved, unspecified, unique local; also as IPv4 inside IPv6 (mapped, NAT64,
/// 6to4).
///
/// A crawler that connects to what a page names could otherwise be led to machines of its own house. `ip` is
/// an IPv4 or IPv6 address in text without brackets; what is neither counts as private.
[[nodiscard]] bool IsPrivateAddress(std::string_view ip);

}  // namespace mingcha::crawler
