// Who is answered, what an act does, and how two reviewers meet.
#include "review/desk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <filesystem>

#include "base/digest.h"
#include "review/act_request.h"
#include "sample.h"

namespace mingcha::review {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using testing::HasSubstr;
using testing::Not;

class FixedClock final : public base::Clock {
 public:
  [[nodiscard]] base::Instant Now() const override {
    return base::Instant::FromIso("2026-03-02T01:02:03Z").value();
  }
};

struct SampleRound final : Round {
  explicit SampleRound(reports::Sample made, int64_t acts)
      : sample(std::move(made)), applied(acts), borrowed(sample.Input(base::Lang::kEn)) {}
  [[nodiscard]] const reports::ReportInput& input() const override { return borrowed; }
  [[nodiscard]] int64_t acts_applied() const override { return applied; }
  [[nodiscard]] const std::vector<model::EarlierRuling>& earlier() const override { return before; }
  std::vector<model::EarlierRuling> before;
  reports::Sample sample;
  int64_t applied;
  reports::ReportInput borrowed;
};

class FakeBackend final : public Backend {
 public:
  [[nodiscard]] base::Result<std::shared_ptr<const Round>> Load() override {
    return std::make_shared<const SampleRound>(reports::MakeSample(), applied);
  }
  [[nodiscard]] base::Status Judge() override {
    if (fails) return base::Fail(base::ErrorCode::kIo, "process 7 is working in this folder");
    applied = log->size();
    return {};
  }
  [[nodiscard]] base::Result<std::string> Body(const model::PageRecord& page) override {
    (void)page;
    return body;
  }
  std::string body;
  int64_t applied = 0;
  bool fails = false;
  store::ActLog* log = nullptr;
};

class DeskTest : public testing::Test {
 protected:
  DeskTest() {
    folder_ = (fs::temp_directory_path() / ("mingcha-desk-" + std::to_string(::getpid()) + "-" +
                                            testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    log_ = std::move(store::ActLog::Open(folder_).value());
    backend_.log = log_.get();
    DeskOptions options;
    options.token = kToken;
    options.port = 4711;
    options.later = [](const std::function<void()>& task) { task(); };
    desk_ = std::move(Desk::Create(options, &backend_, log_.get(), &clock_).value());
    const reports::Sample sample = reports::MakeSample();
    finding_ = sample.result.findings.at(0).id;
    other_ = sample.result.findings.at(1).id;
  }
  ~DeskTest() override {
    desk_.reset();
    log_.reset();
    fs::remove_all(folder_);
  }

  static Request Get(const std::string& path) {
    Request request;
    request.method = "GET";
    request.target = std::string("/") + kToken + "/" + path;
    request.host = "127.0.0.1:4711";
    return request;
  }
  static Request Post(const std::string& path, std::string body) {
    Request request = Get(path);
    request.method = "POST";
    request.origin = "http://127.0.0.1:4711";
    request.content_type = "application/json";
    request.fetch_site = "same-origin";
    request.body = std::move(body);
    return request;
  }
  static std::string ActBody(const std::string& finding, int version, std::string_view act,
                             std::string_view by = "王芳", std::string_view more = "") {
    return R"({"finding":")" + finding + R"(","version":)" + std::to_string(version) + R"(,"act":")" +
           std::string(act) + R"(","by":")" + std::string(by) + R"(","reason":"because")" +
           std::string(more) + "}";
  }
  json::object Ask(const Request& request, int status) {
    const Response response = desk_->Handle(request);
    EXPECT_EQ(response.status, status) << response.body;
    json::error_code error;
    json::value value = json::parse(response.body, error);
    EXPECT_FALSE(error) << response.body;
    return value.is_object() ? value.as_object() : json::object();
  }

  static constexpr const char* kToken = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";
  std::string folder_, finding_, other_;
  FixedClock clock_;
  FakeBackend backend_;
  std::unique_ptr<store::ActLog> log_;
  std::unique_ptr<Desk> desk_;
};

TEST_F(DeskTest, OnlyWhoHasTheTokenIsAnswered) {
  EXPECT_EQ(desk_->Handle(Get("")).status, 200);
  Request request = Get("");
  request.target = "/";
  EXPECT_EQ(desk_->Handle(request).status, 403);
  request.target = std::string("/") + kToken;
  EXPECT_EQ(desk_->Handle(request).status, 403) << "no slash behind it";
  std::string wrong = kToken;
  wrong.back() = '0';
  request.target = "/" + wrong + "/api/state";
  EXPECT_EQ(desk_->Handle(request).status, 403);
  EXPECT_THAT(desk_->Handle(request).body, Not(HasSubstr("findings")));
}

TEST_F(DeskTest, AReboundNameIsRefused) {
  for (const char* host : {"evil.example:4711", "127.0.0.1:80", "127.0.0.1", "", "localhost.evil:4711"}) {
    Request request = Get("api/state");
    request.host = host;
    EXPECT_EQ(desk_->Handle(request).status, 421) << host;
  }
  Request local = Get("api/state");
  local.host = "localhost:4711";
  EXPECT_EQ(desk_->Handle(local).status, 200);
}

TEST_F(DeskTest, APostOfAnotherOriginWritesNothing) {
  const std::string body = ActBody(finding_, 0, "confirm");
  for (const char* origin :
       {"", "null", "http://evil.example", "http://localhost:4711", "http://127.0.0.1:4712"}) {
    Request request = Post("api/act", body);
    request.origin = origin;
    EXPECT_EQ(desk_->Handle(request).status, 403) << origin;
  }
  Request cross = Post("api/act", body);
  cross.fetch_site = "cross-site";
  EXPECT_EQ(desk_->Handle(cross).status, 403);
  Request form = Post("api/act", body);
  form.content_type = "text/plain";
  EXPECT_EQ(desk_->Handle(form).status, 415);
  Request put = Post("api/act", body);
  put.method = "PUT";
  EXPECT_EQ(desk_->Handle(put).status, 405);
  EXPECT_EQ(log_->size(), 0);
  Request embedded = Get("api/state");
  embedded.origin = "http://evil.example";
  EXPECT_EQ(desk_->Handle(embedded).status, 403);
}

TEST_F(DeskTest, OnlyActsMayBeLong) {
  EXPECT_EQ(Desk::BodyLimit(Post("api/act", "")), kMaxBodyBytes);
  EXPECT_LE(Desk::BodyLimit(Post("api/judge", "")), 4096U);
  EXPECT_LE(Desk::BodyLimit(Get("api/act")), 4096U);
}

TEST_F(DeskTest, ThePageForbidsEverythingFromElsewhere) {
  const Response page = desk_->Handle(Get(""));
  EXPECT_THAT(page.body, HasSubstr("review.js"));
  EXPECT_THAT(page.body, Not(HasSubstr("<script>")))
      << "no inline script, so that the policy needs no exception";
  std::string policy;
  for (const auto& [name, value] : page.headers) {
    if (name == "Content-Security-Policy") policy = value;
  }
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("frame-ancestors 'none'"));
  EXPECT_THAT(policy, Not(HasSubstr("unsafe")));
  for (const char* file : {"review.js", "review.css", "api/state", "api/acts?since=0"})
    EXPECT_EQ(desk_->Handle(Get(file)).status, 200) << file;
  for (const char* file :
       {"../etc/passwd", "review.html", "copy/1", "copy/-1", "file/../../x", "api/finding/no"})
    EXPECT_EQ(desk_->Handle(Get(file)).status, 404) << file;
}

TEST_F(DeskTest, AnActIsKeptWithWhoWhenWhyAndWhatAbout) {
  const json::object answer = Ask(Post("api/act", ActBody(finding_, 0, "dismiss")), 201);
  EXPECT_EQ(answer.at("act").at("by").as_string(), "王芳");
  const auto acts = log_->Since(0);
  ASSERT_EQ(acts.size(), 1U);
  EXPECT_EQ(acts[0].at, clock_.Now());
  EXPECT_EQ(acts[0].kind, model::ActKind::kDismiss);
  EXPECT_FALSE(acts[0].of_kind.empty());
  EXPECT_FALSE(acts[0].of_unit.empty());
  EXPECT_EQ(desk_->acts_waiting(), 1);
  EXPECT_EQ(store::ActLog::Read(folder_)->size(), 1U) << "on the disk when it is answered";
}

TEST_F(DeskTest, TwoAtOnceLoseNothing) {
  Ask(Post("api/act", ActBody(finding_, 0, "confirm", "王芳")), 201);
  const json::object conflict = Ask(Post("api/act", ActBody(finding_, 0, "dismiss", "李强")), 409);
  ASSERT_EQ(conflict.at("acts").as_array().size(), 1U);
  EXPECT_EQ(conflict.at("acts").at(0).at("by").as_string(), "王芳") << "the other's act is shown";
  EXPECT_EQ(log_->size(), 1);
  Ask(Post("api/act", ActBody(other_, 0, "confirm", "李强")), 201);
  Ask(Post("api/act", ActBody(finding_, 1, "dismiss", "李强")), 201);
  const json::object acts = Ask(Get("api/acts?since=1"), 200);
  ASSERT_EQ(acts.at("acts").as_array().size(), 2U);
  EXPECT_EQ(log_->VersionOf(finding_), 2);
}

TEST_F(DeskTest, WhatCannotBeIsRefused) {
  Ask(Post("api/act", ActBody("ffffffffffffffff", 0, "confirm")), 404);
  Ask(Post("api/act", "{"), 400);
  Ask(Post("api/act", ActBody(finding_, 0, "amend", "a", R"(,"unit":"nosuch")")), 400);
  Ask(Post("api/act", ActBody(finding_, 0, "evidence", "a",
                              R"(,"seen":{"published_on":"2030-01-01","url":"http://a/","carrier":""})")),
      400);
  EXPECT_EQ(log_->size(), 0);
}

TEST_F(DeskTest, AHandedInFileComesBackAsADownloadOnly) {
  Ask(Post("api/act", ActBody(finding_, 0, "evidence", "a",
                              R"(,"file":{"name":"x.html","base64":"PHNjcmlwdD4xPC9zY3JpcHQ+"}})")
                          .substr(0)),
      400);  // one brace too many
  Ask(Post("api/act", ActBody(finding_, 0, "evidence", "a",
                              R"(,"file":{"name":"x.html","base64":"PHNjcmlwdD4xPC9zY3JpcHQ+"})")),
      201);
  const std::string bytes = "<script>1</script>";
  const Response file = desk_->Handle(Get("file/" + base::Sha256Hex(bytes)));
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body, bytes);
  EXPECT_EQ(file.content_type, "application/octet-stream");
  bool attached = false;
  for (const auto& [name, value] : file.headers)
    attached = attached || (name == "Content-Disposition" && value.starts_with("attachment"));
  EXPECT_TRUE(attached);
}

TEST_F(DeskTest, AnArchivedPageIsGivenWithoutAnythingActive) {
  backend_.body =
      "<html><head><script>alert(1)</script><style>@import url(http://x/)</style></head><body onload=evil()>"
      "<p>hello <a href=\"javascript:evil()\">link</a><img src=\"http://x/y.png\"><iframe "
      "src=\"http://x/\"></iframe>"
      "<form action=\"http://x/\"><input></form><svg onload=evil()></svg><meta http-equiv=refresh "
      "content=\"0;url=http://x/\"></p>"
      "</body></html>";
  const reports::Sample sample = reports::MakeSample();
  int64_t page = 0;
  for (const auto& record : sample.pages) {
    if (!record.warc.file.empty()) page = record.id;
  }
  ASSERT_GT(page, 0);
  const Response copy = desk_->Handle(Get("copy/" + std::to_string(page)));
  ASSERT_EQ(copy.status, 200);
  EXPECT_THAT(copy.body, HasSubstr("hello"));
  for (const char* bad : {"<script", "onload", "javascript:", "http://x", "<img", "<iframe", "<form", "<svg",
                          "refresh", "@import"})
    EXPECT_THAT(copy.body, Not(HasSubstr(bad)));
  std::string policy;
  for (const auto& [name, value] : copy.headers) {
    if (name == "Content-Security-Policy") policy = value;
  }
  EXPECT_THAT(policy, HasSubstr("default-src 'none'"));
  EXPECT_THAT(policy, HasSubstr("sandbox"));
  EXPECT_THAT(policy, Not(HasSubstr("allow-")));
}

TEST_F(DeskTest, JudgingTakesTheActsAndSaysIfItCannot) {
  Ask(Post("api/act", ActBody(finding_, 0, "confirm")), 201);
  backend_.fails = true;
  Ask(Post("api/judge", "{}"), 202);
  json::object acts = Ask(Get("api/acts?since=0"), 200);
  EXPECT_THAT(std::string(acts.at("judgeError").as_string()), HasSubstr("process 7"));
  EXPECT_EQ(acts.at("generation").as_int64(), 1);
  backend_.fails = false;
  Ask(Post("api/judge", "{}"), 202);
  acts = Ask(Get("api/acts?since=0"), 200);
  EXPECT_EQ(acts.at("judgeError").as_string(), "");
  EXPECT_EQ(acts.at("generation").as_int64(), 2);
  EXPECT_EQ(acts.at("applied").as_int64(), 1);
  EXPECT_EQ(desk_->acts_waiting(), 0);
}

}  // namespace
}  // namespace mingcha::review
