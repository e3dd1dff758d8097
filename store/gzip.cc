#include "store/gzip.h"

#include <libdeflate.h>
#include <zlib.h>

#include <algorithm>
#include <memory>

#include "base/check.h"

namespace mingcha::store {

using base::ErrorCode;
using base::Fail;

GzipCompressor::GzipCompressor(int level)
    : compressor_(libdeflate_alloc_compressor(std::clamp(level, 1, 12))) {
  CHECK(compressor_ != nullptr) << "no memory for a compressor";
}

GzipCompressor::~GzipCompressor() { libdeflate_free_compressor(compressor_); }

void GzipCompressor::AppendMember(std::string_view bytes, std::string* out) {
  const size_t start = out->size();
  out->resize(start + libdeflate_gzip_compress_bound(compressor_, bytes.size()));
  const size_t length = libdeflate_gzip_compress(compressor_, bytes.data(), bytes.size(), out->data() + start,
                                                 out->size() - start);
  CHECK(length > 0) << "the bound was too small for " << bytes.size() << " bytes";
  out->resize(start + length);
}

base::Result<GzipMember> ReadGzipMember(std::string_view bytes, size_t limit, bool* ended_early) {
  constexpr size_t kStep = size_t{64} << 10;
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  if (ended_early != nullptr) *ended_early = false;
  z_stream stream{};
  CHECK(inflateInit2(&stream, kGzipOnly) == Z_OK) << "zlib does not start";
  const std::unique_ptr<z_stream, int (*)(z_stream*)> end(&stream, inflateEnd);
  GzipMember member;
  size_t taken = 0, made = 0;
  for (;;) {
    const size_t input = std::min<size_t>(bytes.size() - taken, size_t{1} << 30);
    member.bytes.resize(std::min(std::max(made * 2, kStep), limit + 1));
    const size_t room = std::min<size_t>(member.bytes.size() - made, size_t{1} << 30);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data() + taken));  // zlib only reads it
    stream.avail_in = static_cast<uInt>(input);
    stream.next_out = reinterpret_cast<Bytef*>(member.bytes.data() + made);
    stream.avail_out = static_cast<uInt>(room);
    const int code = inflate(&stream, Z_NO_FLUSH);
    taken += input - stream.avail_in;
    made += room - stream.avail_out;
    if (made > limit) return Fail(ErrorCode::kOutOfRange, "gzip member: more than {} bytes unpacked.", limit);
    if (code == Z_STREAM_END) break;
    if (code != Z_OK && code != Z_BUF_ERROR)
      return Fail(ErrorCode::kCorrupt, "gzip member: damaged after {} bytes.", taken);
    if (taken == bytes.size() && stream.avail_out > 0) {
      if (ended_early != nullptr) *ended_early = true;
      return Fail(ErrorCode::kCorrupt, "gzip member: cut off after {} bytes.", taken);
    }
  }
  member.bytes.resize(made);
  member.length = taken;
  return member;
}

}  // namespace mingcha::store
