#include "base/url.h"

#include <fmt/format.h>

#include "base/url_host.h"
#include "base/url_parser.h"

namespace mingcha::base {

std::optional<Url> Url::Parse(std::string_view input, const Url* base) {
  if (auto plain = UrlParser::Plain(input, base)) return plain;
  return UrlParser(input, base).Run();
}

uint16_t Url::effective_port() const { return port_.value_or(DefaultPort(scheme_).value_or(0)); }

std::string Url::origin() const {
  std::string out = fmt::format("{}://{}", scheme_, host_);
  if (port_) out += fmt::format(":{}", *port_);
  return out;
}

std::string Url::HrefWithoutFragment() const {
  return fragment_ ? href_.substr(0, href_.size() - fragment_->size() - 1) : href_;
}

}  // namespace mingcha::base
