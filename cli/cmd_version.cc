#include <ostream>

#include "cli/verbs.h"
#include "cli/version.h"
#include "extractors/attachments/tool.h"

namespace mingcha::cli {
namespace {

/// A program that opens attachments, and the package that brings it.
struct Program {
  const char* name;
  const char* package;
};
constexpr Program kPrograms[] = {
    {"pdftotext", "poppler-utils"}, {"pdftoppm", "poppler-utils"}, {"tesseract", "tesseract-ocr-chi-sim"}};

}  // namespace

void AddVersion(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub("version", context->Say(base::Msg("prints the version")));
  verb.OnParsed([=] {
    *action = [=] {
      *context->out << "mingcha " << ToolVersion() << "\n";
      for (const Program& program : kPrograms) {
        if (attachments::HasTool(program.name)) continue;
        *context->out << context->Say(base::Msg("{} is not installed: install the package {}", program.name,
                                                program.package))
                      << "\n";
      }
      return static_cast<int>(kClean);
    };
  });
}

}  // namespace mingcha::cli
