#include "cli/verb.h"

#include <CLI/CLI.hpp>
#include <utility>

#include "base/check.h"

namespace mingcha::cli {

Option& Option::Required(bool required) {
  option_->required(required);
  return *this;
}

Option& Option::Between(int64_t least, int64_t most) {
  const std::string range = std::to_string(least) + " - " + std::to_string(most);
  option_->check(CLI::Range(least, most).description(""));
  option_->type_name(range);  // What the help shows in place of a word for numbers.
  return *this;
}

Option& Option::OneOf(const std::vector<std::string>& words) {
  std::string list;
  for (const std::string& word : words) list += (list.empty() ? "{" : ",") + word;
  option_->check(CLI::IsMember(words).description(""));
  option_->type_name(list + "}");  // Completions offer what stands in the braces.
  return *this;
}

Option& Option::ShowDefault() {
  option_->capture_default_str();
  return *this;
}

bool Option::given() const { return option_->count() > 0; }

std::string Option::text() const { return given() ? option_->as<std::string>() : std::string(); }

Verb Verb::Sub(const std::string& name, const std::string& help) {
  return Verb(app_->add_subcommand(name, help));
}

void Verb::RequireSub() { app_->require_subcommand(1); }

Option Verb::Add(const std::string& names, std::string& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}
Option Verb::Add(const std::string& names, std::vector<std::string>& values, const std::string& help) {
  return Option(app_->add_option(names, values, help));
}
Option Verb::Add(const std::string& names, int& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}
Option Verb::Add(const std::string& names, int64_t& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}
Option Verb::Add(const std::string& names, uint64_t& value, const std::string& help) {
  return Option(app_->add_option(names, value, help));
}
Option Verb::Add(const std::string& names, std::function<void(int)> take, const std::string& help) {
  return Option(app_->add_option_function<int>(names, std::move(take), help));
}
Option Verb::Flag(const std::string& names, bool& value, const std::string& help) {
  return Option(app_->add_flag(names, value, help));
}

Option Verb::Find(const std::string& name) const {
  CLI::Option* option = app_->get_option_no_throw(name);
  CHECK(option != nullptr) << "no option " << name;
  return Option(option);
}

void Verb::Footer(const std::string& text) { app_->footer(text); }

void Verb::OnParsed(std::function<void()> action) { app_->callback(std::move(action)); }

void Verb::FailMissing(const std::string& name) { throw CLI::RequiredError(name); }

}  // namespace mingcha::cli
