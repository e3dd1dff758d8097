#pragma once

#include <string_view>

namespace mingcha::model {

/// How the detail of a page's record begins that was not asked for because its site's robots.txt could not be
/// had (RFC 9309, 2.3.1.4): the site did not answer, it forbade nothing.
inline constexpr std::string_view kRobotsUnreachable = "robots.txt unreachable: ";

}  // namespace mingcha::model
