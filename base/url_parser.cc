#include "base/url_parser.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "base/url_host.h"

namespace mingcha::base {
namespace {

constexpr uint32_t kMaxPort = 65535;

bool IsAlpha(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(int c) { return c >= '0' && c <= '9'; }

/// Without control characters and spaces at both ends, without tabs and newlines anywhere, well-formed.
std::string Cleaned(std::string_view input) {
  while (!input.empty() && static_cast<unsigned char>(input.front()) <= 0x20) input.remove_prefix(1);
  while (!input.empty() && static_cast<unsigned char>(input.back()) <= 0x20) input.remove_suffix(1);
  std::string out;
  out.reserve(input.size());
  for (size_t pos = 0; pos < input.size();) {
    const char32_t c = NextCodePoint(input, &pos);
    if (c != '\t' && c != '\n' && c != '\r') AppendUtf8(c, &out);
  }
  return out;
}

/// `C:` or `C|`.
bool IsDriveLetter(std::string_view text) {
  return text.size() == 2 && IsAlpha(text[0]) && (text[1] == ':' || text[1] == '|');
}

bool StartsWithDriveLetter(std::string_view text) {
  return IsDriveLetter(text.substr(0, 2)) &&
         (text.size() == 2 || std::string_view("/\\?#").find(text[2]) != std::string_view::npos);
}

bool IsNormalizedDriveLetter(std::string_view text) { return IsDriveLetter(text) && text[1] == ':'; }

bool IsSingleDot(std::string_view segment) { return segment == "." || ToLowerAscii(segment) == "%2e"; }

bool IsDoubleDot(std::string_view segment) {
  if (segment.size() < 2 || segment.size() > 6) return false;
  const std::string lower = ToLowerAscii(segment);
  return lower == ".." || lower == ".%2e" || lower == "%2e." || lower == "%2e%2e";
}

}  // namespace

UrlParser::UrlParser(std::string_view input, const Url* base) : input_(Cleaned(input)), base_(base) {}

std::optional<Url> UrlParser::Run() {
  const auto size = static_cast<int64_t>(input_.size());
  for (; pointer_ <= size; ++pointer_) {
    const int c = pointer_ < size
                      ? static_cast<int>(static_cast<unsigned char>(input_[static_cast<size_t>(pointer_)]))
                      : kEof;
    if (!Step(c)) return std::nullopt;
  }
  return Build();
}

bool UrlParser::Step(int c) {
  switch (state_) {
    case State::kSchemeStart:
      return OnSchemeStart(c);
    case State::kScheme:
      return OnScheme(c);
    case State::kNoScheme:
      return OnNoScheme(c);
    case State::kSpecialRelativeOrAuthority:
      return OnSpecialRelativeOrAuthority(c);
    case State::kPathOrAuthority:
      return OnPathOrAuthority(c);
    case State::kRelative:
      return OnRelative(c);
    case State::kRelativeSlash:
      return OnRelativeSlash(c);
    case State::kSpecialAuthoritySlashes:
      return OnSpecialAuthoritySlashes(c);
    case State::kSpecialAuthorityIgnoreSlashes:
      return OnSpecialAuthorityIgnoreSlashes(c);
    case State::kAuthority:
      return OnAuthority(c);
    case State::kHost:
      return OnHost(c);
    case State::kPort:
      return OnPort(c);
    case State::kFile:
      return OnFile(c);
    case State::kFileSlash:
      return OnFileSlash(c);
    case State::kFileHost:
      return OnFileHost(c);
    case State::kPathStart:
      return OnPathStart(c);
    case State::kPath:
      return OnPath(c);
    case State::kOpaquePath:
      return OnOpaquePath(c);
    case State::kQuery:
      return OnQuery(c);
    case State::kFragment:
      return OnFragment(c);
  }
  return false;
}

bool UrlParser::special() const { return IsSpecialScheme(scheme_); }

bool UrlParser::NextIs(char c) const {
  const auto next = static_cast<size_t>(pointer_ + 1);
  return next < input_.size() && input_[next] == c;
}

bool UrlParser::StartQueryOrFragment(int c) {
  if (c == '?') {
    query_ = "";
    state_ = State::kQuery;
    return true;
  }
  if (c == '#') {
    fragment_ = "";
    state_ = State::kFragment;
    return true;
  }
  return false;
}

bool UrlParser::OnSchemeStart(int c) {
  if (IsAlpha(c)) {
    buffer_ = ToLowerAscii(std::string(1, static_cast<char>(c)));
    state_ = State::kScheme;
  } else {
    state_ = State::kNoScheme;
    --pointer_;
  }
  return true;
}

bool UrlParser::OnScheme(int c) {
  if (IsAlpha(c) || IsDigit(c) || c == '+' || c == '-' || c == '.') {
    buffer_ += ToLowerAscii(std::string(1, static_cast<char>(c)));
    return true;
  }
  if (c != ':') {
    buffer_.clear();
    state_ = State::kNoScheme;
    pointer_ = -1;
    return true;
  }
  scheme_ = std::exchange(buffer_, {});
  if (scheme_ == "file") {
    state_ = State::kFile;
  } else if (special()) {
    const bool same = base_ != nullptr && base_->scheme() == scheme_;
    state_ = same ? State::kSpecialRelativeOrAuthority : State::kSpecialAuthoritySlashes;
  } else if (NextIs('/')) {
    state_ = State::kPathOrAuthority;
    ++pointer_;
  } else {
    has_opaque_path_ = true;
    state_ = State::kOpaquePath;
  }
  return true;
}

bool UrlParser::OnNoScheme(int c) {
  if (base_ == nullptr || (base_->has_opaque_path() && c != '#')) return false;
  if (base_->has_opaque_path()) {
    scheme_ = base_->scheme();
    has_opaque_path_ = true;
    opaque_path_ = base_->path();
    query_ = base_->query();
    fragment_ = "";
    state_ = State::kFragment;
    return true;
  }
  state_ = base_->scheme() == "file" ? State::kFile : State::kRelative;
  --pointer_;
  return true;
}

bool UrlParser::OnSpecialRelativeOrAuthority(int c) {
  if (c == '/' && NextIs('/')) {
    state_ = State::kSpecialAuthorityIgnoreSlashes;
    ++pointer_;
  } else {
    state_ = State::kRelative;
    --pointer_;
  }
  return true;
}

bool UrlParser::OnPathOrAuthority(int c) {
  if (c == '/') {
    state_ = State::kAuthority;
  } else {
    state_ = State::kPath;
    --pointer_;
  }
  return true;
}

bool UrlParser::OnRelative(int c) {
  scheme_ = base_->scheme();
  if (IsSlash(c)) {
    state_ = State::kRelativeSlash;
    return true;
  }
  CopyAuthorityOfBase();
  segments_ = BaseSegments();
  query_ = base_->query();
  if (StartQueryOrFragment(c) || c == kEof) return true;
  query_.reset();
  ShortenPath();
  state_ = State::kPath;
  --pointer_;
  return true;
}

bool UrlParser::OnRelativeSlash(int c) {
  if (special() && IsSlash(c)) {
    state_ = State::kSpecialAuthorityIgnoreSlashes;
  } else if (c == '/') {
    state_ = State::kAuthority;
  } else {
    CopyAuthorityOfBase();
    state_ = State::kPath;
    --pointer_;
  }
  return true;
}

bool UrlParser::OnSpecialAuthoritySlashes(int c) {
  state_ = State::kSpecialAuthorityIgnoreSlashes;
  if (c == '/' && NextIs('/')) {
    ++pointer_;
  } else {
    --pointer_;
  }
  return true;
}

bool UrlParser::OnSpecialAuthorityIgnoreSlashes(int c) {
  if (c != '/' && c != '\\') {
    state_ = State::kAuthority;
    --pointer_;
  }
  return true;
}

bool UrlParser::OnAuthority(int c) {
  if (c == '@') {
    if (at_sign_seen_) buffer_.insert(0, "%40");
    at_sign_seen_ = true;
    TakeCredentials();
    return true;
  }
  if (!EndsAuthority(c)) {
    buffer_ += static_cast<char>(c);
    return true;
  }
  if (at_sign_seen_ && buffer_.empty()) return false;
  pointer_ -= static_cast<int64_t>(buffer_.size()) + 1;
  buffer_.clear();
  state_ = State::kHost;
  return true;
}

void UrlParser::TakeCredentials() {
  for (const char c : buffer_) {
    if (c == ':' && !password_token_seen_) {
      password_token_seen_ = true;
      continue;
    }
    AppendEncoded(c, EncodeSet::kUserinfo, password_token_seen_ ? &password_ : &username_);
  }
  buffer_.clear();
}

bool UrlParser::OnHost(int c) {
  if (c == ':' && !inside_brackets_) {
    if (buffer_.empty() || !TakeHost()) return false;
    state_ = State::kPort;
    return true;
  }
  if (EndsAuthority(c)) {
    --pointer_;
    if ((special() && buffer_.empty()) || !TakeHost()) return false;
    state_ = State::kPathStart;
    return true;
  }
  if (c == '[') inside_brackets_ = true;
  if (c == ']') inside_brackets_ = false;
  buffer_ += static_cast<char>(c);
  return true;
}

bool UrlParser::TakeHost() {
  host_ = ParseHost(buffer_, !special());
  buffer_.clear();
  return host_.has_value();
}

bool UrlParser::OnPort(int c) {
  if (IsDigit(c)) {
    buffer_ += static_cast<char>(c);
    return true;
  }
  if (!EndsAuthority(c)) return false;
  if (!buffer_.empty()) {
    uint32_t port = 0;
    for (const char digit : buffer_) {
      port = port * 10 + static_cast<uint32_t>(digit - '0');
      if (port > kMaxPort) return false;
    }
    if (DefaultPort(scheme_) != port) port_ = static_cast<uint16_t>(port);
    buffer_.clear();
  }
  state_ = State::kPathStart;
  --pointer_;
  return true;
}

bool UrlParser::OnFile(int c) {
  scheme_ = "file";
  host_ = "";
  if (c == '/' || c == '\\') {
    state_ = State::kFileSlash;
    return true;
  }
  if (base_ == nullptr || base_->scheme() != "file") {
    state_ = State::kPath;
    --pointer_;
    return true;
  }
  host_ = base_->host();
  segments_ = BaseSegments();
  query_ = base_->query();
  if (StartQueryOrFragment(c) || c == kEof) return true;
  query_.reset();
  if (StartsWithDriveLetter(std::string_view(input_).substr(static_cast<size_t>(pointer_)))) {
    segments_.clear();
  } else {
    ShortenPath();
  }
  state_ = State::kPath;
  --pointer_;
  return true;
}

bool UrlParser::OnFileSlash(int c) {
  if (c == '/' || c == '\\') {
    state_ = State::kFileHost;
    return true;
  }
  if (base_ != nullptr && base_->scheme() == "file") {
    host_ = base_->host();
    const std::vector<std::string> inherited = BaseSegments();
    const std::string_view rest = std::string_view(input_).substr(static_cast<size_t>(pointer_));
    if (!StartsWithDriveLetter(rest) && !inherited.empty() && IsNormalizedDriveLetter(inherited.front())) {
      segments_.push_back(inherited.front());
    }
  }
  state_ = State::kPath;
  --pointer_;
  return true;
}

bool UrlParser::OnFileHost(int c) {
  if (!EndsAuthority(c)) {
    buffer_ += static_cast<char>(c);
    return true;
  }
  --pointer_;
  if (IsDriveLetter(buffer_)) {
    state_ = State::kPath;  // the buffer stays: the letter was no host but the first segment
    return true;
  }
  state_ = State::kPathStart;
  if (buffer_.empty()) return true;
  if (!TakeHost()) return false;
  if (host_ == "localhost") host_ = "";
  return true;
}

bool UrlParser::OnPathStart(int c) {
  if (special()) {
    state_ = State::kPath;
    if (!IsSlash(c)) --pointer_;
    return true;
  }
  if (StartQueryOrFragment(c) || c == kEof) return true;
  state_ = State::kPath;
  if (c != '/') --pointer_;
  return true;
}

bool UrlParser::OnPath(int c) {
  if (!EndsAuthority(c)) {
    AppendEncoded(static_cast<char>(c), EncodeSet::kPath, &buffer_);
    return true;
  }
  FinishSegment(c);
  StartQueryOrFragment(c);
  return true;
}

void UrlParser::FinishSegment(int c) {
  std::string segment = std::exchange(buffer_, {});
  if (IsDoubleDot(segment)) {
    ShortenPath();
    if (!IsSlash(c)) segments_.emplace_back();
  } else if (IsSingleDot(segment)) {
    if (!IsSlash(c)) segments_.emplace_back();
  } else {
    if (scheme_ == "file" && segments_.empty() && IsDriveLetter(segment)) segment[1] = ':';
    segments_.push_back(std::move(segment));
  }
}

bool UrlParser::OnOpaquePath(int c) {
  if (StartQueryOrFragment(c) || c == kEof) return true;
  if (c == ' ' && (NextIs('?') || NextIs('#'))) {
    opaque_path_ += "%20";
  } else {
    AppendEncoded(static_cast<char>(c), EncodeSet::kC0Control, &opaque_path_);
  }
  return true;
}

bool UrlParser::OnQuery(int c) {
  if (c == '#') {
    StartQueryOrFragment(c);
  } else if (c != kEof) {
    AppendEncoded(static_cast<char>(c), special() ? EncodeSet::kSpecialQuery : EncodeSet::kQuery, &*query_);
  }
  return true;
}

bool UrlParser::OnFragment(int c) {
  if (c != kEof) AppendEncoded(static_cast<char>(c), EncodeSet::kFragment, &*fragment_);
  return true;
}

void UrlParser::ShortenPath() {
  if (scheme_ == "file" && segments_.size() == 1 && IsNormalizedDriveLetter(segments_.front())) return;
  if (!segments_.empty()) segments_.pop_back();
}

void UrlParser::CopyAuthorityOfBase() {
  username_ = base_->username();
  password_ = base_->password();
  if (base_->has_host()) host_ = base_->host();
  port_ = base_->port();
}

std::vector<std::string> UrlParser::BaseSegments() const {
  std::vector<std::string> segments;
  const std::string_view path = base_->path();
  if (path.empty()) return segments;
  for (const std::string_view piece : Split(path.substr(1), '/')) segments.emplace_back(piece);
  return segments;
}

std::string UrlParser::SerializedPath() const {
  if (has_opaque_path_) return opaque_path_;
  std::string path;
  for (const std::string& segment : segments_) path.append("/").append(segment);
  return path;
}

Url UrlParser::Build() const {
  Url url;
  url.scheme_ = scheme_;
  url.username_ = username_;
  url.password_ = password_;
  url.has_host_ = host_.has_value();
  url.host_ = host_.value_or("");
  url.port_ = port_;
  url.path_ = SerializedPath();
  url.opaque_path_ = has_opaque_path_;
  url.query_ = query_;
  url.fragment_ = fragment_;

  std::string& href = url.href_;
  href = scheme_ + ":";
  if (host_) {
    href += "//" + username_;
    if (!password_.empty()) href += ":" + password_;
    if (!username_.empty() || !password_.empty()) href += "@";
    href += *host_;
    if (port_) href += fmt::format(":{}", *port_);
  } else if (!has_opaque_path_ && segments_.size() > 1 && segments_.front().empty()) {
    href += "/.";  // else the path would read as an authority
  }
  href += url.path_;
  if (query_) href += "?" + *query_;
  if (fragment_) href += "#" + *fragment_;
  return url;
}

}  // namespace mingcha::base
