// The sockets: loopback only, limits asked before a body is read, whatever is sent.
#include "review/server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <filesystem>
#include <set>

#include "sample.h"

namespace mingcha::review {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
using asio::ip::tcp;
using testing::HasSubstr;
using testing::StartsWith;

class SampleBackend final : public Backend {
 public:
  struct SampleRound final : Round {
    [[nodiscard]] const reports::ReportInput& input() const override { return borrowed; }
    [[nodiscard]] int64_t acts_applied() const override { return 0; }
    [[nodiscard]] const std::vector<model::EarlierRuling>& earlier() const override { return before; }
    std::vector<model::EarlierRuling> before;
    reports::Sample sample = reports::MakeSample();
    reports::ReportInput borrowed = sample.Input(base::Lang::kZh);
  };
  [[nodiscard]] base::Result<std::shared_ptr<const Round>> Load() override {
    return std::make_shared<const SampleRound>();
  }
  [[nodiscard]] base::Status Judge() override { return {}; }
  [[nodiscard]] base::Result<std::string> Body(const model::PageRecord& page) override {
    (void)page;
    return std::string();
  }
};

class ServerTest : public testing::Test {
 protected:
  ServerTest() {
    folder_ = (fs::temp_directory_path() / ("mingcha-server-" + std::to_string(::getpid()) + "-" +
                                            testing::UnitTest::GetInstance()->current_test_info()->name()))
                  .string();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    log_ = std::move(store::ActLog::Open(folder_).value());
    server_ = std::move(Server::Listen(0).value());
    DeskOptions options;
    options.token = token_;
    options.port = server_->port();
    desk_ = std::move(Desk::Create(options, &backend_, log_.get(), &clock_).value());
    server_->Start(desk_.get());
  }
  ~ServerTest() override {
    server_.reset();
    desk_.reset();
    log_.reset();
    fs::remove_all(folder_);
  }

  /// Everything the server answers until it closes.
  std::string Talk(const std::string& bytes) {
    asio::io_context context;
    tcp::socket socket(context);
    socket.connect({asio::ip::address_v4::loopback(), server_->port()});
    boost::system::error_code error;
    asio::write(socket, asio::buffer(bytes), error);
    std::string answer;
    asio::read(socket, asio::dynamic_buffer(answer), error);
    return answer;
  }
  [[nodiscard]] std::string Head(const std::string& line) const {
    return line + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(server_->port()) + "\r\n";
  }
  [[nodiscard]] std::string Posting(size_t length) const {
    return Head("POST /" + token_ + "/api/act") +
           "Origin: http://127.0.0.1:" + std::to_string(server_->port()) +
           "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(length) + "\r\n";
  }

  std::string folder_;
  const std::string token_ = RandomToken();
  base::SystemClock clock_;
  SampleBackend backend_;
  std::unique_ptr<store::ActLog> log_;
  std::unique_ptr<Desk> desk_;
  std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersThePageWithItsHeaders) {
  const std::string answer = Talk(Head("GET /" + token_ + "/") + "Connection: close\r\n\r\n");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  for (const char* header : {"Cache-Control: no-store", "X-Content-Type-Options: nosniff",
                             "Referrer-Policy: no-referrer", "Content-Security-Policy: default-src 'none'"})
    EXPECT_THAT(answer, HasSubstr(header));
}

TEST_F(ServerTest, RefusesBeforeABodyIsRead) {
  // 100 MB are announced and never sent: an answer all the same.
  EXPECT_THAT(Talk(Posting(100'000'000) + "\r\n"), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(Talk(Head("POST /wrong/api/act") + "Content-Length: 1000\r\n\r\n"), StartsWith("HTTP/1.1 403"));
  EXPECT_THAT(Talk("GET /" + token_ + "/ HTTP/1.1\r\nHost: evil.example\r\n\r\n"),
              StartsWith("HTTP/1.1 421"));
}

TEST_F(ServerTest, NoHttpAndAnEndlessHeadEndTheConnection) {
  EXPECT_EQ(Talk("\x16\x03\x01 hello, is this TLS?\r\n\r\n"), "");
  EXPECT_EQ(Talk(Head("GET /" + token_ + "/") + "X: " + std::string(20'000, 'x') + "\r\n\r\n"), "");
  EXPECT_THAT(Talk(Head("GET /" + token_ + "/") + "Connection: close\r\n\r\n"), StartsWith("HTTP/1.1 200"))
      << "it still answers";
}

TEST_F(ServerTest, AnActComesThroughWhole) {
  const std::string body = R"({"finding":")" + reports::MakeSample().result.findings[0].id +
                           R"(","version":0,"act":"note","by":"王芳","reason":"看过"})";
  const std::string answer = Talk(Posting(body.size()) + "Connection: close\r\n\r\n" + body);
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 201"));
  EXPECT_EQ(log_->size(), 1);
}

TEST_F(ServerTest, ListensOnLoopbackOnly) {
  // The port is taken on 127.0.0.1 and on no other loopback address.
  asio::io_context context;
  tcp::socket socket(context);
  boost::system::error_code error;
  socket.connect({asio::ip::make_address_v4("127.0.0.2"), server_->port()}, error);
  EXPECT_TRUE(error);
}

TEST(RandomToken, IsLongAndNeverTheSame) {
  std::set<std::string> tokens;
  for (int i = 0; i < 100; ++i) {
    tokens.insert(RandomToken());
    EXPECT_EQ(tokens.begin()->size(), 64U);
  }
  EXPECT_EQ(tokens.size(), 100U);
}

}  // namespace
}  // namespace mingcha::review
