#include "reports/zip_writer.h"

#include <zlib.h>

#include "base/check.h"

namespace mingcha::reports {
namespace {

constexpr uint32_t kLocalHeader = 0x04034B50, kCentralHeader = 0x02014B50, kEndRecord = 0x06054B50;
constexpr uint16_t kVersion = 20, kUtf8Names = 1U << 11, kDeflated = 8;
constexpr uint32_t kFirstOfJanuary1980 = 0x00210000;  // The format's earliest time: none is told.

void Put16(uint16_t value, std::string* out) {
  *out += static_cast<char>(value & 0xFF);
  *out += static_cast<char>(value >> 8);
}

void Put32(uint32_t value, std::string* out) {
  Put16(static_cast<uint16_t>(value & 0xFFFF), out);
  Put16(static_cast<uint16_t>(value >> 16), out);
}

/// A raw deflate stream (RFC 1951).
std::string Deflate(std::string_view bytes) {
  z_stream stream{};
  CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

}  // namespace

void ZipWriter::Add(std::string_view name, std::string_view bytes) {
  CHECK(bytes.size() < UINT32_MAX && bytes_.size() < UINT32_MAX) << "an archive above 4 GB";
  const std::string packed = Deflate(bytes);
  Entry entry{std::string(name), 0, static_cast<uint32_t>(packed.size()), static_cast<uint32_t>(bytes.size()),
              static_cast<uint32_t>(bytes_.size())};
  entry.crc = static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
  Put32(kLocalHeader, &bytes_);
  Put16(kVersion, &bytes_);
  Put16(kUtf8Names, &bytes_);
  Put16(kDeflated, &bytes_);
  for (const uint32_t value : {kFirstOfJanuary1980, entry.crc, entry.packed, entry.size})
    Put32(value, &bytes_);
  Put16(static_cast<uint16_t>(name.size()), &bytes_);
  Put16(0, &bytes_);
  bytes_ += name;
  bytes_ += packed;
  entries_.push_back(std::move(entry));
}

std::string ZipWriter::Take() {
  const auto start = static_cast<uint32_t>(bytes_.size());
  for (const Entry& entry : entries_) {
    Put32(kCentralHeader, &bytes_);
    for (const uint16_t value : {kVersion, kVersion, kUtf8Names, kDeflated}) Put16(value, &bytes_);
    for (const uint32_t value : {kFirstOfJanuary1980, entry.crc, entry.packed, entry.size})
      Put32(value, &bytes_);
    Put16(static_cast<uint16_t>(entry.name.size()), &bytes_);
    for (int i = 0; i < 4; ++i) Put16(0, &bytes_);  // Extra, comment, disk, internal attributes.
    Put32(0, &bytes_);                              // External attributes.
    Put32(entry.offset, &bytes_);
    bytes_ += entry.name;
  }
  const auto size = static_cast<uint32_t>(bytes_.size()) - start;
  const auto count = static_cast<uint16_t>(entries_.size());
  Put32(kEndRecord, &bytes_);
  Put32(0, &bytes_);
  Put16(count, &bytes_);
  Put16(count, &bytes_);
  Put32(size, &bytes_);
  Put32(start, &bytes_);
  Put16(0, &bytes_);
  return std::move(bytes_);
}

}  // namespace mingcha::reports
