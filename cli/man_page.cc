#include <CLI/CLI.hpp>
#include <string>

#include "cli/completions.h"

namespace mingcha::cli {
namespace {

/// Text for roff: backslashes and dashes as they are meant, no line that begins like a request.
std::string Roff(const std::string& text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    line_start = c == '\n';
  }
  return out;
}

std::string OptionName(const CLI::Option& option) {
  std::string name;
  for (const std::string& one : option.get_snames()) name += (name.empty() ? "" : ", ") + ("-" + one);
  for (const std::string& one : option.get_lnames()) name += (name.empty() ? "" : ", ") + ("--" + one);
  if (name.empty()) name = option.get_name(true);
  if (option.nonpositional() && option.get_type_size() != 0 && !option.get_type_name().empty())
    name += " " + option.get_type_name();
  return name;
}

void Options(const CLI::App& app, std::string* page) {
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    *page += ".TP\n.B " + Roff(OptionName(*option)) + "\n" + Roff(option->get_description()) + "\n";
  }
}

void Verbs(const CLI::App& app, const std::string& path, std::string* page) {
  const auto shown = [](const CLI::App* child) {
    return !child->get_group().empty() && !child->get_name().empty();
  };
  for (const CLI::App* child : app.get_subcommands(shown)) {
    const std::string name = path + " " + child->get_name();
    *page += ".SS " + Roff(name) + "\n" + Roff(child->get_description()) + "\n";
    Options(*child, page);
    if (!child->get_footer().empty()) *page += ".PP\n.nf\n" + Roff(child->get_footer()) + "\n.fi\n";
    Verbs(*child, name, page);
  }
}

}  // namespace

std::string ManPage(const CLI::App& app, const ManNotes& notes) {
  std::string page = ".TH MINGCHA 1 \"\" \"mingcha " + Roff(notes.version) + "\"\n";
  page += ".SH NAME\nmingcha \\- " + Roff(app.get_description()) + "\n";
  page += ".SH SYNOPSIS\n.B mingcha\n[\\fIOPTIONS\\fR] \\fIVERB\\fR [\\fIARGUMENTS\\fR]\n.SH OPTIONS\n";
  Options(app, &page);
  page += ".SH COMMANDS\n";
  Verbs(app, "mingcha", &page);
  if (!app.get_footer().empty()) page += ".SH NOTES\n.nf\n" + Roff(app.get_footer()) + "\n.fi\n";
  page += ".SH FILES\n";
  for (const auto& [name, meaning] : notes.files)
    page += ".TP\n.I " + Roff(name) + "\n" + Roff(meaning) + "\n";
  page += ".SH ENVIRONMENT\n";
  for (const auto& [name, meaning] : notes.environment)
    page += ".TP\n.B " + Roff(name) + "\n" + Roff(meaning) + "\n";
  return page;
}

}  // namespace mingcha::cli
