// mingcha: did every unit publish everything the plan requires, where and when it must?
//
// Exit codes: 0 clean, 1 findings, 2 usage or bad input, 3 incomplete run, 130 interrupted.
#include <unistd.h>
#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <string_view>

#include "cli/verbs.h"
#include "extractors/attachments/converter.h"

namespace {

using mingcha::base::Lang;
using mingcha::base::Msg;

/// What the parser says, in words of the catalogue where it says the common things.
mingcha::base::Message WhatIsWrong(const CLI::ParseError& error) {
  const std::string text = error.what();
  const std::string_view required = " is required";
  if (text == "A subcommand is required") return Msg("a verb is missing or not known");
  if (error.get_name() == "RequiredError" && text.ends_with(required))
    return Msg("{} is missing", text.substr(0, text.size() - required.size()));
  if (const size_t at = text.find(": ");
      text.starts_with("The following argument") && at != std::string::npos)
    return Msg("not expected here: {}", text.substr(at + 2));
  const size_t colon = text.find(": ");
  if (colon == std::string::npos) return Msg("{}", text);
  const std::string flag = text.substr(0, colon);
  std::string_view rest = std::string_view(text).substr(colon + 2);
  if (rest.starts_with("Value ")) rest.remove_prefix(6);
  if (const size_t at = rest.find(" not in range "); at != std::string_view::npos) {
    const std::string_view range = rest.substr(at + 14);
    const size_t to = range.find(" to ");
    return Msg("{} cannot be {}: a whole number from {} to {} is expected", flag, rest.substr(0, at),
               range.substr(0, to), to == std::string_view::npos ? "" : range.substr(to + 4));
  }
  if (const size_t at = rest.find(" not in "); at != std::string_view::npos)
    return Msg("{} cannot be {}: one of {} is expected", flag, rest.substr(0, at), rest.substr(at + 8));
  if (rest.find(" required ") != std::string_view::npos) return Msg("{} needs a value", flag);
  if (flag == "Could not convert") return Msg("cannot be read as a number: {}", rest);
  return Msg("{}", text);
}

/// The language is needed before the help texts are made, so it is looked up before the command line is
/// parsed.
Lang ChosenLanguage(int argc, char** argv) {
  const char* from_environment = std::getenv("MINGCHA_LANG");
  std::string_view lang = from_environment == nullptr ? "zh" : from_environment;
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "--lang" && i + 1 < argc) lang = argv[i + 1];
    if (arg.starts_with("--lang=")) lang = arg.substr(7);
  }
  return lang.starts_with("en") ? Lang::kEn : Lang::kZh;
}

/// The words of the help itself, which verbs take over from the program.
void NameHelp(const mingcha::cli::Context& context, CLI::App* app) {
  app->set_help_flag("-h,--help", context.Say(Msg("prints this help")));
  const auto formatter = app->get_formatter();
  formatter->label("Usage", context.Say(Msg("usage")));
  formatter->label("OPTIONS", context.Say(Msg("OPTIONS")));
  formatter->label("SUBCOMMAND", context.Say(Msg("VERB")));
  formatter->label("Positionals", context.Say(Msg("arguments")));
  formatter->label("REQUIRED", context.Say(Msg("required")));
  formatter->label("TEXT", context.Say(Msg("text")));
  formatter->label("INT", context.Say(Msg("number")));
  formatter->label("UINT", context.Say(Msg("number")));
}

/// The headings above the verbs and the flags of the help, at every level.
void NameGroups(const std::string& verbs, const std::string& options, CLI::App* app) {
  for (CLI::Option* option : app->get_options({})) {
    if (option->get_group() == "Options") option->group(options);
  }
  for (CLI::App* verb : app->get_subcommands({})) {
    if (!verb->get_group().empty()) verb->group(verbs);
    NameGroups(verbs, options, verb);
  }
}

}  // namespace

int main(int argc, char** argv) {
  // The process that opens attachments is this program again: it must be shut in before anything else
  // happens.
  if (argc > 1 && std::string_view(argv[1]) == "convert-worker")
    _exit(mingcha::attachments::WorkerMain({argv + 2, argv + argc}));
  std::signal(SIGPIPE,
              SIG_IGN);  // a server that hangs up is an outcome of that request, not the end of the run
  mingcha::cli::Context context;
  context.lang = ChosenLanguage(argc, argv);
  context.chinese = mingcha::cli::BuiltInChinese();
  context.in = &std::cin;
  context.out = &std::cout;
  context.err = &std::cerr;
  for (int i = 1; i < argc; ++i) context.command_line += (i == 1 ? "" : " ") + std::string(argv[i]);

  CLI::App app(context.Say(Msg("mingcha: checks that every unit publishes what the disclosure plan requires, "
                               "in full, in place and in time")),
               "mingcha");
  NameHelp(context, &app);
  app.require_subcommand(1);
  app.fallthrough();
  std::string lang;
  mingcha::cli::Verb(&app)
      .Add("--lang", lang, context.Say(Msg("language of reports and messages: zh (default) or en")))
      .OneOf({"zh", "en"});
  app.add_flag("--json", context.json, context.Say(Msg("output for machines: JSON lines")));
  app.footer(
      context.Say(
          Msg("exit codes: 0 clean, 1 findings, 2 usage or bad input, 3 incomplete run, 130 interrupted")) +
      "\n\n" + context.Say(Msg("examples:")) +
      "\n  mingcha assess config/baodi --out out/2025\n  mingcha assess config/baodi --out out/2025 "
      "--resume\n"
      "  mingcha check out/2025 --as-of 2025-12-31\n  mingcha explain out/2025 FINDING\n"
      "  mingcha rules lint config/baodi\n  mingcha calendar due 2025-04-11 20\n");
  mingcha::cli::Action action;
  using namespace mingcha::cli;  // NOLINT: the functions of verbs.h, in one list.
  for (const auto add : {AddAssess, AddSelfCheck, AddStages, AddRecheck, AddExplain,     AddSample,   AddDiff,
                         AddServe,  AddSchedule,  AddPrune,  AddInit,    AddRules,       AddCalendar, AddDemo,
                         AddDoctor, AddProbe,     AddImport, AddVerify,  AddCompletions, AddVersion}) {
    add(Verb(&app), &context, &action);
  }
  NameGroups(context.Say(Msg("verbs")), context.Say(Msg("options")), &app);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // --help
    std::cerr << "mingcha: "
              << context.Say(Msg("the command line is wrong: {}", context.Say(WhatIsWrong(error)))) << "\n"
              << context.Say(Msg("see `mingcha --help` or `mingcha VERB --help`")) << "\n";
    return kBadInput;
  }
  return action();
}
