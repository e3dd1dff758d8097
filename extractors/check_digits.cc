#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/civil_date.h"
#include "extractors/identifiers.h"

namespace mingcha::extractors {
namespace {

constexpr std::string_view kUsccAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";  // GB 32100: no I O S V Z
constexpr std::string_view kResidentCheck = "10X98765432";                     // GB 11643, by sum mod 11
constexpr int kFirstBirthYear = 1850;

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
int Digit(char c) { return c - '0'; }

bool AllDigits(std::string_view text) {
  for (const char c : text) {
    if (!IsDigit(c)) return false;
  }
  return !text.empty();
}

/// Value of a character of an organisation code: digits, then A = 10.
int OrgValue(char c) {
  if (IsDigit(c)) return Digit(c);
  return c >= 'A' && c <= 'Z' ? c - 'A' + 10 : -1;
}

}  // namespace

bool IsValidUscc(std::string_view value) {
  constexpr std::array<int, 17> kWeights = {1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28};
  constexpr std::string_view kDepartments = "123456789ANY";
  if (value.size() != 18 || kDepartments.find(value[0]) == std::string_view::npos) return false;
  if (!AllDigits(value.substr(2, 6))) return false;
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) {
    const size_t code = kUsccAlphabet.find(value[i]);
    if (code == std::string_view::npos) return false;
    sum += static_cast<int>(code) * kWeights[i];
  }
  return kUsccAlphabet[static_cast<size_t>((31 - sum % 31) % 31)] == value[17];
}

bool IsValidOrgCode(std::string_view value) {
  constexpr std::array<int, 8> kWeights = {3, 7, 9, 10, 5, 8, 4, 2};
  if (value.size() == 10 && value[8] != '-') return false;
  if (value.size() != 9 && value.size() != 10) return false;
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) {
    const int code = OrgValue(value[i]);
    if (code < 0) return false;
    sum += code * kWeights[i];
  }
  const int check = 11 - sum % 11;
  return value.back() == (check == 10 ? 'X' : check == 11 ? '0' : static_cast<char>('0' + check));
}

bool IsValidResidentId(std::string_view value) {
  constexpr std::array<int, 17> kWeights = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
  if (value.size() != 18 || !AllDigits(value.substr(0, 17)) || value[0] == '0') return false;
  const int year = std::stoi(std::string(value.substr(6, 4)));
  const int month = std::stoi(std::string(value.substr(10, 2)));
  const int day = std::stoi(std::string(value.substr(12, 2)));
  if (year < kFirstBirthYear || !base::Date::FromYmd(year, month, day)) return false;
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) sum += Digit(value[i]) * kWeights[i];
  const char last = value[17] == 'x' ? 'X' : value[17];
  return kResidentCheck[static_cast<size_t>(sum % 11)] == last;
}

bool IsValidLuhn(std::string_view digits) {
  if (digits.size() < 12 || digits.size() > 19 || !AllDigits(digits)) return false;
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int d = Digit(digits[digits.size() - 1 - i]);
    if (i % 2 == 1) d = d > 4 ? 2 * d - 9 : 2 * d;
    sum += d;
  }
  return sum % 10 == 0;
}

bool IsMobile(std::string_view value) {
  return value.size() == 11 && AllDigits(value) && value[0] == '1' && value[1] >= '3';
}

bool IsValidMod1110(std::string_view digits) {
  if (digits.size() < 2 || !AllDigits(digits)) return false;
  int product = 10;
  for (size_t i = 0; i + 1 < digits.size(); ++i) {
    int sum = (product + Digit(digits[i])) % 10;
    if (sum == 0) sum = 10;
    product = sum * 2 % 11;
  }
  return (product + Digit(digits.back())) % 10 == 1;
}

}  // namespace mingcha::extractors
