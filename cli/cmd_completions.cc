#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <ostream>

#include "cli/completions.h"
#include "cli/verbs.h"
#include "cli/version.h"

namespace mingcha::cli {

using base::Msg;

namespace {

ManNotes Notes(const Context& context) {
  return {std::string(ToolVersion()),
          {{"/usr/share/mingcha/config", context.Say(Msg("plans, calendars and CMS profiles as delivered"))},
           {"/etc/mingcha", context.Say(Msg("this machine's own rounds; an example lies there"))}},
          {{"MINGCHA_DATA", context.Say(Msg("folder of plans to use instead of the delivered one"))},
           {"MINGCHA_LANG", context.Say(Msg("zh or en, as --lang"))}}};
}

}  // namespace

void AddCompletions(CLI::App* app, Context* context, Action* action) {
  CLI::App* verb = app->add_subcommand(
      "completions", context->Say(Msg("prints a completion script for a shell, or the manual page")));
  verb->footer(context->Say(Msg("examples:")) +
               "\n  mingcha completions bash > /etc/bash_completion.d/mingcha\n  mingcha completions man | "
               "man -l -\n");
  auto what = std::make_shared<std::string>();
  verb->add_option("WHAT", *what, context->Say(Msg("bash, zsh, fish or man")))
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish", "man"}));
  verb->callback([=] {
    *action = [=] {
      static const std::map<std::string, Shell> kShells = {
          {"bash", Shell::kBash}, {"zsh", Shell::kZsh}, {"fish", Shell::kFish}};
      const auto shell = kShells.find(*what);
      if (shell != kShells.end()) {
        *context->out << CompletionScript(*app, shell->second);
      } else {
        *context->out << ManPage(*app, Notes(*context));
      }
      return static_cast<int>(kClean);
    };
  });
}

}  // namespace mingcha::cli
