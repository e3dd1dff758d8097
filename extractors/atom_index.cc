#include "extractors/atom_index.h"

#include <utility>

#include "base/text.h"

namespace mingcha::extractors {
namespace {

/// `size` bytes of `text` as a number.
uint64_t HeadAt(std::string_view text, size_t at, size_t size) {
  uint64_t head = 0;
  for (size_t i = 0; i < size; ++i) head = head << 8U | static_cast<unsigned char>(text[at + i]);
  return head;
}

/// Where a head's bit stands.
size_t BitOf(uint64_t head) { return (head * 0x9E3779B97F4A7C15ULL) >> 49U; }

}  // namespace

bool HasSimpleCase(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const char32_t c = base::NextCodePoint(text, &at);
    if (c >= 0x80 && !base::IsHan(c) && (c < 0x3000 || c > 0x303F)) return false;
  }
  return true;
}

AtomIndex::AtomIndex(std::vector<std::string> atoms) : atoms_(std::move(atoms)) {
  for (size_t i = 0; i < atoms_.size(); ++i) {
    const std::string& atom = atoms_[i];
    const int id = static_cast<int>(i);
    if (atom.empty() || !HasSimpleCase(atom)) {
      always_.push_back(id);
    } else if (atom.size() < kHead) {
      short_[static_cast<unsigned char>(atom[0])].push_back(id);
    } else {
      const size_t size = atom.size() < kLongHead ? kHead : kLongHead;
      Heads& heads = size == kHead ? heads_ : long_heads_;
      heads.pieces[HeadAt(atom, 0, size)].push_back(id);
      heads.bits.set(BitOf(HeadAt(atom, 0, size)));
    }
  }
}

std::vector<int> AtomIndex::In(std::string_view text) const {
  std::vector<bool> held(atoms_.size());
  for (const int id : always_) held[static_cast<size_t>(id)] = true;
  const std::string lower = base::ToLowerAscii(text);
  const auto take = [&](const std::vector<int>& ids, size_t at) {
    for (const int id : ids) {
      const std::string& atom = atoms_[static_cast<size_t>(id)];
      if (lower.compare(at, atom.size(), atom) == 0) held[static_cast<size_t>(id)] = true;
    }
  };
  for (size_t at = 0; at < lower.size(); ++at) {
    const auto byte = static_cast<unsigned char>(lower[at]);
    if ((byte & 0xC0U) == 0x80) continue;  // inside a character
    if (!short_[byte].empty()) take(short_[byte], at);
    const auto look = [&](const Heads& heads, size_t size) {
      if (at + size > lower.size()) return;
      const uint64_t head = HeadAt(lower, at, size);
      if (!heads.bits.test(BitOf(head))) return;
      if (const auto found = heads.pieces.find(head); found != heads.pieces.end()) take(found->second, at);
    };
    look(heads_, kHead);
    look(long_heads_, kLongHead);
  }
  std::vector<int> out;
  for (size_t i = 0; i < held.size(); ++i) {
    if (held[i]) out.push_back(static_cast<int>(i));
  }
  return out;
}

}  // namespace mingcha::extractors
