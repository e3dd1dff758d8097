#include "tests/testing/tls_site.h"

#include <arpa/inet.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <thread>
#include <utility>

#include "base/check.h"
#include "tests/testing/h2_connection.h"

namespace mingcha::testing {
namespace {

template <auto kFree>
struct Freer {
  template <typename T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509_free>>;
using SslContext = std::unique_ptr<SSL_CTX, Freer<SSL_CTX_free>>;

void AddExtension(X509* certificate, X509* issuer, int id, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, &context, id, value.c_str());
  CHECK(extension != nullptr) << "no extension " << value;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

/// `issuer` null: signs itself.
Certificate Make(EVP_PKEY* key, const std::string& name, const TlsCertificate& about, X509* issuer,
                 EVP_PKEY* issuer_key, bool authority) {
  constexpr long kDay = 86'400;
  Certificate out(X509_new());
  X509_set_version(out.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(out.get()), authority ? 1 : 2);
  X509_gmtime_adj(X509_getm_notBefore(out.get()), about.from_days * kDay);
  X509_gmtime_adj(X509_getm_notAfter(out.get()), about.to_days * kDay);
  X509_set_pubkey(out.get(), key);
  X509_NAME* subject = X509_get_subject_name(out.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509* by = issuer == nullptr ? out.get() : issuer;
  X509_set_issuer_name(out.get(), X509_get_subject_name(by));
  AddExtension(out.get(), by, NID_basic_constraints, authority ? "critical,CA:TRUE" : "CA:FALSE");
  if (!authority) AddExtension(out.get(), by, NID_subject_alt_name, "IP:" + about.host);
  CHECK(X509_sign(out.get(), issuer_key == nullptr ? key : issuer_key, EVP_sha256()) > 0) << "not signed";
  return out;
}

}  // namespace

class TlsSite::Impl {
 public:
  explicit Impl(const TlsCertificate& about) {
    const Key authority_key(EVP_EC_gen("P-256"));
    const Certificate authority =
        Make(authority_key.get(), "mingcha test authority", {}, nullptr, nullptr, true);
    const Key key(EVP_EC_gen("P-256"));
    const Certificate certificate =
        about.trusted ? Make(key.get(), about.host, about, authority.get(), authority_key.get(), false)
                      : Make(key.get(), about.host, about, nullptr, nullptr, false);
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int bytes = 0;
    CHECK(X509_digest(certificate.get(), EVP_sha256(), digest.data(), &bytes) == 1) << "digest";
    for (unsigned int i = 0; i < bytes; ++i) {
      std::array<char, 3> two{};
      std::snprintf(two.data(), two.size(), "%02x", digest[i]);
      fingerprint_ += two.data();
    }
    std::array<char, 32> name{"/tmp/mingcha-tls-XXXXXX"};
    const int file = mkstemp(name.data());
    CHECK(file >= 0) << "no temporary file";
    authority_file_ = name.data();
    FILE* out = fdopen(file, "w");
    PEM_write_X509(out, authority.get());
    fclose(out);
    context_.reset(SSL_CTX_new(TLS_server_method()));
    CHECK(SSL_CTX_use_certificate(context_.get(), certificate.get()) == 1) << "certificate";
    CHECK(SSL_CTX_use_PrivateKey(context_.get(), key.get()) == 1) << "key";
    if (about.http2) SSL_CTX_set_alpn_select_cb(context_.get(), &Impl::ChooseHttp2, nullptr);
    Listen();
    thread_ = std::thread([this] { Serve(); });
  }

  ~Impl() {
    stop_ = true;
    thread_.join();
    close(listener_);
    unlink(authority_file_.c_str());
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;

  [[nodiscard]] uint16_t port() const { return port_; }
  [[nodiscard]] const std::string& authority_file() const { return authority_file_; }
  [[nodiscard]] const std::string& fingerprint() const { return fingerprint_; }
  [[nodiscard]] int connections() const { return connections_; }
  [[nodiscard]] int most_streams() const { return most_streams_; }

 private:
  void Listen() {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    CHECK(bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0) << "bind";
    CHECK(listen(listener_, 16) == 0) << "listen";
    getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
  }

  void Serve() {
    while (!stop_) {
      pollfd ready{listener_, POLLIN, 0};
      if (poll(&ready, 1, 20) <= 0) continue;
      const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (client < 0) continue;
      const timeval patience{5, 0};
      setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
      SSL* ssl = SSL_new(context_.get());
      SSL_set_fd(ssl, client);
      if (SSL_accept(ssl) == 1) Serve(ssl);
      SSL_free(ssl);
      close(client);
    }
  }

  static int ChooseHttp2(SSL* /*ssl*/, const unsigned char** chosen, unsigned char* size,
                         const unsigned char* offered, unsigned int offered_size, void* /*self*/) {
    static constexpr std::array<unsigned char, 3> kWanted = {2, 'h', '2'};
    const int found = SSL_select_next_proto(const_cast<unsigned char**>(chosen), size, kWanted.data(),
                                            kWanted.size(), offered, offered_size);
    return found == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_NOACK;
  }

  static std::string PageAtPath(const std::string& path) {
    if (path != "/") return "<p>over h2 at " + path + "</p>";
    std::string body;
    for (int i = 1; i <= 20; ++i) body += "<a href=\"/" + std::to_string(i) + "\">page</a>";
    return body;
  }

  void Serve(SSL* ssl) {
    ++connections_;
    const unsigned char* protocol = nullptr;
    unsigned int size = 0;
    SSL_get0_alpn_selected(ssl, &protocol, &size);
    if (size != 2) return Answer(ssl);
    const int most = ServeHttp2(ssl, &PageAtPath);
    if (most > most_streams_) most_streams_ = most;
  }

  static void Answer(SSL* ssl) {
    std::string head;
    std::array<char, 4096> piece{};
    while (head.find("\r\n\r\n") == std::string::npos) {
      const int got = SSL_read(ssl, piece.data(), static_cast<int>(piece.size()));
      if (got <= 0) return;
      head.append(piece.data(), static_cast<size_t>(got));
    }
    const std::string body = "<p>over tls</p>";
    const std::string reply =
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: " +
        std::to_string(body.size()) + "\r\n\r\n" + body;
    SSL_write(ssl, reply.data(), static_cast<int>(reply.size()));
    SSL_shutdown(ssl);
  }

  SslContext context_;
  std::string authority_file_, fingerprint_;
  int listener_ = -1;
  uint16_t port_ = 0;
  std::atomic<bool> stop_{false};
  std::atomic<int> connections_{0}, most_streams_{0};
  std::thread thread_;
};

TlsSite::TlsSite(const TlsCertificate& certificate) {
  std::signal(SIGPIPE, SIG_IGN);  // a client that refuses the certificate hangs up in mid-write
  impl_ = std::make_unique<Impl>(certificate);
}
TlsSite::~TlsSite() = default;
std::string TlsSite::Url(const std::string& path) const {
  return "https://127.0.0.1:" + std::to_string(impl_->port()) + path;
}
int TlsSite::connections() const { return impl_->connections(); }
int TlsSite::most_streams() const { return impl_->most_streams(); }
const std::string& TlsSite::fingerprint() const { return impl_->fingerprint(); }
const std::string& TlsSite::authority_file() const { return impl_->authority_file(); }

}  // namespace mingcha::testing
