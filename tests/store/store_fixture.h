#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "store/assessment.h"
#include "tests/testing/fake_clock.h"

namespace mingcha::store {

/// A fresh folder for one test, gone afterwards.
class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    // In memory where the system has such a place: hundreds of small synced writes.
    const std::filesystem::path memory = "/dev/shm";
    const auto parent =
        std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
    std::string pattern = (parent / "mingcha-store-XXXXXX").string();
    root_ = ::mkdtemp(pattern.data());
  }
  ~StoreTest() override {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }

  [[nodiscard]] std::string Path(const std::string& name) const { return root_ + "/" + name; }

  [[nodiscard]] AssessmentOptions Options() const {
    AssessmentOptions options;
    options.salt = "0123456789abcdef0123456789abcdef";
    options.clock = &clock_;
    return options;
  }
  [[nodiscard]] std::unique_ptr<Assessment> Create(const std::string& name) {
    auto made = Assessment::Create(Path(name), Options());
    EXPECT_TRUE(made) << (made ? "" : base::ToEnglish(made.error()));
    return made ? std::move(*made) : nullptr;
  }
  [[nodiscard]] std::unique_ptr<Assessment> Open(const std::string& name,
                                                 OpenMode mode = OpenMode::kReadWrite) {
    auto opened = Assessment::Open(Path(name), mode, Options());
    EXPECT_TRUE(opened) << (opened ? "" : base::ToEnglish(opened.error()));
    return opened ? std::move(*opened) : nullptr;
  }
  [[nodiscard]] base::Error OpenError(const std::string& name, OpenMode mode = OpenMode::kReadWrite) {
    auto opened = Assessment::Open(Path(name), mode, Options());
    EXPECT_FALSE(opened) << "opening " << name << " went well";
    return opened ? base::Error{} : opened.error();
  }

  static std::string ReadAll(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  static void WriteAll(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
  }

  std::string root_;
  mingcha::testing::FakeClock clock_{"2025-06-01T00:00:00Z"};
};

inline model::PageRecord Page(const std::string& url,
                              model::FetchOutcome outcome = model::FetchOutcome::kOk) {
  model::PageRecord page;
  page.site = "portal";
  page.url = url;
  page.final_url = url;
  page.outcome = outcome;
  page.http_status = 200;
  page.content_type = "text/html; charset=utf-8";
  page.remote_address = "127.0.0.1";
  page.fetched_at = *base::Instant::FromIso("2025-06-01T08:09:10.111Z");
  page.elapsed_ms = 12;
  return page;
}

inline model::Exchange ExchangeOf(std::string body) {
  return {"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\n",
          std::move(body)};
}

inline model::FetchTask Task(const std::string& url, model::TaskKind kind = model::TaskKind::kDetail,
                             int depth = 1) {
  model::FetchTask task;
  task.url = url;
  task.site = "portal";
  task.kind = kind;
  task.depth = depth;
  task.found_on = "http://a.example/";
  task.anchor = "a link";
  return task;
}

inline std::vector<model::PageRecord> AllPages(Assessment* store) {
  std::vector<model::PageRecord> pages;
  const auto status = store->pages().ForEach([&](const model::PageRecord& page) -> base::Status {
    pages.push_back(page);
    return {};
  });
  EXPECT_TRUE(status) << (status ? "" : base::ToEnglish(status.error()));
  return pages;
}

}  // namespace mingcha::store
