#pragma once

#include <cstddef>
#include <cstdint>

/// libFuzzer's entry point, defined once by every *_fuzz.cc. Must hold for any bytes: a broken promise aborts
/// (CHECK).
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data,
                                      size_t size);  // NOLINT(readability-identifier-naming)
