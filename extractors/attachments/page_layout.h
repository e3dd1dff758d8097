#pragma once

#include <string>
#include <vector>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// A word and where it stands on its page; y grows downwards, any unit.
struct PlacedWord {
  double left = 0, top = 0, right = 0, bottom = 0;
  std::string text;
};

/// Puts the words of one page together to lines, and lines with the same columns to tables: PDF and OFD know
/// neither. Wide gaps part columns; a line close under another, without a first column of its own, goes on
/// with its cells. At most 20,000 words.
void LayOutPage(std::vector<PlacedWord> words, int page, int confidence, PartWriter* out);

}  // namespace mingcha::attachments
