#include "review/desk.h"

#include <fmt/format.h>

#include <atomic>
#include <charconv>
#include <filesystem>
#include <mutex>
#include <thread>

#include "embedded/review_files.h"
#include "reports/json_writer.h"
#include "review/act_request.h"
#include "review/shown.h"
#include "store/file.h"

namespace mingcha::review {
namespace {

using base::Msg;
using base::Result;
using reports::JsonArray;
using reports::JsonObject;

constexpr size_t kSmallBody = 4096;
constexpr const char* kJson = "application/json; charset=utf-8";
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src "
    "data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Takes as long for a wrong token as for the right one.
bool SameToken(std::string_view given, std::string_view token) {
  if (given.size() != token.size()) return false;
  unsigned difference = 0;
  for (size_t i = 0; i < token.size(); ++i)
    difference |= static_cast<unsigned char>(given[i]) ^ static_cast<unsigned char>(token[i]);
  return difference == 0;
}

/// What stands in a target behind `/TOKEN/`, and its query.
struct Route {
  std::string_view path, query;
};

Route RouteOf(std::string_view target, size_t token_size) {
  target.remove_prefix(std::min(target.size(), token_size + 2));
  const size_t mark = target.find('?');
  return {target.substr(0, mark), mark == std::string_view::npos ? "" : target.substr(mark + 1)};
}

std::string_view QueryValue(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
      return pair.substr(name.size() + 1);
  }
  return {};
}

std::optional<int64_t> NumberIn(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = error == std::errc() && end == text.data() + text.size() && number >= 0;
  return whole ? std::optional(number) : std::nullopt;
}

Response Plain(int status, std::string text) {
  Response response;
  response.status = status;
  response.body = std::move(text);
  return response;
}

Response Json(int status, std::string text) { return {status, kJson, std::move(text), {}}; }

Response WithPolicy(std::string type, std::string body, std::string policy) {
  return {200, std::move(type), std::move(body), {{"Content-Security-Policy", std::move(policy)}}};
}

}  // namespace

const std::vector<std::pair<std::string, std::string>>& CommonHeaders() {
  static const std::vector<std::pair<std::string, std::string>> kHeaders = {
      {"Cache-Control", "no-store"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Resource-Policy", "same-origin"},
      {"Cross-Origin-Opener-Policy", "same-origin"}};
  return kHeaders;
}

struct Desk::State {
  DeskOptions options;
  Backend* backend = nullptr;
  store::ActLog* log = nullptr;
  const base::Clock* clock = nullptr;
  std::thread worker;

  mutable std::mutex mutex;  ///< Guards what follows.
  std::shared_ptr<const Shown> shown;
  bool judging = false;
  std::string judge_error;

  [[nodiscard]] std::shared_ptr<const Shown> Now() const {
    const std::scoped_lock lock(mutex);
    return shown;
  }
  [[nodiscard]] std::string Say(const base::Message& message) const { return Now()->view().Say(message); }
  [[nodiscard]] Response Refusal(int status, const base::Message& why) const {
    return Json(status, JsonObject().Text("error", Say(why)).Take());
  }

  [[nodiscard]] Response Get(const Route& route);
  [[nodiscard]] Response Acts(const Route& route) const;
  [[nodiscard]] Response Copy(const Route& route);
  [[nodiscard]] Response File(std::string_view digest) const;
  [[nodiscard]] Response PostAct(const std::string& body);
  [[nodiscard]] Response PostJudge();
  void Judge();
  [[nodiscard]] bool Identify(model::ReviewAct* act) const;
};

Desk::Desk(std::unique_ptr<State> state) : state_(std::move(state)) {}

Desk::~Desk() {
  if (state_->worker.joinable()) state_->worker.join();
}

Result<std::unique_ptr<Desk>> Desk::Create(DeskOptions options, Backend* backend, store::ActLog* log,
                                           const base::Clock* clock) {
  auto state = std::make_unique<State>();
  state->options = std::move(options);
  state->backend = backend;
  state->log = log;
  state->clock = clock;
  ASSIGN_OR_RETURN(std::shared_ptr<const Round> round, backend->Load());
  state->shown = std::make_shared<const Shown>(std::move(round), 1);
  return std::unique_ptr<Desk>(new Desk(std::move(state)));
}

std::optional<Response> Desk::Refuse(const Request& request) const {
  const std::string port = ":" + std::to_string(state_->options.port);
  if (request.host != "127.0.0.1" + port && request.host != "localhost" + port)
    return Plain(421, "this server answers as 127.0.0.1 only\n");
  const std::string& token = state_->options.token;
  const std::string_view target = request.target;
  const bool shaped =
      target.size() >= token.size() + 2 && target[0] == '/' && target[token.size() + 1] == '/';
  if (!shaped || !SameToken(target.substr(1, token.size()), token))
    return Plain(403, "open the address that mingcha serve printed\n");
  if (request.method != "GET" && request.method != "POST") {
    Response response = Plain(405, "GET and POST only\n");
    response.headers.emplace_back("Allow", "GET, POST");
    return response;
  }
  const bool own = request.origin == "http://" + request.host;
  const bool posts = request.method == "POST";
  if ((posts || !request.origin.empty()) && !own) return Plain(403, "not from another origin\n");
  if (!request.fetch_site.empty() && request.fetch_site != "same-origin" && request.fetch_site != "none")
    return Plain(403, "not from another site\n");
  if (posts && request.content_type.substr(0, request.content_type.find(';')) != "application/json")
    return Plain(415, "application/json only\n");
  return std::nullopt;
}

size_t Desk::BodyLimit(const Request& request) {
  return request.method == "POST" && request.target.ends_with("/api/act") ? kMaxBodyBytes : kSmallBody;
}

Response Desk::Handle(const Request& request) {
  if (auto refused = Refuse(request)) return std::move(*refused);
  const Route route = RouteOf(request.target, state_->options.token.size());
  if (request.method == "GET") return state_->Get(route);
  if (route.path == "api/act") return state_->PostAct(request.body);
  if (route.path == "api/judge") return state_->PostJudge();
  return Plain(404, "not found\n");
}

int64_t Desk::acts_waiting() const { return state_->log->size() - state_->Now()->round().acts_applied(); }

Response Desk::State::Get(const Route& route) {
  const std::shared_ptr<const Shown> now = Now();
  if (route.path.empty())
    return WithPolicy("text/html; charset=utf-8", now->PageHtml(), std::string(kPagePolicy));
  if (route.path == "review.js")
    return {200, "text/javascript; charset=utf-8", std::string(EmbeddedFile("review.js")), {}};
  if (route.path == "review.css")
    return {200, "text/css; charset=utf-8", std::string(EmbeddedFile("review.css")), {}};
  if (route.path == "api/state") return Json(200, now->StateJson());
  if (route.path == "api/acts") return Acts(route);
  if (route.path.starts_with("api/finding/")) {
    const model::Finding* finding = now->Find(route.path.substr(12));
    return finding == nullptr ? Refusal(404, Msg("this round has no such finding"))
                              : Json(200, now->FindingJson(*finding));
  }
  if (route.path.starts_with("copy/")) return Copy(route);
  if (route.path.starts_with("file/")) return File(route.path.substr(5));
  return Plain(404, "not found\n");
}

Response Desk::State::Acts(const Route& route) const {
  const auto since = NumberIn(QueryValue(route.query, "since"));
  if (!since) return Refusal(400, Msg("the request does not say which version was seen"));
  const std::vector<model::ReviewAct> acts = log->Since(*since);
  const std::scoped_lock lock(mutex);
  JsonObject out;
  out.Int("generation", shown->generation());
  out.Int("applied", shown->round().acts_applied());
  out.Flag("judging", judging);
  out.Text("judgeError", judge_error);
  out.Raw("acts", JsonArray(acts, [&](const model::ReviewAct& act) { return shown->ActJson(act); }));
  return Json(200, out.Take());
}

Response Desk::State::Copy(const Route& route) {
  const std::shared_ptr<const Shown> now = Now();
  const auto id = NumberIn(route.path.substr(5));
  const model::PageRecord* page = id ? now->PageById(*id) : nullptr;
  if (page == nullptr) return Plain(404, "not found\n");
  std::vector<std::string> quotes;
  if (const model::Finding* finding = now->Find(QueryValue(route.query, "finding"))) {
    for (const model::Evidence& evidence : finding->evidence) {
      if (now->PageOf(evidence) == page && !evidence.quote.empty()) quotes.push_back(evidence.quote);
    }
  }
  const auto attachment = backend->Attachment(*page);
  if (!attachment) return Plain(500, now->view().Say(attachment.error().message) + "\n");
  const auto body = backend->Body(*page);
  if (!body) return Plain(500, now->view().Say(body.error().message) + "\n");
  return WithPolicy("text/html; charset=utf-8",
                    now->CopyHtml(*page, *body, *attachment ? &**attachment : nullptr, quotes),
                    fmt::format("default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'; "
                                "frame-ancestors 'self'; sandbox",
                                CopyStyleSource()));
}

Response Desk::State::File(std::string_view digest) const {
  for (const model::ReviewAct& act : log->Since(0)) {
    if (!act.file || act.file->sha256 != digest) continue;
    const auto bytes = store::ReadWholeFile(log->folder() + "/" + act.file->path, kMaxFileBytes);
    if (!bytes) return Plain(500, Say(bytes.error().message) + "\n");
    const std::string name = std::filesystem::path(act.file->path).filename().string();
    Response response{200, "application/octet-stream", *bytes, {}};
    response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + "\"");
    response.headers.emplace_back("Content-Security-Policy", "default-src 'none'; sandbox");
    return response;
  }
  return Plain(404, "not found\n");
}

/// What the finding is about, from the round or from an earlier act; false if nobody knows it.
bool Desk::State::Identify(model::ReviewAct* act) const {
  const std::shared_ptr<const Shown> now = Now();
  if (const model::Finding* finding = now->Find(act->finding)) {
    act->of_kind = model::EnumName(finding->kind);
    act->of_item = finding->item;
    act->of_unit = finding->unit;
    act->of_subject = finding->project;
    if (const model::Obligation* owed = now->view().ObligationOf(*finding)) {
      act->of_unit = owed->unit;
      act->of_subject = owed->subject_text;
      act->of_code = owed->project_code;
    }
    return true;
  }
  for (const model::ReviewAct& before : log->Since(0)) {
    if (before.finding != act->finding) continue;
    act->of_kind = before.of_kind;
    act->of_item = before.of_item;
    act->of_unit = before.of_unit;
    act->of_subject = before.of_subject;
    act->of_code = before.of_code;
    return true;
  }
  return false;
}

Response Desk::State::PostAct(const std::string& body) {
  auto request = ParseActRequest(body);
  if (!request) return Refusal(400, request.error().message);
  model::ReviewAct& act = request->act;
  if (!Identify(&act)) return Refusal(404, Msg("this round has no such finding"));
  if (act.unit && Now()->view().plan.FindUnit(*act.unit) == nullptr)
    return Refusal(400, Msg("the plan has no unit {}", *act.unit));
  const base::Instant at = clock->Now();
  if (act.seen && act.seen->published_on > base::ChinaDate(at))
    return Refusal(400, Msg("the day of publication lies in the future"));
  act.at = at;
  const int seen = act.version;
  const std::string finding = act.finding;
  const auto kept = log->Append(std::move(act), request->file ? &*request->file : nullptr);
  const std::shared_ptr<const Shown> now = Now();
  if (!kept) return Refusal(507, kept.error().message);
  if (*kept) return Json(201, JsonObject().Raw("act", now->ActJson(**kept)).Take());
  std::vector<model::ReviewAct> others;
  for (model::ReviewAct& other : log->Since(0)) {
    if (other.finding == finding && other.version >= seen) others.push_back(std::move(other));
  }
  return Json(
      409, JsonObject()
               .Text("error", now->view().Say(
                                  Msg("somebody else acted on this finding meanwhile; nothing of yours was "
                                      "written: look at it, then send yours again or leave it")))
               .Raw("acts", JsonArray(others, [&](const auto& other) { return now->ActJson(other); }))
               .Take());
}

Response Desk::State::PostJudge() {
  {
    const std::scoped_lock lock(mutex);
    if (judging) return Json(202, "{}");
    judging = true;
    judge_error.clear();
  }
  if (options.later) {
    options.later([this] { Judge(); });
  } else {
    if (worker.joinable()) worker.join();
    worker = std::thread([this] { Judge(); });
  }
  return Json(202, "{}");
}

void Desk::State::Judge() {
  const auto judged = backend->Judge();
  auto round =
      judged ? backend->Load() : Result<std::shared_ptr<const Round>>(tl::unexpected(judged.error()));
  std::shared_ptr<const Shown> next;
  if (round) next = std::make_shared<const Shown>(std::move(*round), Now()->generation() + 1);
  const std::scoped_lock lock(mutex);
  judging = false;
  if (next != nullptr) {
    shown = std::move(next);
  } else {
    judge_error = shown->view().Say(round.error().message);
  }
}

}  // namespace mingcha::review
