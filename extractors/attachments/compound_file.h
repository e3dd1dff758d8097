#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mingcha::attachments {

/// The streams of a compound file (MS-CFB): what .doc, .xls, .wps, .et and protected .docx are made of.
///
/// Chains that loop, leave the file or are longer than it end where they go wrong. Refers to the bytes given,
/// which outlive it. Any bytes are fine.
class CompoundFile {
 public:
  /// nullopt if the bytes are no compound file with a readable directory.
  [[nodiscard]] static std::optional<CompoundFile> Open(std::string_view bytes);

  /// Names of the streams, as UTF-8, whatever storage they are in.
  [[nodiscard]] std::vector<std::string> Names() const;
  [[nodiscard]] bool Has(std::string_view name) const { return entries_.find(name) != entries_.end(); }
  /// A stream's bytes as far as they are there; nullopt if there is none of that name.
  [[nodiscard]] std::optional<std::string> Read(std::string_view name) const;

 private:
  struct Entry {
    uint32_t start = 0;
    uint64_t size = 0;
  };
  [[nodiscard]] std::string ReadChain(uint32_t start, uint64_t size) const;
  [[nodiscard]] std::string ReadMini(uint32_t start, uint64_t size) const;
  bool ReadTables();
  void ReadDirectory(uint32_t start);
  [[nodiscard]] std::string_view Sector(uint32_t index) const;

  std::string_view bytes_;
  size_t sector_size_ = 512;
  uint64_t mini_cutoff_ = 4096;
  std::vector<uint32_t> fat_, mini_fat_;
  std::string mini_stream_;
  std::map<std::string, Entry, std::less<>> entries_;
};

/// Little-endian numbers at an offset; 0 beyond the end.
[[nodiscard]] uint16_t U16(std::string_view bytes, size_t at);
[[nodiscard]] uint32_t U32(std::string_view bytes, size_t at);
[[nodiscard]] uint64_t U64(std::string_view bytes, size_t at);
/// UTF-16LE code units as UTF-8; unpaired surrogates become U+FFFD.
[[nodiscard]] std::string Utf16ToUtf8(std::string_view bytes);

}  // namespace mingcha::attachments
