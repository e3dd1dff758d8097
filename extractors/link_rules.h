#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "extractors/lexicon_index.h"

namespace mingcha::extractors {

/// What the tree's reader of links and the scan agree on.

/// The address in the content of a meta refresh: `5; url=…`.
[[nodiscard]] std::string_view RefreshAddress(std::string_view content);
/// True for `javascript:` addresses.
[[nodiscard]] bool IsScriptAddress(std::string_view address);
/// True for an address with its host, as the choices of a menu of other sites have it.
[[nodiscard]] bool IsWholeAddress(std::string_view value);
/// The file an embedded viewer shows: its `file` parameter, decoded.
[[nodiscard]] std::optional<std::string> ViewedFile(std::string_view src);
/// The file of an address that is a viewer's and nothing else (`viewer.html?file=…`, an office viewer's
/// `src=…`, a preview's `url=…`, in base 64 or not): its page (`patterns.viewer_page`) has nothing of its
/// own. nullopt: no such address.
[[nodiscard]] std::optional<std::string> FileOfViewer(std::string_view address, const LexiconIndex& lexicon);
/// True if a text has nothing that squashing, collapsing or width folding would change: no white space, no
/// zero-width character, nothing full-width. Most link texts are so.
[[nodiscard]] bool IsPlainText(std::string_view utf8);
/// The name of a link: its title attribute if the text is a cut-off form of it or says nothing, else the
/// text, else the image's. White space is squashed.
[[nodiscard]] std::string ChooseLinkText(std::string_view text, std::string_view title, std::string_view alt);

}  // namespace mingcha::extractors
