#pragma once

#include <string_view>
#include <vector>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// Reads an OFD document (GB/T 33190): the words of each page and its template with their places, put
/// together to lines and tables. `pictures` takes the pictures of a document that has no words, to be
/// recognised.
void ReadOfd(std::string_view bytes, PartWriter* out, std::vector<std::string>* pictures);

}  // namespace mingcha::attachments
