#include <boost/json.hpp>
#include <istream>
#include <memory>
#include <ostream>

#include "cli/probe.h"
#include "cli/verbs.h"

namespace mingcha::cli {
namespace {

namespace json = boost::json;
using base::ErrorCode;
using base::Msg;

constexpr size_t kMaxLineBytes = 16'000'000;

json::object ErrorAnswer(const Context& context, const base::Error& error) {
  return {{"error", {{"code", base::ErrorCodeName(error.code)}, {"message", context.Say(error)}}}};
}

base::Result<json::object> Answer(Prober* prober, const std::string& line) {
  if (line.size() > kMaxLineBytes)
    return base::Fail(ErrorCode::kInvalidInput, "a question may have at most {} bytes", kMaxLineBytes);
  boost::system::error_code error;
  const json::value question = json::parse(line, error);
  if (error) return base::Fail(ErrorCode::kInvalidInput, "this line is not JSON: {}", error.message());
  if (!question.is_object()) return base::Fail(ErrorCode::kInvalidInput, "a question must be a JSON object");
  return prober->Answer(question.as_object());
}

int Probe(const Context& context, const std::string& kind, const std::string& config) {
  auto prober = MakeProber(kind, config.empty() ? DataFolder() / "baodi" : std::filesystem::path(config));
  if (!prober) return context.Report(prober.error());
  std::string line;
  while (std::getline(*context.in, line)) {
    const auto answer = Answer(prober->get(), line);
    *context.out << json::serialize(answer ? *answer : ErrorAnswer(context, answer.error())) << "\n"
                 << std::flush;
  }
  return kClean;
}

struct Arguments {
  std::string kind, config;
};

}  // namespace

void AddProbe(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "probe",
      context->Say(Msg("answers questions to one pure function: JSON lines in, JSON lines out, same order")));
  auto args = std::make_shared<Arguments>();
  verb.Add("KIND", args->kind, context->Say(Msg("which function"))).Required().OneOf(ProbeKinds());
  verb.Add("--config", args->config,
           context->Say(Msg("configuration folder; default: the bundled Baodi plan")));
  verb.Footer(context->Say(Msg("examples:")) +
              "\n  echo '{\"base\":\"http://a/b/\",\"input\":\"../c\"}' | mingcha probe url"
              "\n  echo '{\"from\":\"2018-04-02\",\"days\":7}' | mingcha probe workdays"
              "\n  echo '{\"file\":\"page.html\"}' | mingcha probe page\n");
  verb.OnParsed([=] { *action = [=] { return Probe(*context, args->kind, args->config); }; });
}

}  // namespace mingcha::cli
