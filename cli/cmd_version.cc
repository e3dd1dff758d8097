#include <CLI/CLI.hpp>
#include <ostream>

#include "cli/verbs.h"
#include "cli/version.h"

namespace mingcha::cli {

void AddVersion(CLI::App* app, Context* context, Action* action) {
  CLI::App* verb = app->add_subcommand("version", context->Say(base::Msg("prints the version")));
  verb->callback([=] {
    *action = [=] {
      *context->out << "mingcha " << ToolVersion() << "\n";
      return static_cast<int>(kClean);
    };
  });
}

}  // namespace mingcha::cli
