#include "base/message.h"

namespace mingcha::base {
namespace {

/// Fills `{}` and `{n}`; `{{` and `}}` are braces. Written here because a catalogue is data: a wrong
/// placeholder in it must show as text, where fmt::vformat would throw.
std::string Fill(std::string_view format, const std::vector<std::string>& args) {
  std::string out;
  size_t next = 0;
  for (size_t i = 0; i < format.size(); ++i) {
    const char c = format[i];
    if ((c == '{' || c == '}') && i + 1 < format.size() && format[i + 1] == c) {
      out += c;
      ++i;
      continue;
    }
    const size_t end = c == '{' ? format.find('}', i) : std::string_view::npos;
    if (end == std::string_view::npos) {
      out += c;
      continue;
    }
    const std::string_view name = format.substr(i + 1, end - i - 1);
    size_t index = args.size();
    if (name.empty()) {
      index = next++;
    } else if (name.size() == 1 && name[0] >= '0' && name[0] <= '9') {
      index = static_cast<size_t>(name[0] - '0');
    }
    out += index < args.size() ? args[index] : std::string(format.substr(i, end - i + 1));
    i = end;
  }
  return out;
}

}  // namespace

std::string RenderEnglish(const Message& message) { return Fill(message.format, message.args); }

std::vector<int> Catalogue::Add(std::string_view tsv) {
  std::vector<int> bad_lines;
  int line_number = 0;
  while (!tsv.empty()) {
    const size_t end = tsv.find('\n');
    std::string_view line = tsv.substr(0, end);
    tsv.remove_prefix(end == std::string_view::npos ? tsv.size() : end + 1);
    ++line_number;
    if (line.empty() || line.front() == '#') continue;
    const size_t tab = line.find('\t');
    if (tab == std::string_view::npos || line.find('\t', tab + 1) != std::string_view::npos) {
      bad_lines.push_back(line_number);
      continue;
    }
    wordings_.insert_or_assign(std::string(line.substr(0, tab)), std::string(line.substr(tab + 1)));
  }
  return bad_lines;
}

std::string Catalogue::Render(const Message& message) const {
  const auto wording = wordings_.find(message.format);
  if (wording == wordings_.end()) return RenderEnglish(message);
  std::vector<std::string> args = message.args;
  for (std::string& arg : args) {
    if (const auto known = wordings_.find(arg); known != wordings_.end()) arg = known->second;
  }
  return Fill(wording->second, args);
}

bool Catalogue::Contains(std::string_view format) const { return wordings_.contains(format); }

}  // namespace mingcha::base
