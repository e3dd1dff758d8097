#include "crawler/challenge.h"

#include <array>

#include "base/text.h"

namespace mingcha::crawler {
namespace {

constexpr size_t kSmallBody = 8'192;

/// Cookies and script variables of known guards.
constexpr std::array<std::string_view, 5> kMarks = {"fssbbil1ugzbn7n80", "__jsl_clearance", "__jsluid",
                                                    "acw_sc__v2", "acw_tc"};

}  // namespace

std::string ChallengeName(int status, std::string_view head, std::string_view body,
                          const std::vector<std::string>& phrases) {
  const bool small = body.size() <= kSmallBody;
  const bool guard_status = status == 412 || status == 521 || status == 512 || status == 202;
  if (!small && !guard_status) return {};  // Nearly every page of a crawl: nothing below could name it.
  const std::string lower_head = base::ToLowerAscii(head);
  const std::string lower_body = base::ToLowerAscii(body.substr(0, kSmallBody));
  const bool script = lower_body.find("<script") != std::string::npos;
  const bool cookie = lower_head.find("set-cookie:") != std::string::npos;
  std::string_view mark;
  for (const std::string_view known : kMarks) {
    if (lower_head.find(known) != std::string::npos) mark = known;
  }
  const std::string number = std::to_string(status);
  if ((status == 412 || status == 521 || status == 512) && (script || cookie))
    return "script challenge " + number;
  if (status == 202 && script && cookie) return "script challenge " + number;
  if (small && script && !mark.empty() && (status == 403 || status == 503)) {
    return "script challenge " + std::string(mark);
  }
  // The variable that holds the answer is named only in the challenge's own script.
  if (small && script && lower_body.find("acw_sc__v2") != std::string::npos)
    return "script challenge acw_sc__v2";
  if (!small) return {};
  for (const std::string& phrase : phrases) {
    if (!phrase.empty() && body.find(phrase) != std::string_view::npos) return "refusal text";
  }
  return {};
}

}  // namespace mingcha::crawler
