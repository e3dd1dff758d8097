#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include <pugixml.hpp>

#include "extractors/attachments/part_writer.h"

namespace mingcha::attachments {

/// The members of a zip that is a document (docx, xlsx, pptx, ofd), unpacked within the budget.
class OfficePackage {
 public:
  /// Members whose name `keep` refuses are left packed. What went wrong is told to `out`.
  static OfficePackage Open(std::string_view bytes, bool (*keep)(std::string_view), PartWriter* out);

  [[nodiscard]] const std::string* Find(std::string_view name) const;
  [[nodiscard]] const std::map<std::string, std::string, std::less<>>& members() const { return members_; }
  /// A member as XML; false if it is not there or not well-formed. Entities are never expanded but the five
  /// of XML itself; no file is opened.
  bool Parse(std::string_view name, pugi::xml_document* xml) const;

 private:
  std::map<std::string, std::string, std::less<>> members_;
};

/// Name of an element without its prefix.
[[nodiscard]] std::string_view LocalName(const pugi::xml_node& node);
/// First child element of that name, whatever its prefix.
[[nodiscard]] pugi::xml_node Child(const pugi::xml_node& node, std::string_view name);
/// Attribute of that name, whatever its prefix; empty if none.
[[nodiscard]] std::string_view Attribute(const pugi::xml_node& node, std::string_view name);
/// A member's path from a reference in another member: `../a/b.xml` and `/a/b.xml` resolved.
[[nodiscard]] std::string ResolveMember(std::string_view folder, std::string_view target);
/// All relations of a member: id → path (OPC 9.3).
[[nodiscard]] std::map<std::string, std::string> RelationsOf(const OfficePackage& package,
                                                             std::string_view member);

/// XML nested deeper than this is not looked into.
constexpr int kMaxXmlDepth = 200;

}  // namespace mingcha::attachments
