#include "crawler/text_sketch.h"

#include "base/text.h"

namespace mingcha::crawler {

size_t BehindTag(std::string_view html, size_t open) {
  const std::string_view rest = html.substr(open);
  std::string_view close = ">";
  if (rest.starts_with("<!--")) {
    close = "-->";
  } else if (rest.size() > 1 && (rest[1] == 's' || rest[1] == 'S')) {
    const std::string start = base::ToLowerAscii(rest.substr(0, 8));
    if (start.starts_with("<script")) close = "</script";
    if (start.starts_with("<style")) close = "</style";
  }
  const size_t end = html.find(close, open + 1);
  return end == std::string_view::npos ? html.size() : end + close.size();
}

TextSketch SketchOf(std::string_view html) {
  TextSketch out;
  uint64_t window = 0;  // The last eight bytes outside ASCII: three characters of UTF-8, four of GBK.
  for (size_t i = 0; i < html.size();) {
    const auto byte = static_cast<unsigned char>(html[i]);
    if (byte == '<') {
      i = BehindTag(html, i);
      continue;
    }
    ++i;
    if (byte > ' ') out.text = (out.text ^ byte) * 0x100000001B3ULL + 1;
    if (byte < 0x80) continue;
    window = window << 8U | byte;
    if (byte < 0xC0) continue;  // One shingle a character is enough.
    ++out.shingles;
    uint64_t hash = window * 0x9E3779B97F4A7C15ULL;
    hash ^= hash >> 32U;
    hash *= 0xD6E8FEB86659FD93ULL;
    const size_t bucket = hash >> 59U;
    const auto value = static_cast<uint32_t>(hash >> 20U) | 1U;
    if (out.least[bucket] == 0 || value < out.least[bucket]) out.least[bucket] = value;
  }
  return out;
}

double Similarity(const TextSketch& a, const TextSketch& b) {
  if (a.empty() || b.empty()) return 0;
  int used = 0;
  int same = 0;
  for (size_t i = 0; i < TextSketch::kBuckets; ++i) {
    if (a.least[i] == 0 && b.least[i] == 0) continue;
    ++used;
    if (a.least[i] == b.least[i]) ++same;
  }
  return static_cast<double>(same) / used;
}

}  // namespace mingcha::crawler
