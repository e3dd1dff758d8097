#pragma once

#include <map>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "model/json_describe.h"

namespace mingcha::model {

/// Gives every member of a record a value that differs from its default and from its neighbours'.
class Filler {
 public:
  void Fill(bool* value) { *value = !*value; }
  void Fill(std::string* value) { *value = "\xE6\x98\x8E \"text\"\t" + std::to_string(Next()); }
  void Fill(double* value) { *value = Next() + 0.1; }
  void Fill(base::Date* value) { *value = base::Date::FromDays(17'000 + Next()); }
  void Fill(base::Instant* value) { *value = base::Instant::FromUnixMillis(1'700'000'000'123 + Next()); }
  template <typename T>
  requires(std::is_integral_v<T> && !std::is_same_v<T, bool>) void Fill(T* value) {
    *value = static_cast<T>(1000 + Next());
  }
  template <typename T>
  requires std::is_enum_v<T>
  void Fill(T* value) { *value = static_cast<T>(*value == static_cast<T>(0) ? 1 : 0); }
  template <typename T>
  void Fill(std::optional<T>* value) {
    Fill(&value->emplace());
  }
  template <typename T>
  void Fill(std::vector<T>* value) {
    Fill(&value->emplace_back());
    Fill(&value->emplace_back());
  }
  template <typename T>
  void Fill(std::map<std::string, T>* value) {
    for (const char* key : {"b.key", "a key"}) Fill(&(*value)[key]);
  }
  template <typename A, typename B>
  void Fill(std::pair<A, B>* value) {
    Fill(&value->first);
    Fill(&value->second);
  }
  template <typename T>
  requires boost::describe::has_describe_members<T>::value void Fill(T* value) {
    boost::mp11::mp_for_each<boost::describe::describe_members<T, boost::describe::mod_public>>(
        [&](auto member) { Fill(&(value->*member.pointer)); });
  }

 private:
  int Next() { return ++count_; }
  int count_ = 0;
};

template <typename T>
[[nodiscard]] T Filled() {
  T value;
  Filler().Fill(&value);
  return value;
}

}  // namespace mingcha::model
