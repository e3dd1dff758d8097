#pragma once

#include <string>
#include <string_view>

#include "base/url.h"

namespace mingcha::model {

/// Lists of some CMSs go on by POST to one and the same URL, so a URL alone does not tell their pages apart.
/// A POST request is known by the URL with a fragment: `http://a.cn/list.aspx#post:__EVENTARGUMENT=2`.
///
/// The fragment holds what of the body tells requests apart, without what differs at every visit (a form's
/// hidden state). Fragments that pages write are dropped everywhere, so that no page can make one up.
inline constexpr std::string_view kPostMark = "post:";

/// The address of a POST request to `url` (its own fragment is dropped). `key` is form-encoded text.
[[nodiscard]] std::string PostAddress(const base::Url& url, std::string_view key);

/// What follows the mark in an address made by PostAddress; empty for other addresses.
[[nodiscard]] std::string_view PostKey(std::string_view address);

/// The address without such a fragment: what is sent and archived as the target.
[[nodiscard]] std::string_view WithoutPostKey(std::string_view address);

}  // namespace mingcha::model
