#pragma once

#include <curl/curl.h>

#include <array>
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <utility>

#include "crawler/engine/http_client.h"
#include "crawler/engine/wait.h"

namespace mingcha::crawler {

/// One request while curl works on it. Lives in the frame of Fetch; all on the client's thread.
struct Transfer {
  Transfer(boost::asio::io_context& io, HttpRequest asked) : request(std::move(asked)), ended(io) {}

  HttpRequest request;
  HttpResponse response;
  Event ended;
  bool done = false;
  bool head_complete = false;
  bool too_large = false, forbidden = false, cut = false, bomb = false;
  CURL* easy = nullptr;
  int64_t header_bytes = 0;
  int64_t* received = nullptr;    ///< The client's sum.
  curl_slist* headers = nullptr;  ///< Of the request; whoever takes the handle back frees them.
  std::array<char, CURL_ERROR_SIZE> error_text{};
};

/// Tells a fresh handle what to ask and what of the answer may come in: limits of sizes, ratio and time, and
/// addresses that may be connected to, are checked while curl works. `transfer` must outlive its work, with
/// `received` set.
void SetUp(CURL* easy, Transfer* transfer);

/// What came of it, once curl has ended with `code`: fills the response.
void TakeResult(CURLcode code, Transfer* transfer);

}  // namespace mingcha::crawler
