#include "demo/template_text.h"

#include <algorithm>

namespace mingcha::demo {

std::string FillTemplate(std::string_view text, const Fields& fields) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '{') {
      out += text[i];
      continue;
    }
    const size_t end = text.find('}', i);
    const std::string_view name = end == std::string_view::npos ? "" : text.substr(i + 1, end - i - 1);
    const bool is_name = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    });
    if (!is_name) {
      out += text[i];
      continue;
    }
    if (const auto field = fields.find(std::string(name)); field != fields.end()) out += field->second;
    i = end;
  }
  return out;
}

std::string OmitStretches(std::string_view text, const std::vector<std::string>& omit) {
  static constexpr std::string_view kOpen = "<!--[";
  static constexpr std::string_view kEnd = "<!--[/]-->";
  std::string out;
  while (true) {
    const size_t open = text.find(kOpen);
    if (open == std::string_view::npos) return out += text;
    const size_t name_end = text.find("]-->", open);
    const size_t end = text.find(kEnd, open);
    if (name_end == std::string_view::npos || end == std::string_view::npos) return out += text;
    const std::string name(text.substr(open + kOpen.size(), name_end - open - kOpen.size()));
    out += text.substr(0, open);
    if (std::find(omit.begin(), omit.end(), name) == omit.end()) {
      out += text.substr(name_end + 4, end - name_end - 4);
    }
    text.remove_prefix(end + kEnd.size());
  }
}

}  // namespace mingcha::demo
