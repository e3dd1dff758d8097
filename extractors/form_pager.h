#pragma once

#include <string>

#include "extractors/pager.h"

namespace mingcha::extractors {

/// Pagers that write a page's number into a field of a form and send the form, told by that alone whatever
/// their functions and fields are called:
///
///     function go(n) { document.f.pageNo.value = n; document.f.submit(); }
///     <form name="f" action="/list" method="post"><input type="hidden" name="pageNo" value="1"> …
///     <a href="javascript:go(2)">next</a> <a href="javascript:go(9)">last</a>
///
/// The link may do so itself: `javascript:document.f.pageNo.value=2;document.f.submit()`.
/// Or that put the number into an address they go to: `location.href = "list_" + n + ".html"`.
///
/// Pages are asked by the form's method with the form's other fields as they stand. How many there are is
/// told by what «last» calls. True if the page has such a pager: its calls for further pages are then
/// understood, also where it names none (the last page). Any thread.
bool ReadFormPager(const PagerInput& input, const LexiconIndex& lexicon, PagerReading* reading);

}  // namespace mingcha::extractors
