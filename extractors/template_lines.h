#pragma once

#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "extractors/page_text.h"

namespace mingcha::extractors {

/// Tells whether a line, by its LineHash, is one that the template of the page's host prints on its articles.
using IsTemplateLine = std::function<bool(uint32_t)>;

/// Of a line's folded text; 0 for lines too short to say anything.
[[nodiscard]] uint32_t LineHash(std::string_view line);

/// Hashes of the lines of a text: ascending, each once.
[[nodiscard]] std::vector<uint32_t> LinesOf(std::string_view text);

/// The line in which a byte of the text stands.
[[nodiscard]] std::string_view LineAt(std::string_view text, size_t at);

/// True if a line is nothing but the name of a public body (`patterns.body_name`): a department's stands on
/// most of its pages because it signs them.
[[nodiscard]] bool NamesOnlyABody(std::string_view line, const LexiconIndex& lexicon);

/// Makes template lines blank, so that nothing is read from them: text becomes spaces (byte positions stay),
/// labelled values and headings there go, cells become empty. Names of bodies stay.
void BlankTemplateLines(const IsTemplateLine& is_template, const LexiconIndex& lexicon, PageText* page);

}  // namespace mingcha::extractors
