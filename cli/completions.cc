#include "cli/completions.h"

#include <CLI/CLI.hpp>
#include <vector>

namespace mingcha::cli {
namespace {

/// One verb as it is typed, `mingcha rules lint`, with what may follow it.
struct Verb {
  std::string path, description;
  std::vector<std::pair<std::string, std::string>> flags;  ///< Name with dashes, description.
  std::vector<std::pair<std::string, std::string>> verbs;  ///< Name, description.
  std::vector<std::pair<std::string, std::vector<std::string>>>
      flag_values;                  ///< Flags with a closed list of values.
  std::vector<std::string> values;  ///< Of positional arguments.
};

/// The members of a closed list as CLI11 prints its type, `TEXT:{zh,en}`; empty for any other type.
std::vector<std::string> ClosedList(const std::string& type) {
  const size_t open = type.find('{'), close = type.rfind('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  std::vector<std::string> members;
  std::string member;
  for (const char c : type.substr(open + 1, close - open - 1) + ",") {
    if (c != ',') {
      member += c;
    } else if (!member.empty()) {
      members.push_back(std::exchange(member, {}));
    }
  }
  return members;
}

void Collect(const CLI::App& app, const std::string& path, std::vector<Verb>* out) {
  Verb verb{path, app.get_description(), {}, {}, {}, {}};
  for (const CLI::Option* option : app.get_options()) {
    const std::vector<std::string> members = ClosedList(option->get_type_name());
    if (option->get_positional()) verb.values.insert(verb.values.end(), members.begin(), members.end());
    for (const std::string& name : option->get_lnames()) {
      verb.flags.emplace_back("--" + name, option->get_description());
      if (!members.empty()) verb.flag_values.emplace_back("--" + name, members);
    }
    for (const std::string& name : option->get_snames())
      verb.flags.emplace_back("-" + name, option->get_description());
  }
  const auto shown = [](const CLI::App* child) {
    return !child->get_group().empty() && !child->get_name().empty();
  };
  const std::vector<const CLI::App*> children = app.get_subcommands(shown);
  for (const CLI::App* child : children) verb.verbs.emplace_back(child->get_name(), child->get_description());
  out->push_back(std::move(verb));
  for (const CLI::App* child : children) Collect(*child, path + " " + child->get_name(), out);
}

std::string Names(const std::vector<std::pair<std::string, std::string>>& named) {
  std::string names;
  for (const auto& [name, description] : named) names += (names.empty() ? "" : " ") + name;
  return names;
}

std::string Joined(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

std::string Bash(const std::vector<Verb>& verbs) {
  std::string script =
      "_mingcha() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path=mingcha word i\n"
      "  for ((i = 1; i < COMP_CWORD; ++i)); do\n"
      "    word=${COMP_WORDS[i]}\n"
      "    case \"$path $word\" in\n";
  for (size_t i = 1; i < verbs.size(); ++i)
    script += "      '" + verbs[i].path + "') path='" + verbs[i].path + "' ;;\n";
  script += "    esac\n  done\n  local words='' values=''\n  case \"$path\" in\n";
  for (const Verb& verb : verbs) {
    script += "    '" + verb.path + "')\n      words='" + Names(verb.verbs) + " " + Joined(verb.values) +
              "'\n      [[ $cur == -* ]] && words='" + Names(verb.flags) + "'\n      case \"$prev\" in\n";
    for (const auto& [flag, members] : verb.flag_values)
      script += "        '" + flag + "') values='" + Joined(members) + "' ;;\n";
    script += "        *) ;;\n      esac ;;\n";
  }
  script +=
      "  esac\n"
      "  if [[ -n $values ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -W \"$values\" -- \"$cur\")\n"
      "    return\n"
      "  fi\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$cur\")\n"
      "  if [[ ${#COMPREPLY[@]} -eq 0 ]]; then\n"
      "    compopt -o filenames 2>/dev/null\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$cur\")\n"
      "  fi\n"
      "}\n"
      "complete -F _mingcha mingcha\n";
  return script;
}

std::string FishText(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c == '\n' ? ' ' : c;
  }
  return quoted + "'";
}

/// True where exactly the verbs of `path` have been typed.
std::string FishCondition(const Verb& verb) {
  if (verb.path.find(' ') == std::string::npos) return "__fish_use_subcommand";
  std::string condition = "__fish_seen_subcommand_from " + verb.path.substr(verb.path.rfind(' ') + 1);
  const size_t first = verb.path.find(' ');
  const std::string parent = verb.path.substr(first + 1, verb.path.rfind(' ') - first - 1);
  if (first != verb.path.rfind(' '))
    condition = "__fish_seen_subcommand_from " + parent + "; and " + condition;
  return condition;
}

std::string Fish(const std::vector<Verb>& verbs) {
  std::string script;
  for (const Verb& verb : verbs) {
    const std::string head = "complete -c mingcha -n " + FishText(FishCondition(verb));
    for (const auto& [name, description] : verb.verbs)
      script += head + " -f -a " + FishText(name) + " -d " + FishText(description) + "\n";
    if (!verb.values.empty()) script += head + " -a " + FishText(Joined(verb.values)) + "\n";
    for (const auto& [name, description] : verb.flags) {
      script += head + (name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1));
      for (const auto& [flag, members] : verb.flag_values) {
        if (flag == name) script += " -x -a " + FishText(Joined(members));
      }
      script += " -d " + FishText(description) + "\n";
    }
  }
  return script;
}

}  // namespace

std::string CompletionScript(const CLI::App& app, Shell shell) {
  std::vector<Verb> verbs;
  Collect(app, "mingcha", &verbs);
  switch (shell) {
    case Shell::kBash:
      return "# bash completion for mingcha\n" + Bash(verbs);
    case Shell::kZsh:
      return "#compdef mingcha\nautoload -U +X bashcompinit && bashcompinit\n" + Bash(verbs);
    case Shell::kFish:
      return "# fish completion for mingcha\n" + Fish(verbs);
  }
  return {};
}

}  // namespace mingcha::cli
