# Compiler settings for every target of the project, as one interface target; no global flags.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

option(MINGCHA_WERROR "Treat warnings as errors" OFF)
set(MINGCHA_SANITIZE "" CACHE STRING "Sanitizers, comma separated: address,undefined or thread")
option(MINGCHA_COVERAGE "Instrument for gcov" OFF)
option(MINGCHA_FUZZ "Build libFuzzer targets (clang)" OFF)

add_library(mingcha_options INTERFACE)
add_library(mingcha::options ALIAS mingcha_options)
target_compile_options(mingcha_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wimplicit-fallthrough)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  # GCC bug 105651: a false warning on `"text" + std::string` when optimising.
  target_compile_options(mingcha_options INTERFACE "$<$<CONFIG:Release>:-Wno-restrict>")
endif()
target_include_directories(mingcha_options INTERFACE "${PROJECT_SOURCE_DIR}")
if(CMAKE_CXX_COMPILER_ID MATCHES "Clang")
  target_compile_options(mingcha_options INTERFACE -Wno-overlength-strings)  # files built into the program
endif()
if(MINGCHA_WERROR)
  target_compile_options(mingcha_options INTERFACE -Werror)
endif()
# Some forty test programs are linked in debug builds: lld takes a third of the time there, where it is installed.
find_program(MINGCHA_LLD ld.lld)
if(MINGCHA_LLD AND CMAKE_BUILD_TYPE STREQUAL "Debug")
  target_link_options(mingcha_options INTERFACE -fuse-ld=lld)
endif()
if(MINGCHA_SANITIZE)
  target_compile_options(mingcha_options INTERFACE
    -fsanitize=${MINGCHA_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(mingcha_options INTERFACE -fsanitize=${MINGCHA_SANITIZE})
  target_compile_definitions(mingcha_options INTERFACE MINGCHA_SANITIZED)
  if(CMAKE_CXX_COMPILER_ID MATCHES "Clang" AND MINGCHA_SANITIZE MATCHES "undefined")
    # clang 14 can't assemble a coroutine with this check («Cannot represent a difference across sections»); gcc has no such check.
    target_compile_options(mingcha_options INTERFACE -fno-sanitize=function)
  endif()
endif()
if(MINGCHA_COVERAGE)
  target_compile_options(mingcha_options INTERFACE --coverage)
  target_link_options(mingcha_options INTERFACE --coverage)
endif()
if(MINGCHA_FUZZ)
  target_compile_options(mingcha_options INTERFACE -fsanitize=fuzzer-no-link)
  target_link_options(mingcha_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
