#include "crawler/address.h"

#include <arpa/inet.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <string>

namespace mingcha::crawler {
namespace {

struct Block4 {
  uint32_t prefix;
  int bits;
};

// IANA IPv4 special-purpose registry: what is not globally reachable.
constexpr std::array<Block4, 14> kBlocks4 = {{{0x00000000, 8},    // 0.0.0.0/8
                                              {0x0A000000, 8},    // 10.0.0.0/8
                                              {0x64400000, 10},   // 100.64.0.0/10
                                              {0x7F000000, 8},    // 127.0.0.0/8
                                              {0xA9FE0000, 16},   // 169.254.0.0/16
                                              {0xAC100000, 12},   // 172.16.0.0/12
                                              {0xC0000000, 24},   // 192.0.0.0/24
                                              {0xC0000200, 24},   // 192.0.2.0/24
                                              {0xC0A80000, 16},   // 192.168.0.0/16
                                              {0xC6120000, 15},   // 198.18.0.0/15
                                              {0xC6336400, 24},   // 198.51.100.0/24
                                              {0xCB007100, 24},   // 203.0.113.0/24
                                              {0xE0000000, 4},    // 224.0.0.0/4
                                              {0xF0000000, 4}}};  // 240.0.0.0/4

bool IsPrivate4(uint32_t address) {
  for (const Block4& block : kBlocks4) {
    if ((address ^ block.prefix) >> static_cast<unsigned>(32 - block.bits) == 0) return true;
  }
  return false;
}

uint32_t Read4(const uint8_t* bytes) {
  return static_cast<uint32_t>(bytes[0]) << 24U | static_cast<uint32_t>(bytes[1]) << 16U |
         static_cast<uint32_t>(bytes[2]) << 8U | bytes[3];
}

bool IsPrivate6(const std::array<uint8_t, 16>& a) {
  static constexpr std::array<uint8_t, 12> kMapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
  static constexpr std::array<uint8_t, 12> kNat64 = {0x00, 0x64, 0xFF, 0x9B};
  if (std::memcmp(a.data(), kMapped.data(), 12) == 0) return IsPrivate4(Read4(&a[12]));
  if (std::memcmp(a.data(), kNat64.data(), 12) == 0) return IsPrivate4(Read4(&a[12]));
  if (a[0] == 0x20 && a[1] == 0x02) return IsPrivate4(Read4(&a[2]));  // 6to4
  // Global unicast is 2000::/3; all the rest is loopback, local, multicast or unassigned.
  if ((a[0] & 0xE0U) != 0x20U) return true;
  // 2001::/23 (Teredo, ORCHID, benchmarking …) and the documentation block 2001:db8::/32.
  return a[0] == 0x20 && a[1] == 0x01 && ((a[2] & 0xFEU) == 0 || (a[2] == 0x0D && a[3] == 0xB8));
}

}  // namespace

bool IsPrivateAddress(std::string_view ip) {
  const std::string text(ip.substr(0, ip.find('%')));  // without a zone index
  in_addr v4{};
  if (inet_pton(AF_INET, text.c_str(), &v4) == 1) return IsPrivate4(ntohl(v4.s_addr));
  std::array<uint8_t, 16> v6{};
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) == 1) return IsPrivate6(v6);
  return true;
}

}  // namespace mingcha::crawler
