# Writes OUT_H and OUT_CC: namespace NAMESPACE { std::string_view EmbeddedFile(std::string_view name); }
# A file is found by its base name; an unknown name gives an empty view.
set(cc "#include \"embedded/${BASENAME}.h\"\n\nnamespace ${NAMESPACE} {\nnamespace {\n")
set(lookup "")
set(index 0)
foreach(file ${FILES})
  file(READ "${file}" hex HEX)
  # A string literal of escapes compiles many times faster than a list of characters.
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "\\\\x\\1" bytes "${hex}")
  get_filename_component(name "${file}" NAME)
  string(APPEND cc "const char kFile${index}[] = \"${bytes}\";\n")
  string(APPEND lookup "  if (name == \"${name}\") return {kFile${index}, sizeof(kFile${index}) - 1};\n")
  math(EXPR index "${index} + 1")
endforeach()
string(APPEND cc "}  // namespace\n\nstd::string_view EmbeddedFile(std::string_view name) {\n${lookup}  return {};\n}\n\n}  // namespace ${NAMESPACE}\n")
file(WRITE "${OUT_CC}" "${cc}")
file(WRITE "${OUT_H}" "#pragma once\n\n#include <string_view>\n\nnamespace ${NAMESPACE} {\n\n/// The bytes of a file built into the program, by base name; empty when there is none of that name.\nstd::string_view EmbeddedFile(std::string_view name);\n\n}  // namespace ${NAMESPACE}\n")
