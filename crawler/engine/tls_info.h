#pragma once

#include <string_view>

#include "model/page_record.h"

namespace mingcha::crawler {

/// Takes version and cipher out of a line that curl prints about a handshake (`SSL connection using TLSv1.3 /
/// TLS_AES_256_GCM_SHA384`); other lines change nothing.
void ReadHandshakeLine(std::string_view line, model::TlsInfo* info);

/// Takes one `Name:value` entry of CURLINFO_CERTINFO for the server's own certificate: subject, issuer, end
/// of validity, and the PEM text, of whose DER bytes the fingerprint is made.
void ReadCertificateEntry(std::string_view entry, model::TlsInfo* info);

}  // namespace mingcha::crawler
