#include "rules/spec.h"

#include <utility>

namespace mingcha::rules {

FieldSpec FieldSpec::Required() && {
  required = true;
  return std::move(*this);
}

FieldSpec FieldSpec::Ref(RefKind kind) && {
  ref = kind;
  return std::move(*this);
}

FieldSpec FieldSpec::KeepEmpty() && {
  on_removed = OnRemoved::kKeepEmpty;
  return std::move(*this);
}

FieldSpec FieldSpec::EntryGoes() && {
  on_removed = OnRemoved::kEntryGoes;
  return std::move(*this);
}

FieldSpec FieldSpec::Range(int64_t low, int64_t high) && {
  min = low;
  max = high;
  return std::move(*this);
}

FieldSpec FieldSpec::Choices(std::vector<std::string_view> names) && {
  choices = std::move(names);
  return std::move(*this);
}

const FieldSpec* ObjectSpec::FindField(std::string_view key) const {
  for (const FieldSpec& field : fields) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

std::vector<std::string> ObjectSpec::Keys() const {
  std::vector<std::string> keys;
  for (const FieldSpec& field : fields) keys.emplace_back(field.key);
  return keys;
}

}  // namespace mingcha::rules
