#include "extractors/attachments/compound_file.h"

#include <algorithm>

#include "base/text.h"

namespace mingcha::attachments {
namespace {

constexpr std::string_view kMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
constexpr uint32_t kLastSector = 0xFFFFFFFA;  // larger values are marks, not sectors
constexpr size_t kMaxEntries = 10'000;

}  // namespace

uint16_t U16(std::string_view bytes, size_t at) {
  if (at > bytes.size() || bytes.size() - at < 2) return 0;
  return static_cast<uint16_t>(static_cast<unsigned char>(bytes[at]) |
                               (static_cast<unsigned char>(bytes[at + 1]) << 8U));
}

uint32_t U32(std::string_view bytes, size_t at) {
  return U16(bytes, at) | (static_cast<uint32_t>(U16(bytes, at + 2)) << 16U);
}

uint64_t U64(std::string_view bytes, size_t at) {
  return U32(bytes, at) | (static_cast<uint64_t>(U32(bytes, at + 4)) << 32U);
}

std::string Utf16ToUtf8(std::string_view bytes) {
  std::string out;
  for (size_t i = 0; i + 1 < bytes.size(); i += 2) {
    char32_t c = U16(bytes, i);
    if (c >= 0xD800 && c < 0xDC00 && i + 3 < bytes.size()) {
      const char32_t low = U16(bytes, i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10U) + (low - 0xDC00);
        i += 2;
      }
    }
    base::AppendUtf8(c >= 0xD800 && c < 0xE000 ? U'\xFFFD' : c, &out);
  }
  return out;
}

std::optional<CompoundFile> CompoundFile::Open(std::string_view bytes) {
  if (!bytes.starts_with(kMagic) || bytes.size() < 512) return std::nullopt;
  CompoundFile file;
  file.bytes_ = bytes;
  const uint16_t shift = U16(bytes, 0x1E);
  if (shift != 9 && shift != 12) return std::nullopt;
  file.sector_size_ = size_t{1} << shift;
  file.mini_cutoff_ = U32(bytes, 0x38);
  if (!file.ReadTables()) return std::nullopt;
  file.ReadDirectory(U32(bytes, 0x30));
  if (file.entries_.empty()) return std::nullopt;
  return file;
}

std::string_view CompoundFile::Sector(uint32_t index) const {
  if (index >= kLastSector) return {};
  const uint64_t at = (static_cast<uint64_t>(index) + 1) * sector_size_;
  if (at >= bytes_.size()) return {};
  return bytes_.substr(at, sector_size_);
}

bool CompoundFile::ReadTables() {
  const size_t most = bytes_.size() / sector_size_ + 1;
  std::vector<uint32_t> fat_sectors;
  for (size_t i = 0; i < 109; ++i) fat_sectors.push_back(U32(bytes_, 0x4C + 4 * i));
  uint32_t next = U32(bytes_, 0x44);
  for (size_t steps = 0; next < kLastSector && steps < most; ++steps) {
    const std::string_view sector = Sector(next);
    if (sector.size() < sector_size_) break;
    for (size_t i = 0; i + 4 < sector_size_; i += 4) fat_sectors.push_back(U32(sector, i));
    next = U32(sector, sector_size_ - 4);
  }
  for (const uint32_t index : fat_sectors) {
    if (index >= kLastSector || fat_.size() > most + sector_size_) continue;
    const std::string_view sector = Sector(index);
    for (size_t i = 0; i + 3 < sector.size(); i += 4) fat_.push_back(U32(sector, i));
  }
  const std::string mini = ReadChain(U32(bytes_, 0x3C), UINT64_MAX);
  for (size_t i = 0; i + 3 < mini.size(); i += 4) mini_fat_.push_back(U32(mini, i));
  return !fat_.empty();
}

std::string CompoundFile::ReadChain(uint32_t start, uint64_t size) const {
  std::string out;
  const size_t most = bytes_.size() / sector_size_ + 1;
  for (size_t steps = 0; start < fat_.size() && steps < most && out.size() < size; ++steps) {
    const std::string_view sector = Sector(start);
    if (sector.empty()) break;
    out.append(sector.substr(0, std::min<uint64_t>(sector.size(), size - out.size())));
    start = fat_[start];
  }
  return out;
}

std::string CompoundFile::ReadMini(uint32_t start, uint64_t size) const {
  constexpr size_t kMini = 64;
  std::string out;
  for (size_t steps = 0; start < mini_fat_.size() && steps < mini_fat_.size() && out.size() < size; ++steps) {
    const size_t at = static_cast<size_t>(start) * kMini;
    if (at >= mini_stream_.size()) break;
    out.append(mini_stream_, at, std::min<uint64_t>(kMini, size - out.size()));
    start = mini_fat_[start];
  }
  return out;
}

void CompoundFile::ReadDirectory(uint32_t start) {
  const std::string directory = ReadChain(start, UINT64_MAX);
  const size_t count = std::min(directory.size() / 128, kMaxEntries);
  for (size_t i = 0; i < count; ++i) {
    const std::string_view entry = std::string_view(directory).substr(i * 128, 128);
    const size_t length = U16(entry, 0x40);
    const auto type = static_cast<unsigned char>(entry[0x42]);
    const Entry place{U32(entry, 0x74), sector_size_ == 512 ? U32(entry, 0x78) : U64(entry, 0x78)};
    if (type == 5) {
      mini_stream_ = ReadChain(place.start, std::min<uint64_t>(place.size, bytes_.size()));
    } else if (type == 2 && length >= 2 && length <= 64) {
      // The first of a name is the document's own; embedded documents bring streams of the same names.
      entries_.emplace(Utf16ToUtf8(entry.substr(0, length - 2)), place);
    }
  }
}

std::vector<std::string> CompoundFile::Names() const {
  std::vector<std::string> names;
  names.reserve(entries_.size());
  for (const auto& [name, entry] : entries_) names.push_back(name);
  return names;
}

std::optional<std::string> CompoundFile::Read(std::string_view name) const {
  const auto it = entries_.find(name);
  if (it == entries_.end()) return std::nullopt;
  const Entry& entry = it->second;
  if (entry.size < mini_cutoff_) return ReadMini(entry.start, entry.size);
  return ReadChain(entry.start, std::min<uint64_t>(entry.size, bytes_.size()));
}

}  // namespace mingcha::attachments
