#include <boost/json.hpp>
#include <memory>
#include <ostream>

#include "cli/verbs.h"
#include "store/assessment.h"
#include "store/cdxj.h"
#include "store/seal.h"
#include "store/verify.h"

namespace mingcha::cli {
namespace {

using base::Msg;

struct Arguments {
  std::string folder, sign, public_key, response, trusted;
  bool query = false, reindex = false;
};

/// Makes the index anew from the archive, and the manifest with it.
base::Status Reindex(const std::string& folder) {
  ASSIGN_OR_RETURN(const auto assessment, store::Assessment::Open(folder, store::OpenMode::kReadWrite));
  return assessment->RefreshManifest(store::Index::kFromArchive);
}

void PrintFaults(const Context& context, const store::VerifyReport& report) {
  for (const store::Fault& fault : report.faults) {
    if (context.json) {
      *context.out << boost::json::serialize(
                          boost::json::object{{"place", fault.place}, {"fault", context.Say(fault.what)}})
                   << "\n";
    } else {
      *context.out << fault.place << ": " << context.Say(fault.what) << "\n";
    }
  }
  if (report.more_faults)
    *context.err << context.Say(Msg("there are more faults; these are the first")) << "\n";
}

void PrintCounts(const Context& context, const store::VerifyReport& report) {
  if (context.json) {
    *context.out << boost::json::serialize(boost::json::object{{"sound", report.sound()},
                                                               {"files", report.files},
                                                               {"bytes", report.bytes},
                                                               {"records", report.records},
                                                               {"index_lines", report.index_lines},
                                                               {"pages", report.pages},
                                                               {"findings", report.findings},
                                                               {"rounds", report.rounds},
                                                               {"pruned", report.pruned}})
                 << "\n";
    return;
  }
  *context.out << context.Say(
                      Msg("checked: {} files ({} bytes), {} archived records, {} index lines, {} pages, {} "
                          "findings, {} rounds",
                          report.files, report.bytes, report.records, report.index_lines, report.pages,
                          report.findings, report.rounds))
               << "\n";
  if (report.pruned > 0) {
    *context.out << context.Say(Msg("{} archive files were pruned: what stood in them alone was not checked",
                                    report.pruned))
                 << "\n";
  }
  *context.out << (report.sound() ? context.Say(Msg("everything is as it was left"))
                                  : context.Say(Msg("{} faults: this folder is not as it was left",
                                                    report.faults.size())))
               << "\n";
}

/// False: a seal does not hold, which was told.
base::Result<bool> CheckSeals(const Context& context, const Arguments& args) {
  bool hold = true;
  if (!args.public_key.empty()) {
    const auto signature = store::CheckManifestSignature(args.folder, args.public_key);
    if (signature) {
      *context.out << context.Say(Msg("the signature holds: manifest.json was signed with this key")) << "\n";
    } else if (signature.error().code == base::ErrorCode::kCorrupt) {
      *context.out << context.Say(signature.error()) << "\n";
      hold = false;
    } else {
      return tl::unexpected(signature.error());
    }
  }
  if (!args.trusted.empty()) {
    const auto stamp = store::CheckManifestTimestamp(args.folder, args.response, args.trusted);
    if (stamp) {
      *context.out << context.Say(
                          Msg("the time-stamp holds: manifest.json existed at {} (authority {}, serial {})",
                              stamp->time.Iso(), stamp->authority, stamp->serial))
                   << "\n";
    } else if (stamp.error().code == base::ErrorCode::kCorrupt) {
      *context.out << context.Say(stamp.error()) << "\n";
      hold = false;
    } else {
      return tl::unexpected(stamp.error());
    }
  }
  return hold;
}

base::Status MakeSeals(const Context& context, const Arguments& args) {
  if (!args.sign.empty()) {
    RETURN_IF_ERROR(store::SignManifest(args.folder, args.sign));
    *context.out << context.Say(Msg("signed: {}", args.folder + "/manifest.json.sig")) << "\n";
  }
  if (args.query) {
    RETURN_IF_ERROR(store::WriteTimestampQuery(args.folder));
    *context.out << context.Say(Msg("wrote {}: send it to a time-stamp authority and give its answer to "
                                    "--timestamp-response",
                                    args.folder + "/manifest.json.tsq"))
                 << "\n";
  }
  return {};
}

int Verify(const Context& context, const Arguments& args) {
  if (!args.response.empty() && args.trusted.empty()) {
    return context.Report(
        {base::ErrorCode::kInvalidInput,
         Msg("--timestamp-response needs --trusted: the certificates of the authorities you trust"), ""});
  }
  if (args.reindex) {
    if (const auto made = Reindex(args.folder); !made) return context.Report(made.error());
  }
  const auto report = store::VerifyFolder(args.folder);
  if (!report) return context.Report(report.error());
  PrintFaults(context, *report);
  PrintCounts(context, *report);
  if (!report->sound()) return kFindings;
  if (const auto made = MakeSeals(context, args); !made) return context.Report(made.error());
  const auto seals = CheckSeals(context, args);
  if (!seals) return context.Report(seals.error());
  return *seals ? kClean : kFindings;
}

}  // namespace

void AddVerify(Verb app, Context* context, Action* action) {
  Verb verb = app.Sub(
      "verify",
      context->Say(Msg("checks that an assessment folder is as it was left: files, archive, index, database, "
                       "evidence of every finding")));
  auto args = std::make_shared<Arguments>();
  verb.Add("DIR", args->folder, context->Say(Msg("assessment folder"))).Required();
  verb.Add("--sign", args->sign,
           context->Say(Msg("private key (PEM): signs manifest.json if everything holds")));
  verb.Add("--public-key", args->public_key,
           context->Say(Msg("public key or certificate (PEM): checks the signature")));
  verb.Flag("--timestamp-request", args->query,
            context->Say(Msg("writes a time-stamp query (RFC 3161) for manifest.json")));
  verb.Add("--timestamp-response", args->response,
           context->Say(Msg("the authority's answer: checks and keeps it")));
  verb.Add("--trusted", args->trusted,
           context->Say(Msg("certificates (PEM) of trusted time-stamp authorities: checks the time-stamp")));
  verb.Flag(
      "--reindex", args->reindex,
      context->Say(Msg("first makes archive/index.cdxj anew from the archive, and the manifest with it")));
  verb.Footer(
      context->Say(Msg("exit code 0: everything holds; 1: something does not; 2: it cannot be checked")) +
      "\n\n" + context->Say(Msg("examples:")) +
      "\n  mingcha verify out/2025\n  mingcha verify out/2025 --sign key.pem"
      "\n  mingcha verify out/2025 --public-key cert.pem\n");
  verb.OnParsed([=] { *action = [=] { return Verify(*context, *args); }; });
}

}  // namespace mingcha::cli
