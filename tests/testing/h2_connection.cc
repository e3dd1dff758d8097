#include "tests/testing/h2_connection.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <map>

namespace mingcha::testing {
namespace {

struct Stream {
  std::string path, body;
  size_t sent = 0;
};

struct Connection {
  SSL* ssl = nullptr;
  const PageAt* page_at = nullptr;
  std::map<int32_t, Stream> streams;
  int most = 0;
};

ssize_t OnSend(nghttp2_session* /*session*/, const uint8_t* data, size_t length, int /*flags*/, void* self) {
  const int sent = SSL_write(static_cast<Connection*>(self)->ssl, data, static_cast<int>(length));
  return sent <= 0 ? NGHTTP2_ERR_CALLBACK_FAILURE : sent;
}

int OnBegin(nghttp2_session* /*session*/, const nghttp2_frame* frame, void* self) {
  auto* connection = static_cast<Connection*>(self);
  if (frame->hd.type == NGHTTP2_HEADERS) connection->streams[frame->hd.stream_id] = {};
  connection->most = std::max(connection->most, static_cast<int>(connection->streams.size()));
  return 0;
}

int OnHeader(nghttp2_session* /*session*/, const nghttp2_frame* frame, const uint8_t* name,
             size_t name_length, const uint8_t* value, size_t value_length, uint8_t /*flags*/, void* self) {
  if (std::string_view(reinterpret_cast<const char*>(name), name_length) == ":path") {
    static_cast<Connection*>(self)->streams[frame->hd.stream_id].path.assign(
        reinterpret_cast<const char*>(value), value_length);
  }
  return 0;
}

ssize_t ReadBody(nghttp2_session* /*session*/, int32_t id, uint8_t* buffer, size_t room, uint32_t* flags,
                 nghttp2_data_source* /*source*/, void* self) {
  Stream& stream = static_cast<Connection*>(self)->streams[id];
  const size_t piece = std::min(room, stream.body.size() - stream.sent);
  std::memcpy(buffer, stream.body.data() + stream.sent, piece);
  stream.sent += piece;
  if (stream.sent == stream.body.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(piece);
}

nghttp2_nv Field(std::string_view name, std::string_view value) {
  const auto bytes = [](std::string_view text) {
    return const_cast<uint8_t*>(reinterpret_cast<const uint8_t*>(text.data()));
  };
  return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

int OnFrame(nghttp2_session* session, const nghttp2_frame* frame, void* self) {
  auto* connection = static_cast<Connection*>(self);
  if ((frame->hd.flags & NGHTTP2_FLAG_END_STREAM) == 0 || frame->hd.type != NGHTTP2_HEADERS) return 0;
  Stream& stream = connection->streams[frame->hd.stream_id];
  stream.body = (*connection->page_at)(stream.path);
  const std::array<nghttp2_nv, 2> head = {Field(":status", "200"),
                                          Field("content-type", "text/html; charset=utf-8")};
  nghttp2_data_provider body{};
  body.read_callback = &ReadBody;
  return nghttp2_submit_response(session, frame->hd.stream_id, head.data(), head.size(), &body);
}

int OnClose(nghttp2_session* /*session*/, int32_t id, uint32_t /*error*/, void* self) {
  static_cast<Connection*>(self)->streams.erase(id);
  return 0;
}

}  // namespace

int ServeHttp2(SSL* ssl, const PageAt& page_at) {
  Connection connection;
  connection.ssl = ssl;
  connection.page_at = &page_at;
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_send_callback(callbacks, &OnSend);
  nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, &OnBegin);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, &OnHeader);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, &OnFrame);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &OnClose);
  nghttp2_session* session = nullptr;
  nghttp2_session_server_new(&session, callbacks, &connection);
  nghttp2_session_callbacks_del(callbacks);
  nghttp2_submit_settings(session, NGHTTP2_FLAG_NONE, nullptr, 0);
  std::array<uint8_t, 16'384> piece{};
  while (nghttp2_session_send(session) == 0) {
    const int got = SSL_read(ssl, piece.data(), static_cast<int>(piece.size()));
    if (got <= 0 || nghttp2_session_mem_recv(session, piece.data(), static_cast<size_t>(got)) < 0) break;
  }
  nghttp2_session_del(session);
  return connection.most;
}

}  // namespace mingcha::testing
