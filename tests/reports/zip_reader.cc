#include "zip_reader.h"

#include <gtest/gtest.h>
#include <zlib.h>

namespace mingcha::reports {
namespace {

uint32_t Number(const std::string& bytes, size_t at, size_t width) {
  uint32_t value = 0;
  for (size_t i = 0; i < width; ++i)
    value |= static_cast<uint32_t>(static_cast<unsigned char>(bytes.at(at + i))) << (8 * i);
  return value;
}

std::string Inflate(std::string packed, size_t size) {
  std::string out(size, '\0');
  z_stream stream{};
  EXPECT_EQ(inflateInit2(&stream, -MAX_WBITS), Z_OK);
  stream.next_in = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(size);
  EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
  inflateEnd(&stream);
  return out;
}

}  // namespace

std::map<std::string, std::string> ReadZip(const std::string& bytes) {
  std::map<std::string, std::string> entries;
  const size_t end = bytes.rfind("PK\x05\x06");
  if (end == std::string::npos) {
    ADD_FAILURE() << "no end record";
    return entries;
  }
  size_t at = Number(bytes, end + 16, 4);
  for (uint32_t left = Number(bytes, end + 10, 2); left > 0; --left) {
    EXPECT_EQ(bytes.compare(at, 4, "PK\x01\x02"), 0);
    const uint32_t method = Number(bytes, at + 10, 2), crc = Number(bytes, at + 16, 4),
                   packed = Number(bytes, at + 20, 4), size = Number(bytes, at + 24, 4),
                   name = Number(bytes, at + 28, 2), extra = Number(bytes, at + 30, 2),
                   comment = Number(bytes, at + 32, 2), local = Number(bytes, at + 42, 4);
    const size_t data = local + 30 + Number(bytes, local + 26, 2) + Number(bytes, local + 28, 2);
    std::string content = bytes.substr(data, packed);
    if (method == 8) content = Inflate(content, size);
    EXPECT_EQ(crc32(0, reinterpret_cast<const Bytef*>(content.data()), static_cast<uInt>(content.size())),
              crc);
    entries[bytes.substr(at + 46, name)] = std::move(content);
    at += 46 + name + extra + comment;
  }
  return entries;
}

}  // namespace mingcha::reports
