#pragma once

#include <functional>
#include <utility>

#include "model/enum_names.h"
#include "rules/binder.h"
#include "rules/spec.h"

namespace mingcha::rules {

/// Fills shape, choices and object table of a field from the C++ type it is read into.
template <typename M>
void Describe(FieldSpec* field) {
  if constexpr (std::is_same_v<M, std::string> || std::is_same_v<M, FilePath>) {
    field->shape = Shape::kText;
  } else if constexpr (std::is_same_v<M, bool>) {
    field->shape = Shape::kBool;
  } else if constexpr (std::is_enum_v<M>) {
    field->shape = Shape::kChoice;
    field->choices = model::EnumNames<M>();
  } else if constexpr (std::is_integral_v<M>) {
    field->shape = Shape::kInt;
  } else if constexpr (std::is_floating_point_v<M>) {
    field->shape = Shape::kNumber;
  } else if constexpr (std::is_same_v<M, base::Date>) {
    field->shape = Shape::kDate;
  } else if constexpr (internal::IsOptional<M>::value) {
    Describe<typename M::value_type>(field);
  } else if constexpr (internal::IsMap<M>::value) {
    Describe<typename M::mapped_type>(field);
    field->map_values = std::exchange(field->shape, Shape::kMap);
  } else if constexpr (internal::IsVector<M>::value) {
    Describe<typename M::value_type>(field);
    if (field->shape == Shape::kMap) {
      field->list_of_maps = true;
    } else {
      ++field->list_depth;
    }
  } else {
    field->shape = Shape::kObject;
    field->object = []() -> const ObjectSpec& { return SpecFor<M>(); };
  }
}

/// A key read into what `access(T&)` names: a member pointer, or a lambda returning a reference.
template <typename T, typename Access>
FieldSpec FieldVia(std::string_view key, Access access, std::string_view doc) {
  using M = std::remove_reference_t<std::invoke_result_t<Access, T&>>;
  FieldSpec field;
  field.key = key;
  field.doc = doc;
  Describe<M>(&field);
  field.bind = [access](Binder& binder, void* target, const YamlNode& node, const FieldSpec& spec,
                        const std::string& path) {
    return binder.Read(node, spec, path, &std::invoke(access, *static_cast<T*>(target)));
  };
  return field;
}

template <typename T, typename M>
FieldSpec Field(std::string_view key, M T::*member, std::string_view doc) {
  return FieldVia<T>(key, member, doc);
}

/// A map whose keys go into the same target object: `latest: {days, unit}` of a chain link.
[[nodiscard]] inline FieldSpec Group(std::string_view key, std::function<const ObjectSpec&()> object,
                                     std::string_view doc) {
  FieldSpec field;
  field.key = key;
  field.doc = doc;
  field.shape = Shape::kObject;
  field.flat = true;
  field.object = std::move(object);
  field.bind = [](Binder& binder, void* target, const YamlNode& node, const FieldSpec& spec,
                  const std::string& path) { return binder.BindObject(node, spec.object(), target, path); };
  return field;
}

/// set_place of a struct with a member `place`.
template <typename T>
void SetPlace(void* target, const model::ConfigPlace& place) {
  static_cast<T*>(target)->place = place;
}

}  // namespace mingcha::rules
