#pragma once

#include <string>
#include <string_view>

#include "extractors/pager.h"

namespace mingcha::extractors {

/// Pagers of systems that no profile describes, told by the form of their scripts alone:
///
/// * a call (or its object) whose values are, in this order, a count of pages, a number, a file's name and
/// its
///   extension: `anyName("box", 34, 1, "list", "html")`;
/// * an object with a count of entries beside an address that the script puts together from a page's number:
///   `{size: 15, total: 302}` … `location.href = "/notices/" + (page + 1) + ".html"`.
///
/// To be asked where no rule of a profile has spoken. Scripts beyond 256 KB are not read. Returns the address
/// of the file that the script pages, if it names one (it may be an article of several pages). Any thread.
/// What it counts is a guess: pages to ask for, no proof of a list's end.
std::string ReadScriptPager(const PagerInput& input, PagerReading* reading);

/// False only if ReadScriptPager names nothing for a page with these scripts. Any thread.
[[nodiscard]] bool MayPage(std::string_view scripts);

}  // namespace mingcha::extractors
