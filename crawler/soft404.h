#pragma once

#include <string>
#include <string_view>

#include "model/page_record.h"

namespace mingcha::crawler {

/// What an origin answers for an address that cannot exist (domain.md 8.2).
struct BogusAnswer {
  bool soft = false;        ///< It answers as if there were a page; else its 404s can be believed.
  bool redirected = false;  ///< It sends dead addresses elsewhere …
  std::string final_url;    ///< … to here.
  std::string text_key;     ///< TextKey of the page it shows; empty: too little text to compare.
};

/// An address of the origin that no server has: the same at each call.
[[nodiscard]] std::string BogusUrl(const std::string& origin);

/// A key of the text outside ASCII between tags: equal for pages that differ in dates, numbers, addresses
/// only. Empty for texts of fewer than eight characters.
[[nodiscard]] std::string TextKey(std::string_view html);

[[nodiscard]] BogusAnswer ReadBogusAnswer(const model::PageRecord& record, std::string_view body);

/// How a page that was answered like a page is none; empty text: it is one. Home pages are never called
/// missing: some servers show them for every dead address.
[[nodiscard]] std::string WhySoft404(const model::PageRecord& record, std::string_view body,
                                     const BogusAnswer& bogus);

/// How an address that an earlier round read, and that named itself then, shows that it is gone now; empty
/// text: it does not. `says_gone`: model::LinkFinder::SaysGone of the answer.
[[nodiscard]] std::string WhyGoneSince(const model::PageRecord& record, bool says_gone);

}  // namespace mingcha::crawler
