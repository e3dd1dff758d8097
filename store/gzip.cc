#include "store/gzip.h"

#include <libdeflate.h>
#include <zlib.h>
#ifdef MINGCHA_ISAL
#include <isa-l/igzip_lib.h>
#endif

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "base/check.h"

namespace mingcha::store {

using base::ErrorCode;
using base::Fail;

struct GzipCompressor::Tables {
  struct Free {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
  };
  std::unique_ptr<libdeflate_compressor, Free> deflate;
#ifdef MINGCHA_ISAL
  std::vector<uint8_t> fast;  ///< Empty: not asked for.
#endif
};

GzipCompressor::GzipCompressor(int level) : tables_(std::make_unique<Tables>()) {
  tables_->deflate.reset(libdeflate_alloc_compressor(std::clamp(level, 1, 12)));
  CHECK(tables_->deflate != nullptr) << "no memory for a compressor";
#ifdef MINGCHA_ISAL
  if (level <= 1) tables_->fast.resize(ISAL_DEF_LVL1_DEFAULT);
#endif
}

GzipCompressor::~GzipCompressor() = default;

/// Half the time of libdeflate's level 1, for about a thirtieth more space. False: not for these bytes.
bool GzipCompressor::AppendFast(std::string_view bytes, std::string* out) {
#ifdef MINGCHA_ISAL
  constexpr size_t kMost = size_t{1} << 30;
  constexpr size_t kBlock = 65'535, kBlockHead = 5,
                   kRoom = 512;  // Incompressible bytes are stored in blocks.
  if (tables_->fast.empty() || bytes.size() > kMost) return false;
  const size_t start = out->size();
  out->resize(start + bytes.size() + kBlockHead * (bytes.size() / kBlock + 1) + kRoom);
  isal_zstream stream;
  isal_deflate_stateless_init(&stream);
  stream.level = 1;
  stream.level_buf = tables_->fast.data();
  stream.level_buf_size = static_cast<uint32_t>(tables_->fast.size());
  stream.gzip_flag = IGZIP_GZIP;
  stream.end_of_stream = 1;
  stream.flush = NO_FLUSH;
  stream.next_in = reinterpret_cast<uint8_t*>(const_cast<char*>(bytes.data()));  // only read
  stream.avail_in = static_cast<uint32_t>(bytes.size());
  stream.next_out = reinterpret_cast<uint8_t*>(out->data() + start);
  stream.avail_out = static_cast<uint32_t>(out->size() - start);
  const bool done = isal_deflate_stateless(&stream) == COMP_OK && stream.avail_in == 0;
  out->resize(done ? start + stream.total_out : start);
  return done;
#else
  (void)bytes;
  (void)out;
  return false;
#endif
}

void GzipCompressor::AppendMember(std::string_view bytes, std::string* out) {
  if (AppendFast(bytes, out)) return;
  const size_t start = out->size();
  libdeflate_compressor* compressor = tables_->deflate.get();
  out->resize(start + libdeflate_gzip_compress_bound(compressor, bytes.size()));
  const size_t length = libdeflate_gzip_compress(compressor, bytes.data(), bytes.size(), out->data() + start,
                                                 out->size() - start);
  CHECK(length > 0) << "the bound was too small for " << bytes.size() << " bytes";
  out->resize(start + length);
}

namespace {

/// A whole, undamaged member of at most `limit` bytes, by libdeflate (a third of zlib's time, but it wants
/// all its room at once); nullopt for everything else, of which zlib tells what is wrong.
std::optional<GzipMember> ReadWholeMember(std::string_view bytes, size_t limit) {
  constexpr size_t kFirst = size_t{64} << 10, kLargest = size_t{4} << 20;
  struct Free {
    void operator()(libdeflate_decompressor* made) const { libdeflate_free_decompressor(made); }
  };
  thread_local const std::unique_ptr<libdeflate_decompressor, Free> inflater(libdeflate_alloc_decompressor());
  if (inflater == nullptr) return std::nullopt;
  GzipMember member;
  for (size_t room = kFirst; room <= kLargest; room *= 4) {
    member.bytes.resize(std::min(room, limit));
    size_t made = 0;
    const libdeflate_result result =
        libdeflate_gzip_decompress_ex(inflater.get(), bytes.data(), bytes.size(), member.bytes.data(),
                                      member.bytes.size(), &member.length, &made);
    if (result == LIBDEFLATE_SUCCESS) {
      member.bytes.resize(made);
      return member;
    }
    if (result != LIBDEFLATE_INSUFFICIENT_SPACE || member.bytes.size() == limit) break;
  }
  return std::nullopt;
}

}  // namespace

base::Result<GzipMember> ReadGzipMember(std::string_view bytes, size_t limit, bool* ended_early) {
  constexpr size_t kStep = size_t{64} << 10;
  constexpr int kGzipOnly = 16 + MAX_WBITS;
  if (ended_early != nullptr) *ended_early = false;
  if (auto whole = ReadWholeMember(bytes, limit)) return std::move(*whole);
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
