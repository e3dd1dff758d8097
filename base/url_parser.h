#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/url.h"

namespace mingcha::base {

/// The state machine of the URL Standard (url.spec.whatwg.org, section 4.4, «basic URL parser»), without
/// state override: this product never sets single parts of a URL. States carry the standard's names.
///
/// Works on bytes of well-formed UTF-8: every character the standard branches on is ASCII, and all others are
/// percent-encoded byte by byte. One use per object, one thread.
class UrlParser {
 public:
  /// `base` may be null and must outlive the parser.
  UrlParser(std::string_view input, const Url* base);

  /// nullopt is the standard's failure.
  [[nodiscard]] std::optional<Url> Run();

  /// What Run gives, for http(s) addresses that are written as they will be serialised, absolute or relative
  /// to an http(s) `base`: no state machine, few strings. nullopt: not of that kind, ask Run.
  [[nodiscard]] static std::optional<Url> Plain(std::string_view input, const Url* base);

 private:
  enum class State {
    kSchemeStart,
    kScheme,
    kNoScheme,
    kSpecialRelativeOrAuthority,
    kPathOrAuthority,
    kRelative,
    kRelativeSlash,
    kSpecialAuthoritySlashes,
    kSpecialAuthorityIgnoreSlashes,
    kAuthority,
    kHost,
    kPort,
    kFile,
    kFileSlash,
    kFileHost,
    kPathStart,
    kPath,
    kOpaquePath,
    kQuery,
    kFragment,
  };

  static constexpr int kEof = -1;

  // Each handles one code unit (or kEof) and returns false for failure.
  [[nodiscard]] bool Step(int c);
  [[nodiscard]] bool OnSchemeStart(int c);
  [[nodiscard]] bool OnScheme(int c);
  [[nodiscard]] bool OnNoScheme(int c);
  [[nodiscard]] bool OnSpecialRelativeOrAuthority(int c);
  [[nodiscard]] bool OnPathOrAuthority(int c);
  [[nodiscard]] bool OnRelative(int c);
  [[nodiscard]] bool OnRelativeSlash(int c);
  [[nodiscard]] bool OnSpecialAuthoritySlashes(int c);
  [[nodiscard]] bool OnSpecialAuthorityIgnoreSlashes(int c);
  [[nodiscard]] bool OnAuthority(int c);
  [[nodiscard]] bool OnHost(int c);
  [[nodiscard]] bool OnPort(int c);
  [[nodiscard]] bool OnFile(int c);
  [[nodiscard]] bool OnFileSlash(int c);
  [[nodiscard]] bool OnFileHost(int c);
  [[nodiscard]] bool OnPathStart(int c);
  [[nodiscard]] bool OnPath(int c);
  [[nodiscard]] bool OnOpaquePath(int c);
  [[nodiscard]] bool OnQuery(int c);
  [[nodiscard]] bool OnFragment(int c);

  [[nodiscard]] bool special() const;
  [[nodiscard]] bool IsSlash(int c) const { return c == '/' || (c == '\\' && special()); }
  [[nodiscard]] bool EndsAuthority(int c) const { return c == kEof || c == '?' || c == '#' || IsSlash(c); }
  /// True if the character after the pointer is `c`.
  [[nodiscard]] bool NextIs(char c) const;
  /// `?` and `#` start the query and the fragment; true if `c` was one of them.
  bool StartQueryOrFragment(int c);
  void TakeCredentials();
  [[nodiscard]] bool TakeHost();
  void ShortenPath();
  void FinishSegment(int c);
  void CopyAuthorityOfBase();
  [[nodiscard]] std::vector<std::string> BaseSegments() const;
  [[nodiscard]] std::string SerializedPath() const;
  [[nodiscard]] Url Build() const;

  std::string input_;
  const Url* base_;
  State state_ = State::kSchemeStart;
  int64_t pointer_ = 0;  // may stand one before the input, since the standard decreases before it increases
  std::string buffer_;
  bool at_sign_seen_ = false;
  bool inside_brackets_ = false;
  bool password_token_seen_ = false;

  // The URL record under construction.
  std::string scheme_, username_, password_, opaque_path_;
  std::optional<std::string> host_;
  std::optional<uint16_t> port_;
  std::vector<std::string> segments_;
  bool has_opaque_path_ = false;
  std::optional<std::string> query_, fragment_;
};

}  // namespace mingcha::base
