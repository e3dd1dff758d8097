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

void AddCompletions(Verb app, Context* context, Action* action) {
  Verb verb =
      app.Sub("completions", context->Say(Msg("prints a completion script for a shell, or the manual page")));
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  mingcha completions bash > /etc/bash_completion.d/mingcha\n  mingcha completions man | "
              "man -l -\n");
  auto what = std::make_shared<std::string>();
  verb.Add("WHAT", *what, context->Say(Msg("bash, zsh, fish or man")))
      .Required()
      .OneOf({"bash", "zsh", "fish", "man"});
  verb.OnParsed([=] {
    *action = [=] {
      static const std::map<std::string, Shell> kShells = {
          {"bash", Shell::kBash}, {"zsh", Shell::kZsh}, {"fish", Shell::kFish}};
      const auto shell = kShells.find(*what);
      if (shell != kShells.end()) {
        *context->out << CompletionScript(app.app(), shell->second);
      } else {
        *context->out << ManPage(app.app(), Notes(*context));
      }
      return static_cast<int>(kClean);
    };
  });
}

}  // namespace mingcha::cli
