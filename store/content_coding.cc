#include "store/content_coding.h"

#include <brotli/decode.h>
#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "base/text.h"

namespace mingcha::store {
namespace {

constexpr size_t kPiece = size_t{64} << 10;
constexpr size_t kMaxCodings = 4;

std::optional<std::string> Inflate(std::string_view body, int window_bits, size_t limit) {
  z_stream stream{};
  if (inflateInit2(&stream, window_bits) != Z_OK) return std::nullopt;
  std::string out;
  std::array<char, kPiece> piece;
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(std::min<size_t>(body.size(), size_t{1} << 30));
  int code = Z_OK;
  while (code == Z_OK && out.size() <= limit) {
    stream.next_out = reinterpret_cast<Bytef*>(piece.data());
    stream.avail_out = static_cast<uInt>(piece.size());
    code = inflate(&stream, Z_NO_FLUSH);
    out.append(piece.data(), piece.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  if (code != Z_STREAM_END || out.size() > limit) return std::nullopt;
  return out;
}

std::optional<std::string> Unbrotli(std::string_view body, size_t limit) {
  BrotliDecoderState* state = BrotliDecoderCreateInstance(nullptr, nullptr, nullptr);
  if (state == nullptr) return std::nullopt;
  std::string out;
  std::array<char, kPiece> piece;
  const auto* next = reinterpret_cast<const uint8_t*>(body.data());
  size_t left = body.size();
  BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
  while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && out.size() <= limit) {
    auto* place = reinterpret_cast<uint8_t*>(piece.data());
    size_t room = piece.size();
    result = BrotliDecoderDecompressStream(state, &left, &next, &room, &place, nullptr);
    out.append(piece.data(), piece.size() - room);
  }
  BrotliDecoderDestroyInstance(state);
  if (result != BROTLI_DECODER_RESULT_SUCCESS || left != 0 || out.size() > limit) return std::nullopt;
  return out;
}

std::optional<std::string> Unzstd(std::string_view body, size_t limit) {
  ZSTD_DStream* stream = ZSTD_createDStream();
  if (stream == nullptr) return std::nullopt;
  ZSTD_DCtx_setParameter(stream, ZSTD_d_windowLogMax, 23);  // RFC 9659: 8 MB at most in HTTP.
  std::string out;
  std::array<char, kPiece> piece;
  ZSTD_inBuffer in{body.data(), body.size(), 0};
  bool whole = false, failed = false;
  for (;;) {
    ZSTD_outBuffer place{piece.data(), piece.size(), 0};
    const size_t before = in.pos;
    const size_t hint = ZSTD_decompressStream(stream, &place, &in);
    failed = ZSTD_isError(hint) != 0;
    out.append(piece.data(), place.pos);
    whole = hint == 0 && in.pos == in.size;
    const bool stuck = in.pos == before && place.pos == 0;
    if (failed || whole || stuck || out.size() > limit) break;
  }
  ZSTD_freeDStream(stream);
  if (failed || !whole || out.size() > limit) return std::nullopt;
  return out;
}

std::optional<std::string> DecodeOne(std::string_view body, std::string_view coding, size_t limit) {
  if (coding == "br") return Unbrotli(body, limit);
  if (coding == "zstd") return Unzstd(body, limit);
  if (coding == "compress" || coding == "x-compress") return std::nullopt;
  if (coding == "gzip" || coding == "x-gzip") return Inflate(body, 16 + MAX_WBITS, limit);
  if (coding != "deflate") return std::string(body);
  auto out = Inflate(body, MAX_WBITS, limit);
  return out ? std::move(out) : Inflate(body, -MAX_WBITS, limit);  // Both are in use.
}

}  // namespace

std::optional<std::string> DecodeContent(std::string_view body, std::string_view codings, size_t limit) {
  std::vector<std::string> names;
  for (const std::string_view name : base::Split(codings, ','))
    names.push_back(base::ToLowerAscii(base::Trim(name)));
  if (names.size() > kMaxCodings) return std::nullopt;
  std::string out(body);
  for (auto name = names.rbegin(); name != names.rend() && !out.empty(); ++name) {
    auto decoded = DecodeOne(out, *name, limit);
    if (!decoded) return std::nullopt;
    out = std::move(*decoded);
  }
  return out;
}

bool LooksDecoded(std::string_view body) {
  constexpr size_t kLook = 512;
  constexpr std::string_view kBlanks = "\t\n\r\f";
  return std::all_of(
      body.begin(), body.begin() + static_cast<ptrdiff_t>(std::min(body.size(), kLook)), [&](char c) {
        return static_cast<unsigned char>(c) >= ' ' || kBlanks.find(c) != std::string_view::npos;
      });
}

std::optional<std::string> Dechunk(std::string_view body) {
  std::string out;
  for (;;) {
    const size_t end = body.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    std::string_view line = body.substr(0, end);
    line = base::Trim(line.substr(0, line.find(';')));
    size_t length = 0;
    const auto [rest, error] = std::from_chars(line.data(), line.data() + line.size(), length, 16);
    if (line.empty() || error != std::errc() || rest != line.data() + line.size()) return std::nullopt;
    body.remove_prefix(end + 1);
    if (length == 0) return out;
    if (length > body.size()) return std::nullopt;
    out.append(body.substr(0, length));
    body.remove_prefix(length);
    if (body.starts_with("\r\n")) {
      body.remove_prefix(2);
    } else if (body.starts_with("\n")) {
      body.remove_prefix(1);
    } else {
      return std::nullopt;
    }
  }
}

}  // namespace mingcha::store
