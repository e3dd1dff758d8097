# Every library the project links, in one place. The Debian 12 package of each stands beside it;
# scripts/bootstrap installs what the lines marked "apt:" name, and nothing else does.
#
# apt: build-essential cmake ninja-build ccache pkg-config git ca-certificates
# apt: libboost1.81-dev libboost-json1.81-dev libcurl4-openssl-dev libgumbo-dev libre2-dev libsqlite3-dev
# apt: libicu-dev libuchardet-dev libyaml-cpp-dev libcli11-dev libfmt-dev zlib1g-dev libdeflate-dev
# apt: libexpected-dev libssl-dev libgtest-dev libgmock-dev libzip-dev libpugixml-dev
# apt: libxlsxwriter-dev
# apt: libarchive-dev libseccomp-dev libnghttp2-dev
# apt: libisal-dev libbrotli-dev libzstd-dev
#
# Programs that open attachments, run inside the jail (docs/attachments.md); without them those files are left to a person:
# apt-run: poppler-utils poppler-data tesseract-ocr tesseract-ocr-chi-sim
#
# libboost-dev (1.74) and libboost1.81-dev conflict: 1.81 is the one with awaitable operators and JSON.
# apt-checks: clang clang-tidy clang-format lld libclang-rt-14-dev gcovr chromium nodejs fonts-noto-cjk openssl wget
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json)
find_package(CURL REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
find_package(fmt REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(CLI11 REQUIRED)
find_package(tl-expected REQUIRED)
pkg_check_modules(GUMBO REQUIRED IMPORTED_TARGET gumbo)
pkg_check_modules(RE2 REQUIRED IMPORTED_TARGET re2)
pkg_check_modules(UCHARDET REQUIRED IMPORTED_TARGET uchardet)
pkg_check_modules(LIBZIP REQUIRED IMPORTED_TARGET libzip)
pkg_check_modules(ARCHIVE REQUIRED IMPORTED_TARGET libarchive)
pkg_check_modules(SECCOMP REQUIRED IMPORTED_TARGET libseccomp)
pkg_check_modules(PUGIXML REQUIRED IMPORTED_TARGET pugixml)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET xlsxwriter)
pkg_check_modules(DEFLATE REQUIRED IMPORTED_TARGET libdeflate)
pkg_check_modules(BROTLI REQUIRED IMPORTED_TARGET libbrotlidec)  # What curl decodes with too.
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(ISAL IMPORTED_TARGET libisal)  # Without it archives are packed by libdeflate alone: slower.

option(MINGCHA_BUILD_TESTS "Build the tests and the benchmarks" ON)
if(MINGCHA_BUILD_TESTS)
  find_package(GTest REQUIRED)
  pkg_check_modules(NGHTTP2 REQUIRED IMPORTED_TARGET libnghttp2)  # the test site that speaks HTTP/2
endif()
