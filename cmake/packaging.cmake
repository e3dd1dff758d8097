# What is installed where, and the Debian package: `cmake --build build/release --target package`, or scripts/package.
# Program in /usr/bin, delivered plans in /usr/share/mingcha, this machine's own rounds in /etc/mingcha.
include(GNUInstallDirs)
# cpack packs what scripts/package built; it shall not build tests and benchmarks first.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)

install(TARGETS mingcha RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(DIRECTORY config/baodi config/calendar config/cms config/demo config/language config/schema config/scoring
        DESTINATION "${CMAKE_INSTALL_DATADIR}/mingcha/config")
install(FILES config/README.md DESTINATION "${CMAKE_INSTALL_DATADIR}/mingcha/config")
install(FILES README.md README.en.md CHANGELOG.md DESTINATION "${CMAKE_INSTALL_DOCDIR}")
install(DIRECTORY docs/ DESTINATION "${CMAKE_INSTALL_DOCDIR}/docs" PATTERN adr EXCLUDE)
install(DIRECTORY cmake/packaging/etc/ DESTINATION "/etc/mingcha")
install(FILES cmake/packaging/copyright DESTINATION "${CMAKE_INSTALL_DOCDIR}")

# The program writes its own completions and manual pages, so they cannot fall behind it.
set(generated "${CMAKE_CURRENT_BINARY_DIR}/generated")
set(outputs)
function(mingcha_generate name)
  add_custom_command(OUTPUT "${generated}/${name}"
    COMMAND "${CMAKE_COMMAND}" -E make_directory "${generated}"
    COMMAND mingcha ${ARGN} > "${generated}/${name}"
    DEPENDS mingcha VERBATIM)
  list(APPEND outputs "${generated}/${name}")
  set(outputs "${outputs}" PARENT_SCOPE)
endfunction()
mingcha_generate(mingcha.bash completions bash)
mingcha_generate(mingcha.zsh completions zsh)
mingcha_generate(mingcha.fish completions fish)
mingcha_generate(mingcha.1 --lang en completions man)
mingcha_generate(mingcha.zh.1 --lang zh completions man)
add_custom_target(mingcha_generated ALL DEPENDS ${outputs})
install(FILES "${generated}/mingcha.bash" DESTINATION "${CMAKE_INSTALL_DATADIR}/bash-completion/completions" RENAME mingcha)
install(FILES "${generated}/mingcha.zsh" DESTINATION "${CMAKE_INSTALL_DATADIR}/zsh/vendor-completions" RENAME _mingcha)
install(FILES "${generated}/mingcha.fish" DESTINATION "${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d")
install(FILES "${generated}/mingcha.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/man1")
install(FILES "${generated}/mingcha.zh.1" DESTINATION "${CMAKE_INSTALL_MANDIR}/zh_CN/man1" RENAME mingcha.1)

include(version)
mingcha_version(package_version "${PROJECT_SOURCE_DIR}" "${PROJECT_VERSION}")
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME mingcha)
set(CPACK_PACKAGE_VERSION "${package_version}")
set(CPACK_PACKAGE_CONTACT "mingcha developers <mingcha@localhost.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION utils)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "ca-certificates")
# Converters of attachments and of reports: without one, what it would read is reported as unread, by name.
file(STRINGS cmake/dependencies.cmake tools REGEX "^# apt-run: ")
list(TRANSFORM tools REPLACE "^# apt-run: " "")
string(REPLACE ";" " " tools "${tools}")
string(REGEX REPLACE " +" ", " tools "${tools}")
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "${tools}")
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${PROJECT_SOURCE_DIR}/cmake/packaging/conffiles")
include(CPack)
