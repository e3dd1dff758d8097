#pragma once

#include <cstddef>

namespace mingcha::attachments {

/// How much of one attachment is read at most. Bytes unless said otherwise.
struct ReadLimits {
  size_t max_input = size_t{64} << 20U;
  size_t max_unpacked = size_t{192} << 20U;  ///< All members of all nested archives together.
  size_t max_ratio = 200;                    ///< Unpacked to packed, looked at beyond one megabyte.
  size_t max_members = 2'000;                ///< Of all nested archives together.
  int max_depth = 3;                         ///< Archives within archives.
  size_t max_text = size_t{8} << 20U;        ///< Of a whole attachment.
  int max_rows = 20'000;                     ///< Of one table.
  int max_columns = 200;                     ///< Of one table.
  size_t max_cells = 400'000;                ///< Of a whole attachment.
  int max_pages = 300;                       ///< Of one PDF or OFD.
  int max_recognised = 20;                   ///< Pages and pictures whose characters are recognised.
  int min_confidence = 65;  ///< Mean of recognised words, 0..100; below it a person must look.
};

}  // namespace mingcha::attachments
