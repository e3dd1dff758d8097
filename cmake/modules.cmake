# mingcha_module(NAME SOURCES ... PUBLIC ... PRIVATE ...): one folder, one library, one alias mingcha::NAME.
function(mingcha_module name)
  cmake_parse_arguments(ARG "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(mingcha_${name} STATIC ${ARG_SOURCES})
  add_library(mingcha::${name} ALIAS mingcha_${name})
  target_link_libraries(mingcha_${name} PUBLIC mingcha::options ${ARG_PUBLIC} PRIVATE ${ARG_PRIVATE})
endfunction()

# mingcha_test(NAME [SLOW] [TIMEOUT s] [APART FILTER] SOURCES ... LIBS ... ENV ...): one GoogleTest program per module, cases run
# shuffled. The cases of APART run beside the others, as NAME_apart.
function(mingcha_test name)
  cmake_parse_arguments(ARG "SLOW" "TIMEOUT;APART" "SOURCES;LIBS;ENV" ${ARGN})
  add_executable(${name} ${ARG_SOURCES})
  target_link_libraries(${name} PRIVATE mingcha::options ${ARG_LIBS} GTest::gtest GTest::gmock GTest::gtest_main)
  target_compile_definitions(${name} PRIVATE MINGCHA_SOURCE_DIR="${PROJECT_SOURCE_DIR}")
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 300)
  endif()
  set(tests ${name})
  if(ARG_APART)
    list(APPEND tests ${name}_apart)
    add_test(NAME ${name} COMMAND ${name} --gtest_shuffle --gtest_brief=1 --gtest_filter=-${ARG_APART})
    add_test(NAME ${name}_apart COMMAND ${name} --gtest_shuffle --gtest_brief=1 --gtest_filter=${ARG_APART})
  else()
    add_test(NAME ${name} COMMAND ${name} --gtest_shuffle --gtest_brief=1)
  endif()
  # What may take longest is begun first, so that no core waits at the end.
  set_tests_properties(${tests} PROPERTIES TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT})
  if(ARG_SLOW)
    set_tests_properties(${tests} PROPERTIES LABELS slow)
  endif()
  if(ARG_ENV)
    set_tests_properties(${tests} PROPERTIES ENVIRONMENT "${ARG_ENV}")
  endif()
endfunction()

# mingcha_embed(TARGET OUT_BASENAME NAMESPACE FILES...): files as constexpr string views, for templates and catalogues.
function(mingcha_embed target basename namespace)
  set(out_h "${CMAKE_CURRENT_BINARY_DIR}/embedded/${basename}.h")
  set(out_cc "${CMAKE_CURRENT_BINARY_DIR}/embedded/${basename}.cc")
  set(files)
  foreach(file ${ARGN})
    cmake_path(ABSOLUTE_PATH file BASE_DIRECTORY "${CMAKE_CURRENT_SOURCE_DIR}" NORMALIZE)
    list(APPEND files "${file}")
  endforeach()
  add_custom_command(
    OUTPUT "${out_h}" "${out_cc}"
    COMMAND "${CMAKE_COMMAND}" "-DOUT_H=${out_h}" "-DOUT_CC=${out_cc}" "-DBASENAME=${basename}"
            "-DNAMESPACE=${namespace}" "-DFILES=${files}" -P "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
    DEPENDS ${files} "${PROJECT_SOURCE_DIR}/cmake/embed.cmake"
    VERBATIM)
  target_sources(${target} PRIVATE "${out_cc}")
  # One target makes all of them, for tools that read sources without building (clang-tidy).
  add_custom_target(${target}_${basename} DEPENDS "${out_h}")
  if(NOT TARGET embedded_files)
    add_custom_target(embedded_files)
  endif()
  add_dependencies(embedded_files ${target}_${basename})
  target_include_directories(${target} PRIVATE "${CMAKE_CURRENT_BINARY_DIR}")
endfunction()
