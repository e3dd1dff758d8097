#include "crawler/engine/transfer.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "crawler/address.h"
#include "crawler/engine/tls_info.h"

namespace mingcha::crawler {
namespace {

using model::FetchOutcome;

std::string_view HeaderValue(std::string_view line, std::string_view name) {
  if (line.size() <= name.size() || line[name.size()] != ':') return {};
  if (base::ToLowerAscii(line.substr(0, name.size())) != name) return {};
  return base::Trim(line.substr(name.size() + 1));
}

void TakeHeaderLine(std::string_view line, Transfer* transfer) {
  HttpResponse& out = transfer->response;
  const std::pair<std::string_view, std::string*> wanted[] = {{"content-type", &out.content_type},
                                                              {"last-modified", &out.last_modified},
                                                              {"etag", &out.etag},
                                                              {"location", &out.location}};
  for (const auto& [name, place] : wanted) {
    if (const std::string_view value = HeaderValue(line, name); !value.empty()) *place = std::string(value);
  }
}

size_t OnHeader(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  const std::string_view line(data, size * count);
  transfer->header_bytes += static_cast<int64_t>(line.size());
  if (transfer->header_bytes > transfer->request.max_header_bytes) {
    transfer->too_large = true;
    return 0;
  }
  HttpResponse& out = transfer->response;
  const bool status_line = line.substr(0, 5) == "HTTP/";
  if (transfer->head_complete && !status_line) return line.size();  // a trailer
  if (status_line) {  // A later one follows an interim answer (1xx), which is not the answer.
    out.response_head.clear();
    out.content_type = out.last_modified = out.etag = out.location = {};
    transfer->head_complete = false;
  }
  out.response_head += line;
  if (line == "\r\n" || line == "\n") {
    transfer->head_complete = true;
  } else if (!status_line) {
    TakeHeaderLine(line, transfer);
  }
  return line.size();
}

/// How many times more bytes came out than came in.
int64_t UnpackRatio(const Transfer& transfer) {
  curl_off_t sent = 0;
  curl_easy_getinfo(transfer.easy, CURLINFO_SIZE_DOWNLOAD_T, &sent);
  return sent <= 0 ? 0 : static_cast<int64_t>(transfer.response.body.size()) / sent;
}

size_t OnBody(char* data, size_t size, size_t count, void* self) {
  auto* transfer = static_cast<Transfer*>(self);
  const size_t bytes = size * count;
  const int64_t room =
      transfer->request.max_body_bytes - static_cast<int64_t>(transfer->response.body.size());
  constexpr size_t kBombSize = 4'000'000;
  if (transfer->response.body.size() > kBombSize &&
      UnpackRatio(*transfer) > transfer->request.max_unpack_ratio) {
    transfer->bomb = true;
    return 0;
  }
  if (static_cast<int64_t>(bytes) <= room) {
    transfer->response.body.append(data, bytes);
    *transfer->received += static_cast<int64_t>(bytes);
    return bytes;
  }
  // What fits is kept: evidence up to the limit.
  transfer->response.body.append(data, static_cast<size_t>(room));
  *transfer->received += room;
  if (transfer->request.cut_at_limit) {
    transfer->cut = true;
  } else {
    transfer->too_large = true;
    transfer->bomb = UnpackRatio(*transfer) > transfer->request.max_unpack_ratio;
  }
  return 0;
}

int OnDebug(CURL* /*easy*/, curl_infotype type, char* data, size_t size, void* self) {
  if (type == CURLINFO_HEADER_OUT) static_cast<Transfer*>(self)->response.request_head.append(data, size);
  return 0;
}

std::string AddressText(const sockaddr* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const void* bytes = nullptr;
  if (address->sa_family == AF_INET) {
    bytes = &reinterpret_cast<const sockaddr_in*>(address)->sin_addr;
  } else if (address->sa_family == AF_INET6) {
    bytes = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
  }
  if (bytes == nullptr) return {};
  return inet_ntop(address->sa_family, bytes, text.data(), static_cast<socklen_t>(text.size())) == nullptr
             ? std::string()
             : std::string(text.data());
}

/// The address that was resolved, before anything is sent to it: names can change their answer.
curl_socket_t OnOpenSocket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
  auto* transfer = static_cast<Transfer*>(self);
  const std::string text = AddressText(&address->addr);
  if (!transfer->request.allow_private_addresses && IsPrivateAddress(text)) {
    transfer->forbidden = true;
    transfer->response.remote_address = text;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/// The same check for a connection that another request opened; and how it is secured.
int OnBeforeRequest(void* self, char* remote_ip, char* /*local_ip*/, int /*remote_port*/,
                    int /*local_port*/) {
  auto* transfer = static_cast<Transfer*>(self);
  transfer->response.remote_address = remote_ip;
  transfer->response.tls = TlsOf(transfer->easy);
  if (transfer->request.allow_private_addresses || !IsPrivateAddress(remote_ip)) return CURL_PREREQFUNC_OK;
  transfer->forbidden = true;
  return CURL_PREREQFUNC_ABORT;
}

FetchOutcome OutcomeOf(CURLcode code) {
  switch (code) {
    case CURLE_OK:
      return FetchOutcome::kOk;
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return FetchOutcome::kDns;
    case CURLE_COULDNT_CONNECT:
    case CURLE_INTERFACE_FAILED:
      return FetchOutcome::kConnect;
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    case CURLE_USE_SSL_FAILED:
      return FetchOutcome::kTls;
    case CURLE_OPERATION_TIMEDOUT:
      return FetchOutcome::kTimeout;
    case CURLE_PARTIAL_FILE:
    case CURLE_BAD_CONTENT_ENCODING:
      return FetchOutcome::kTruncated;
    case CURLE_FILESIZE_EXCEEDED:
    case CURLE_OUT_OF_MEMORY:  // What 7.88 says to a header line over 100 KB.
      return FetchOutcome::kTooLarge;
    case CURLE_URL_MALFORMAT:
      return FetchOutcome::kBadUrl;
    default:
      return FetchOutcome::kReset;  // Broken off, empty or not HTTP: the detail tells.
  }
}

/// The codings a head names, in lower case; of several fields all.
std::vector<std::string> CodingsOf(std::string_view head) {
  std::vector<std::string> out;
  for (const std::string_view line : base::Split(head, '\n')) {
    for (const std::string_view coding : base::Split(HeaderValue(line, "content-encoding"), ',')) {
      if (!base::Trim(coding).empty()) out.push_back(base::ToLowerAscii(base::Trim(coding)));
    }
  }
  return out;
}

bool IsCoding(const std::string& name) {
  static constexpr std::array<std::string_view, 8> kRegistered = {"gzip", "x-gzip",   "deflate",    "br",
                                                                  "zstd", "compress", "x-compress", "dcb"};
  return std::find(kRegistered.begin(), kRegistered.end(), name) != kRegistered.end();
}

/// Some servers name a charset there: the body is as it would be without.
bool NamesNoCoding(std::string_view head) {
  const std::vector<std::string> codings = CodingsOf(head);
  return !codings.empty() && std::none_of(codings.begin(), codings.end(), IsCoding);
}

bool IsPacked(std::string_view head) {
  const std::vector<std::string> codings = CodingsOf(head);
  return std::any_of(codings.begin(), codings.end(), IsCoding);
}

std::string_view HttpVersionName(CURL* easy) {
  long version = 0;
  curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &version);
  switch (version) {
    case CURL_HTTP_VERSION_1_0:
      return "1.0";
    case CURL_HTTP_VERSION_1_1:
      return "1.1";
    case CURL_HTTP_VERSION_2_0:
      return "2";
    default:
      return {};
  }
}

model::FetchTiming TimingOf(CURL* easy) {
  const auto ms = [easy](CURLINFO what) {
    curl_off_t micros = 0;
    curl_easy_getinfo(easy, what, &micros);
    return static_cast<int>(micros / 1000);
  };
  return {ms(CURLINFO_NAMELOOKUP_TIME_T), ms(CURLINFO_CONNECT_TIME_T), ms(CURLINFO_APPCONNECT_TIME_T),
          ms(CURLINFO_STARTTRANSFER_TIME_T)};
}

/// How far a request came that ran out of time.
std::string_view PhaseReached(CURL* easy, const HttpResponse& response) {
  if (!response.response_head.empty()) return "timeout while receiving";
  if (!response.request_head.empty()) return "timeout waiting for the answer";
  curl_off_t resolved = 0;
  curl_easy_getinfo(easy, CURLINFO_NAMELOOKUP_TIME_T, &resolved);
  return resolved > 0 ? "timeout while connecting" : "timeout while resolving the name";
}

/// A value from an earlier answer's head: it cannot hold a line break, but a stored one is not trusted.
void AddValidator(const char* name, const std::string& value, Transfer* transfer) {
  if (value.empty() || value.find_first_of("\r\n") != std::string::npos) return;
  transfer->headers = curl_slist_append(transfer->headers, (name + value).c_str());
}

}  // namespace

void SetUp(CURL* easy, Transfer* transfer) {
  transfer->easy = easy;
  const HttpRequest& request = transfer->request;
  curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error_text.data());
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, request.user_agent.c_str());
  if (!request.ca_file.empty()) curl_easy_setopt(easy, CURLOPT_CAINFO, request.ca_file.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_PROXY, "");  // Else the environment could lead past the address check.
  curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);  // Resolved already, as browsers do it.
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // Empty: all that curl was built with.
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, request.unpacked ? "identity" : "");
  curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, request.unpacked ? 0L : 1L);
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(request.timeout_ms));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(request.connect_timeout_ms));
  if (!request.post.empty()) {  // The body stands in `transfer` as long as curl needs it.
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.post.size()));
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.post.c_str());
  }
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, &OnDebug);
  curl_easy_setopt(easy, CURLOPT_DEBUGDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_VERBOSE, 1L);  // Only so does the request's head come out.
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, &OnOpenSocket);
  curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer);
  curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, &OnBeforeRequest);
  curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
  AddValidator("If-None-Match: ", request.if_none_match, transfer);
  AddValidator("If-Modified-Since: ", request.if_modified_since, transfer);
  if (transfer->headers != nullptr) curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->headers);
}

void TakeResult(CURLcode code, Transfer* transfer) {
  HttpResponse& out = transfer->response;
  out.outcome = OutcomeOf(code);
  long status = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
  out.status = static_cast<int>(status);
  curl_off_t micros = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_TOTAL_TIME_T, &micros);
  out.elapsed_ms = static_cast<int>(micros / 1000);
  curl_off_t retry_after = 0;
  curl_easy_getinfo(transfer->easy, CURLINFO_RETRY_AFTER, &retry_after);
  out.retry_after_s = retry_after;
  out.http_version = HttpVersionName(transfer->easy);
  out.timing = TimingOf(transfer->easy);
  out.unknown_coding =
      code == CURLE_BAD_CONTENT_ENCODING && out.body.empty() && NamesNoCoding(out.response_head);
  if (code == CURLE_OK && transfer->request.unpacked && !out.body.empty() && IsPacked(out.response_head)) {
    out.outcome = FetchOutcome::kTruncated;
    out.detail = "packed although it was not to be";
  }
  if (transfer->forbidden) {
    out.outcome = FetchOutcome::kForbiddenAddress;
    out.detail = "private address " + out.remote_address;
  } else if (transfer->cut) {
    out.outcome = FetchOutcome::kOk;
  } else if (transfer->bomb) {
    out.outcome = FetchOutcome::kBomb;
    out.detail = "unpacks to " + std::to_string(UnpackRatio(*transfer)) + " times what was sent";
  } else if (transfer->too_large) {
    out.outcome = FetchOutcome::kTooLarge;
    out.detail = transfer->header_bytes > transfer->request.max_header_bytes ? "header over the limit"
                                                                             : "body over the limit";
  } else if (out.outcome == FetchOutcome::kTimeout) {
    out.detail = PhaseReached(transfer->easy, out);
  } else if (code != CURLE_OK) {
    out.detail = transfer->error_text[0] != '\0' ? transfer->error_text.data() : curl_easy_strerror(code);
  }
}

}  // namespace mingcha::crawler
